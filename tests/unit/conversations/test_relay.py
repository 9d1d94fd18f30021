"""What a helpdesk outside is told: all of an episode, nothing of the rest, once."""

from __future__ import annotations

import pytest

from floorwalker.domain.handoff import Agent
from floorwalker.domain.helpdesk import HelpdeskEvent
from floorwalker.domain.message import control
from floorwalker.errors import BadValue
from floorwalker.testing.helpdesk_bench import HelpdeskHouse
from tests.unit.conversations.listener import Listener


def test_a_talk_with_the_assistant_stays_in_the_house(house: HelpdeskHouse, far: Listener) -> None:
    house.shopper("c1", "hello")
    house.bot("c1", "hi")
    assert house.tick() == 0 and far.openings == [] and far.said == []


def test_the_last_turns_go_along_and_nothing_older(house: HelpdeskHouse, far: Listener) -> None:
    house.shopper("c1", *(f"line {n}" for n in range(30)))
    house.asks()
    assert far.said == [f"line {n}" for n in range(20, 30)]


def test_what_is_said_after_the_end_stays_in_the_house(house: HelpdeskHouse, far: Listener) -> None:
    house.shopper("c1", "before")
    house.asks()
    house.shopper("c1", "while waiting")
    house.bench.shop.handoffs.cancel("c1")
    house.bot("c1", "here I am again")
    house.shopper("c1", "a secret wish")
    house.tick()
    assert far.said == ["before", "while waiting"]
    assert far.closed == ["The shopper went back to the assistant."]
    house.shopper("c1", "more")
    assert house.tick() == 0


def test_typing_and_ends_of_turns_are_not_words(house: HelpdeskHouse, far: Listener) -> None:
    house.asks()
    house.log.control("c1", control("typing"))
    house.tick()
    assert far.said == []


def test_a_more_urgent_matter_is_told_again(house: HelpdeskHouse, far: Listener) -> None:
    house.asks()
    found = house.episode()
    house.bench.shop.desk.prioritize(found.id, 3)
    house.tick()
    assert [one.priority for one in far.openings] == [1, 3]
    assert house.tick() == 0


def test_a_wanted_answer_goes_with_its_address_and_the_talk_goes_on_unheard(
    house: HelpdeskHouse, far: Listener
) -> None:
    house.shopper("c1", "call me")
    house.bench.shop.handoffs.request_callback("c1", "anna@example.com", "yes, by mail")
    house.tick()
    assert [one.contact for one in far.openings] == ["anna@example.com"] and far.said == ["call me"]
    assert "anna@example.com" in far.openings[0].note
    house.shopper("c1", "show me boots")
    house.tick()
    assert far.said == ["call me"] and far.closed == []


def test_who_waits_in_line_is_told_no_number_that_nobody_knows(house: HelpdeskHouse) -> None:
    line = house.bench.shop.handoffs.ask("c1").line
    assert line is not None and (line.place, line.minutes, line.somebody) == (1, None, True)


def test_a_lost_webhook_is_asked_for(house: HelpdeskHouse, far: Listener) -> None:
    house.asks()
    far.lately = [HelpdeskEvent("7", "said", "c1", "R", "Marta", "I was here")]
    assert house.inbox.catch_up() == 1 and house.inbox.catch_up() == 0
    assert house.heard() == [("agent", "Marta", "I was here")]


def test_words_after_a_give_back_are_not_said_twice(house: HelpdeskHouse) -> None:
    """A repeated webhook must not take the conversation again."""
    house.asks()
    house.inbox._acted(HelpdeskEvent("7", "said", "c1", "R", "Marta", "bye"))
    house.inbox._acted(HelpdeskEvent("s", "gave_back", "c1", "R"))
    house.inbox._acted(HelpdeskEvent("7", "said", "c1", "R", "Marta", "bye"))
    assert house.state()[0] == "given_back" and len(house.heard()) == 1


def test_what_they_tell_of_another_conversation_of_theirs_is_void(house: HelpdeskHouse) -> None:
    house.asks()
    assert not house.inbox._acted(HelpdeskEvent("s", "resolved", "c1", "another"))
    assert house.state()[0] == "queued"


def test_words_written_in_another_conversation_of_theirs_are_refused(house: HelpdeskHouse) -> None:
    house.asks()
    with pytest.raises(BadValue):
        house.inbox._acted(HelpdeskEvent("9", "said", "c1", "another", "Marta", "hello"))
    assert house.heard() == [] and house.state()[0] == "queued"


def test_our_own_colleague_keeps_what_he_has(house: HelpdeskHouse) -> None:
    house.asks()
    house.desk.say("c1", Agent("own", "Jonas"), "mine")
    assert not house.inbox._acted(HelpdeskEvent("s", "resolved", "c1", "R", "Marta"))
    assert house.state() == ("human", "own")


def test_typing_is_shown_only_by_who_answers(house: HelpdeskHouse) -> None:
    house.asks()
    assert not house.inbox._acted(HelpdeskEvent("t", "typing", "c1", "R", "Marta"))
    house.inbox._acted(HelpdeskEvent("7", "said", "c1", "R", "Marta", "hello"))
    assert house.inbox._acted(HelpdeskEvent("t", "typing", "c1", "R", "Marta"))
