from floorwalker.conversations.turns import Turns
from floorwalker.conversations.wording import Wording
from floorwalker.domain.message import button, text
from floorwalker.domain.transcript import Inbound
from tests.unit.conversations.fakes import CONVERSATION, memory_log

WORDS = Wording({}, {
    "utter_card_number_removed": {"en": "I threw that away."},
    "utter_error_unavailable": {"en": "Something broke."},
})  # fmt: skip


def turns() -> Turns:
    return Turns(memory_log(), WORDS)


def rows(house: Turns) -> list[tuple[str, str, str | None]]:
    return [(r.direction, r.body.get("text") or r.body["type"], r.state) for r in house.log.rows.since(CONVERSATION, 0)]


def test_a_message_goes_to_the_assistant_once() -> None:
    house = turns()
    first = house.accept(Inbound(CONVERSATION, "m1", "hello"))
    again = house.accept(Inbound(CONVERSATION, "m1", "hello"))
    assert (first.route, first.text, again.route) == ("assistant", "hello", "duplicate")
    assert rows(house) == [("in", "hello", "received")]


def test_a_card_number_is_dropped_unread_answered_and_stored_nowhere() -> None:
    house = turns()
    taken = house.accept(Inbound(CONVERSATION, "m1", "4242 4242 4242 4242 cvc 123"))
    assert taken.route == "card"
    assert rows(house) == [
        ("in", "•••• ••••", "dropped"),
        ("out", "I threw that away.", None),
        ("control", "turn_end", None),
    ]
    assert all(row.sealed is None for row in house.log.rows.since(CONVERSATION, 0))


def test_a_tap_becomes_the_intent_of_its_button() -> None:
    house = turns()
    house.log.say(CONVERSATION, text("which?", [button("Add", '/cart_add{"sku": "A"}')]))
    taken = house.accept(Inbound(CONVERSATION, "m1", action="1.1", title="Add"))
    assert (taken.text, taken.row.body["text"]) == ('/cart_add{"sku": "A"}', "Add")


def test_an_unknown_tap_is_read_as_its_words() -> None:
    taken = turns().accept(Inbound(CONVERSATION, "m1", action="7.1", title="/Add"))
    assert taken.text == "Add"


def test_a_turn_without_an_answer_gets_one_and_ends() -> None:
    house = turns()
    taken = house.accept(Inbound(CONVERSATION, "m1", "hello"))
    house.hand_over(taken.row)
    house.finish(taken.row)
    assert rows(house) == [("in", "hello", "done"), ("out", "Something broke.", None), ("control", "turn_end", None)]


def test_an_answered_turn_only_ends() -> None:
    house = turns()
    taken = house.accept(Inbound(CONVERSATION, "m1", "hello"))
    house.log.say(CONVERSATION, text("Hi."))
    house.finish(taken.row)
    assert rows(house)[1:] == [("out", "Hi.", None), ("control", "turn_end", None)]


def test_after_a_start_waiting_turns_are_handed_on_and_cut_ones_are_answered() -> None:
    house = turns()
    cut = house.accept(Inbound(CONVERSATION, "m1", "first"))
    house.hand_over(cut.row)
    house.accept(Inbound(CONVERSATION, "m2", "write to jo@example.org"))
    left = house.left_over("web")
    assert [accepted.text for accepted in left] == ["write to jo@example.org"]
    assert ("out", "Something broke.", None) in rows(house)
