"""Runs after every conversation: the books hold, whatever was said."""

from floorwalker.bootstrap import open_books, open_gateway
from floorwalker.services.checks import check
from floorwalker.testing.dialogue.world import World


def test_every_invariant_holds_after_all_conversations(shop: World) -> None:
    environ = shop.stack.environ
    assert check(open_books(environ), open_gateway(environ)) == ()
