"""The base action: nobody is left in silence, and nothing that was said is logged."""

from __future__ import annotations

from structlog.testing import capture_logs

from actions import base
from actions.base import short
from actions.smalltalk import last_answer
from floorwalker.errors import BadSettings, NotInCart


class Breaks(base.ShopAction):
    def name(self):
        return "action_breaks"

    def answer(self, shop, turn):
        raise KeyError(turn.words)


class Refuses(base.ShopAction):
    def name(self):
        return "action_refuses"

    def answer(self, shop, turn):
        raise NotInCart("CAP")


class Remarks(base.ShopAction):
    keeps = True

    def name(self):
        return "action_remarks"

    def answer(self, shop, turn):
        return base.Reply("utter_thank")


class Answers(Remarks):
    keeps = False


def test_a_bug_is_answered_with_a_number_and_logged_without_words(talk):
    with capture_logs() as logs:
        said = talk.turn(Breaks, "my secret street")
    assert said.responses == ["utter_error_unexpected"]
    (entry,) = logs
    assert entry["error"] == said.messages[0]["error_id"]
    assert entry["fault"] == "KeyError"
    assert "secret" not in repr(entry)


def test_a_shop_that_cannot_open_says_so_and_the_log_names_the_remedy(talk, monkeypatch):
    def closed():
        raise BadSettings(("DATABASE_URL: the database lacks the newest tables; run `floorwalker up` once",))

    monkeypatch.setattr(base, "shop", closed)
    with capture_logs() as logs:
        said = talk.turn(Remarks)
    assert said.responses == ["utter_error_unavailable"]
    assert "floorwalker up" in logs[0]["problems"][0]


def test_a_no_is_said_with_its_facts(talk):
    said = talk.turn(Refuses)
    assert said.responses == ["utter_cart_not_in"]
    assert said.messages[0]["sku"] == "CAP"


def test_a_side_remark_leaves_the_open_question(talk):
    talk.slots["offer"] = {"do": "renew"}
    assert talk.turn(Remarks).slots == {}


def test_an_answer_closes_the_open_question(talk):
    talk.slots["offer"] = {"do": "renew"}
    assert talk.turn(Answers).slots == {"offer": None}


def test_the_action_server_makes_a_conversation_where_there_was_none(talk, bench):
    talk.turn(Remarks)
    with bench.books.view() as work:
        assert work.customers.of("c1")


def test_a_long_conversation_name_fits_the_books_and_stays_the_same() -> None:
    own, long = "0b0e8a5e-6f0f-4f43-9a54-3d0b1f0e7d11", "e2e " * 20
    assert short(own) == own
    assert len(short(long)) == 36 and short(long) == short(long) != short(long + "2")


def test_the_last_words_are_found_for_who_asks_again():
    bot = [{"event": "bot", "text": text} for text in ("Old.", "First.", "Second.")]
    user, listen = {"event": "user", "text": "x"}, {"event": "action", "name": "action_listen"}
    events = [bot[0], user, bot[1], bot[2], {"event": "bot", "text": None}, listen, user]
    assert last_answer(events) == bot[1:]
    assert last_answer([user]) == []
