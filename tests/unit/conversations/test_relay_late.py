"""What comes late, twice or out of turn between the shop and a helpdesk outside."""

from __future__ import annotations

import pytest

from floorwalker.domain.handoff import Agent
from floorwalker.domain.helpdesk import HelpdeskEvent
from floorwalker.domain.message import text
from floorwalker.domain.transcript import Entry
from floorwalker.errors import BadValue, TakenByOther
from floorwalker.testing.helpdesk_bench import HelpdeskHouse
from tests.unit.conversations.listener import Listener

JONAS, BOSS = Agent("own", "Jonas"), Agent("boss", "Ida", "supervisor")


def said(number: str, words: str) -> HelpdeskEvent:
    return HelpdeskEvent(number, "said", "c1", "R", "Marta", words)


@pytest.mark.parametrize("kind", ["gave_back", "resolved", "taken"])
def test_a_repeated_act_does_not_count_for_the_next_episode(house: HelpdeskHouse, kind: str) -> None:
    event = HelpdeskEvent("x1", kind, "c1", "R", "Marta", unique=True)  # type: ignore[arg-type]
    house.asks()
    assert house.inbox._acted(event)
    if kind == "taken":
        house.inbox._acted(HelpdeskEvent("x2", "gave_back", "c1", "R", "Marta", unique=True))
    house.tick()
    house.asks(reason="complaint")
    assert not house.inbox._acted(event)
    assert house.state() == ("queued", "")


def test_what_was_refused_is_not_said_later(house: HelpdeskHouse, far: Listener) -> None:
    """Over there the agent was told that it failed."""
    house.asks()
    house.desk.say("c1", JONAS, "I have it")
    far.lately = [said("7", "me too")]
    with pytest.raises(TakenByOther):
        house.inbox._acted(far.lately[0])
    found = house.episode()
    house.desk.transfer(found.id, JONAS, "desk")
    assert house.inbox.catch_up() == 0
    assert house.state() == ("queued", "") and [words for *_, words in house.heard()] == ["I have it"]


def test_one_that_cannot_be_said_does_not_hold_up_the_others(house: HelpdeskHouse, far: Listener) -> None:
    house.asks()
    far.lately = [said("7", "x" * 4001), said("8", "here I am")]
    assert house.inbox.catch_up() == 1
    assert [words for *_, words in house.heard()] == ["here I am"]


def test_who_is_owed_an_answer_elsewhere_costs_nothing_while_nothing_happens(
    house: HelpdeskHouse, far: Listener
) -> None:
    house.bench.shop.customers.ensure("c1", "web", "", "c1", locale="en")
    house.bench.shop.handoffs.request_callback("c1", "anna@example.com", "yes")
    house.tick()
    house.shopper("c1", "show me boots")
    before = house.bench.shop.handoffs.current("c1")
    assert house.relay.collect() == 0 and house.bench.shop.handoffs.current("c1") == before
    house.shopper("c1", *(f"boot {n}" for n in range(30)))
    house.bench.shop.handoffs.wait("c1")
    house.tick()
    assert far.said == [f"boot {n}" for n in range(20, 30)]  # now people see the last of it


def test_a_shopper_who_is_seen_meanwhile_is_told_of_all_the_same(house: HelpdeskHouse, far: Listener) -> None:
    house.asks()
    house.shopper("c1", "hello?")
    collected = house.relay._write

    def seen_first(one):  # type: ignore[no-untyped-def]
        house.bench.clock.now += 1
        house.bench.shop.desk.seen(["c1"])
        return collected(one)

    object.__setattr__(house.relay, "_write", seen_first)
    house.tick()
    assert far.said == ["hello?"]


def test_a_shopper_cannot_take_the_name_of_an_agents_message(house: HelpdeskHouse, far: Listener) -> None:
    house.asks()
    forged = Entry("c1", "in", "shopper", text("psst"), provider_id="listener:7", state="done")
    house.log.write(forged)
    house.tick()
    assert far.said == ["psst"]


def test_a_second_answer_elsewhere_is_told_of_as_well(house: HelpdeskHouse, far: Listener) -> None:
    house.bench.shop.customers.ensure("c1", "web", "", "c1", locale="en")
    house.bench.shop.handoffs.request_callback("c1", "anna@example.com", "yes")
    house.tick()
    found = house.episode()
    for times in (1, 2):
        house.bench.clock.now += 60
        house.desk.resolve(found.id, BOSS)
        house.tick()
        assert len(far.closed) == times
        with house.bench.books.begin() as work:
            work.handoffs.change(found.id, state="callback", outcome="", ended_by="", ended_at=None)
        house.tick()


