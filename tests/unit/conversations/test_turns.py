from __future__ import annotations

from dataclasses import dataclass

from floorwalker.conversations.turns import LEASE_SECONDS, Turns
from floorwalker.conversations.wording import Wording
from floorwalker.domain.message import button, text
from floorwalker.domain.transcript import Inbound
from tests.unit.conversations.fakes import CONVERSATION, memory_log

WORDS = Wording({}, {
    "utter_card_number_removed": {"en": "I threw that away."},
    "utter_error_unavailable": {"en": "Something broke."},
})  # fmt: skip


@dataclass
class Clock:
    time: int = 1000

    def __call__(self) -> int:
        return self.time


def turns(clock: Clock | None = None) -> Turns:
    return Turns(memory_log(), WORDS, clock or Clock())


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
    assert house.claim(taken.row) == "mine"
    house.finish(taken.row)
    assert rows(house) == [("in", "hello", "done"), ("out", "Something broke.", None), ("control", "turn_end", None)]


def test_an_answered_turn_only_ends() -> None:
    house = turns()
    taken = house.accept(Inbound(CONVERSATION, "m1", "hello"))
    house.log.say(CONVERSATION, text("Hi."))
    house.finish(taken.row)
    assert rows(house)[1:] == [("out", "Hi.", None), ("control", "turn_end", None)]


def test_a_second_turn_is_not_answered_by_what_was_said_in_the_first() -> None:
    house = turns()
    first, second = (house.accept(Inbound(CONVERSATION, id_, "hello")).row for id_ in ("m1", "m2"))
    house.claim(first)
    house.log.say(CONVERSATION, text("Hi."))
    house.finish(first)
    assert house.claim(second) == "mine"
    house.finish(second)
    assert [row[1] for row in rows(house)][2:] == ["Hi.", "turn_end", "Something broke.", "turn_end"]


def test_a_turn_waits_for_the_one_before_and_runs_once() -> None:
    house = turns()
    first, second = (house.accept(Inbound(CONVERSATION, id_, "hello")).row for id_ in ("m1", "m2"))
    assert [house.claim(row) for row in (second, first, first, second)] == ["later", "mine", "over", "later"]
    house.finish(first, answered=True)
    assert [house.claim(row) for row in (second, second)] == ["mine", "over"]


def test_turns_of_a_living_process_are_left_alone_and_those_of_a_dead_one_are_taken_up() -> None:
    clock = Clock()
    house = turns(clock)
    cut, waits = (
        house.accept(Inbound(CONVERSATION, id_, words)).row
        for id_, words in (("m1", "first"), ("m2", "jo@example.org"))
    )
    house.claim(cut)
    clock.time += LEASE_SECONDS - 1
    assert house.left_over("web") == []
    house.renew([cut, waits])
    clock.time += LEASE_SECONDS - 1
    assert house.left_over("web") == []
    clock.time += 1
    assert [accepted.text for accepted in house.left_over("web")] == ["jo@example.org"]
    assert ("out", "Something broke.", None) in rows(house)
    assert house.left_over("web") == [] and house.claim(waits) == "mine"


def test_a_cut_turn_that_had_answered_only_ends() -> None:
    clock = Clock()
    house = turns(clock)
    house.claim(house.accept(Inbound(CONVERSATION, "m1", "hello")).row)
    house.log.say(CONVERSATION, text("Hi."))
    clock.time += LEASE_SECONDS
    assert house.left_over("web") == []
    assert rows(house) == [("in", "hello", "done"), ("out", "Hi.", None), ("control", "turn_end", None)]


def test_a_turn_that_had_ended_when_its_process_died_is_only_noted_as_done() -> None:
    clock = Clock()
    house = turns(clock)
    taken = house.accept(Inbound(CONVERSATION, "m1", "hello"))
    house.claim(taken.row)
    house.log.say(CONVERSATION, text("Hello!"))
    house.log.turn_end(CONVERSATION, taken.row.seq)  # and here the process dies
    clock.time += LEASE_SECONDS
    assert house.left_over("web") == []
    assert rows(house) == [("in", "hello", "done"), ("out", "Hello!", None), ("control", "turn_end", None)]
