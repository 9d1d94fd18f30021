"""Each process is killed hard while purchases stand at every step: each ends paid once, and nobody is left in silence.

One kill serves several steps, since a start costs more than a purchase. The steps that last only an instant are held
open by letting a process stand still: the sandbox between yes and link, web between payment and webhook, Rasa between
webhook and push.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from floorwalker.adapters.sql import tables_shop as s
from floorwalker.bootstrap import open_books, open_gateway
from floorwalker.services.checks import at_rest, check
from floorwalker.testing.dialogue.state import look
from floorwalker.testing.dialogue.world import World
from tests.e2e.buyers import STEPS, Buyer, wait_until

PROCESSES = ["sandbox", "web", "actions", "rasa"]
SETTLED = 120
"""Seconds: a push that was cut is repeated when its lease has run out."""


@pytest.mark.parametrize("process", PROCESSES)
def test_a_process_dies_on_the_way_to_the_link(world: World, process: str) -> None:
    buyers = [Buyer.arrives(world).until(count) for count in STEPS.values()]
    hasty = Buyer.arrives(world).until(STEPS["summary"])
    world.stack.pause("sandbox")
    with ThreadPoolExecutor(len(buyers) + 1) as pool:
        ends = [pool.submit(hasty.orders)]
        wait_until(lambda: states(world) == ["creating"])  # said yes, the provider has not answered
        world.stack.kill(process)
        world.stack.resume("sandbox")
        ends += [pool.submit(one.orders) for one in buyers]
        world.stack.start(process)
        numbers = [end.result() for end in ends]
    for number in numbers:
        world.at_bank(str(world.payment_of(number)), "pay")
    all_is_paid_once_and_everybody_was_answered(world, [hasty, *buyers])


@pytest.mark.parametrize("process", PROCESSES)
def test_a_process_dies_after_the_money_has_moved(world: World, process: str) -> None:
    told, paying = buyers = [Buyer.arrives(world) for _ in range(2)]
    sessions = [str(world.payment_of(one.orders())) for one in buyers]
    world.stack.pause("rasa")
    world.at_bank(sessions[0], "pay")
    wait_until(lambda: "succeeded" in states(world))  # the webhook has come, Rasa has not been told
    world.stack.pause("web")
    world.at_bank(sessions[1], "pay")  # paid, and the webhook cannot come
    world.stack.kill(process)
    for name in ("web", "rasa"):
        world.stack.resume(name)
    world.stack.start(process)
    all_is_paid_once_and_everybody_was_answered(world, [told, paying])


def all_is_paid_once_and_everybody_was_answered(world: World, buyers: Sequence[Buyer]) -> None:
    wait_until(lambda: Counter(states(world))["succeeded"] == len(buyers), SETTLED)
    world.settle(SETTLED)
    assert [order(world, one)["payment"] for one in buyers] == ["paid"] * len(buyers)
    assert [order(world, one)["lines"] for one in buyers] == [{"ROOK-PINE": 1}] * len(buyers)
    environ = world.stack.environ
    assert check(open_books(environ), open_gateway(environ)) == ()
    assert at_rest(open_books(environ)) == ()
    for one in buyers:
        told_once(world, one.client.conversation)
        one.client.http.close()


def order(world: World, buyer: Buyer) -> dict[str, object]:
    """The buyer's one order that counts."""
    orders = look(world, buyer.client.conversation, ("orders",))["orders"]
    counts = [one for one in orders if one["state"] != "closed"]
    assert len(counts) == 1, orders
    return dict(counts[0])


def told_once(world: World, conversation: str) -> None:
    """Every message has one end, and the receipt came once."""
    rows = world.log.rows.since(conversation, 0)
    came = [row.seq for row in rows if row.direction == "in"]
    ended = Counter(row.body.get("reply_to") for row in rows if row.direction == "control")
    assert [ended[seq] for seq in came] == [1] * len(came)
    assert [row.response for row in rows].count("utter_payment_received") == 1


def states(world: World) -> list[str]:
    with world.engine.connect() as db:
        return list(db.execute(select(s.payments.c.state)).scalars())