def test_an_old_end_does_not_close_what_is_open_again(house: HelpdeskHouse, far: Listener) -> None:
    house.asks()
    house.bench.shop.handoffs.cancel("c1")
    house.relay.collect()  # the end is written, but not delivered yet
    house.bench.clock.now += 1
    house.bench.shop.handoffs.ask("c1", "complaint")
    house.tick()
    assert far.closed == [] and house.state() == ("queued", "")


def test_an_end_by_somebody_else_is_told_over_there(house: HelpdeskHouse, far: Listener) -> None:
    house.asks()
    house.inbox._acted(said("7", "hello"))
    found = house.episode()
    house.desk.give_back(found.id, BOSS)
    house.tick()
    assert len(far.closed) == 1
    house.asks(reason="complaint")
    house.inbox._acted(said("8", "again"))
    house.inbox._acted(HelpdeskEvent("x9", "gave_back", "c1", "R", "Marta", unique=True))
    house.tick()
    assert len(far.closed) == 1  # they ended it themselves


def test_every_telling_has_an_id_of_its_own_without_personal_data(house: HelpdeskHouse, far: Listener) -> None:
    house.asks()
    found = house.episode()
    for priority in (3, 1):
        house.bench.clock.now += 1
        house.bench.shop.desk.prioritize(found.id, priority)
        house.tick()
    house.bench.shop.handoffs.request_callback("c1", "jörg@example.com", "yes")
    house.tick()
    events = [one.event for one in far.openings]
    assert len(set(events)) == 4 and not [one for one in events if "@" in one]


def test_a_race_that_was_lost_once_does_not_deafen_the_conversation(house: HelpdeskHouse) -> None:
    """A status has the same name every time."""
    status = HelpdeskEvent("status:R", "resolved", "c1", "R", "Marta")
    house.asks()
    take = house.desk.take

    def too_late(handoff_id: str, agent: Agent):  # type: ignore[no-untyped-def]
        take(handoff_id, JONAS)
        return take(handoff_id, agent)

    object.__setattr__(house.desk, "take", too_late)
    with pytest.raises(TakenByOther):
        house.inbox._acted(status)
    object.__delattr__(house.desk, "take")
    found = house.episode()
    house.desk.transfer(found.id, JONAS, "desk")
    assert house.inbox._acted(status) and house.state()[0] == "closed"


def test_what_a_signed_webhook_was_refused_is_not_said_under_the_same_id(house: HelpdeskHouse) -> None:
    event = HelpdeskEvent("x7", "said", "c1", "R", "Marta", "me too", unique=True)
    house.asks()
    house.desk.say("c1", JONAS, "I have it")
    with pytest.raises(TakenByOther):
        house.inbox._acted(event)
    found = house.episode()
    house.desk.resolve(found.id, JONAS)
    assert not house.inbox._acted(event)
    assert house.state()[0] == "closed" and "me too" not in [words for *_, words in house.heard()]


def test_words_that_were_too_long_may_be_shortened_under_their_id(house: HelpdeskHouse) -> None:
    house.asks()
    long, short = (HelpdeskEvent("x7", "said", "c1", "R", "Marta", words, unique=True) for words in ("x" * 4001, "x"))
    with pytest.raises(BadValue):
        house.inbox._acted(long)
    assert house.inbox._acted(short)


def test_urgency_there_and_back_within_one_second_is_told(house: HelpdeskHouse, far: Listener) -> None:
    house.asks()
    found = house.episode()
    for priority in (3, 1):
        house.bench.shop.desk.prioritize(found.id, priority)
        house.tick()
    assert [one.priority for one in far.openings] == [1, 3, 1]


def test_an_offer_that_ran_out_closes_nobody_s_conversation(house: HelpdeskHouse) -> None:
    """No colleague was ever there."""
    house.bench.shop.desk.open_desk("closed")
    house.bench.shop.handoffs.ask("c1")
    house.desk.run_due()
    house.bench.shop.handoffs.cancel("c1")
    house.desk.run_due()
    rows = [row.body for row in house.log.rows.since("c1", 0) if row.body.get("type") == "handover"]
    assert [row["state"] for row in rows] == ["nobody", "assistant"]
