"""A person is asked for, comes, and leaves: on a shop in memory whose clock can be moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from floorwalker.domain.handoff import Agent, Hint, Limits, Support, Team
from floorwalker.domain.hours import Hours
from floorwalker.domain.money import Money
from floorwalker.errors import BadValue, HandoffMoved, TakenByOther
from floorwalker.services.handoffs_time import HandoffTime
from floorwalker.testing.shop_bench import ShopBench

MARTA, JONAS, LEA = Agent("a1", "Marta"), Agent("a2", "Jonas"), Agent("s1", "Lea", "supervisor")
ZONE = "Europe/Berlin"
SUPPORT = Support(
    hours=Hours(ZONE, {n: ((time(9), time(18)),) for n in range(5)}, frozenset({date(2026, 12, 25)})),
    opening={"mon-fri": "09:00-18:00"},
    teams=(Team("floor", {"en": "shop floor"}), Team("till", {"en": "till"}, ("payment_failed",))),
    priorities={"payment_failed": 2},
    limits={"agent": Limits(Money(5000, "EUR"), 10)},
)


def at(words: str) -> int:
    return int(datetime.fromisoformat(words).replace(tzinfo=ZoneInfo(ZONE)).timestamp())


@pytest.fixture
def bench() -> Iterator[ShopBench]:
    bench = ShopBench()
    object.__setattr__(bench.shop.handoffs, "store", replace(bench.shop.store, support=SUPPORT))
    bench.clock.now = at("2026-11-26T10:00")
    yield bench
    bench.close()


def sweep(bench: ShopBench) -> int:
    return HandoffTime(bench.shop.handoffs, bench.shop.desk).sweep()



def state(bench: ShopBench, conversation: str = "c1") -> tuple[str, str, str]:
    found = bench.shop.handoffs.current(conversation)
    assert found is not None
    return found.state, found.outcome, found.assignee_name


def test_in_opening_hours_a_person_is_queued_with_the_facts_of_that_moment(bench: ShopBench) -> None:
    bench.shop.carts.add("c1", "JKT-M")
    asked = bench.shop.handoffs.ask("c1", "payment_failed", "declined twice")
    handoff = asked.handoff
    assert (handoff.state, handoff.team, handoff.priority, handoff.detail) == ("queued", "till", 2, "declined twice")
    assert handoff.packet["cart"] == {"total": 12900, "lines": [["JKT-M", 1]]}
    assert handoff.packet["value"] == {"amount": 12900, "currency": "EUR"}
    assert asked.line and not asked.line.somebody
    assert bench.shop.handoffs.ask("c1").handoff.id == handoff.id


def test_out_of_hours_an_answer_is_offered_and_nobody_is_queued(bench: ShopBench) -> None:
    bench.clock.now = at("2026-11-27T19:00")
    asked = bench.shop.handoffs.ask("c1")
    assert (asked.handoff.state, asked.opens) == ("offered", at("2026-11-30T09:00"))
    assert not asked.handoff.owned and bench.shop.desk.listed("queued") == ()
    assert bench.shop.handoffs.request_callback("c1", "anna@example.com", "yes") == "anna@example.com"
    assert [one.contact for one in bench.shop.handoffs.callbacks()] == ["anna@example.com"]
    bench.clock.now = at("2026-11-30T09:00")
    assert bench.shop.handoffs.ask("c1").handoff.state == "queued"
    assert bench.shop.handoffs.callbacks() == ()


def test_who_asks_again_later_is_queued_for_what_it_is_about_now(bench: ShopBench) -> None:
    bench.clock.now = at("2026-11-27T19:00")
    bench.shop.handoffs.ask("c1", "asked")
    bench.clock.now = at("2026-11-30T09:30")
    bench.shop.carts.add("c1", "JKT-M")
    found = bench.shop.handoffs.ask("c1", "payment_failed", "declined twice").handoff
    assert (found.state, found.reason, found.team, found.priority) == ("queued", "payment_failed", "till", 2)
    assert found.detail == "declined twice" and found.packet["cart"]["total"] == 12900
    assert bench.shop.handoffs.current("c1") == found


def test_an_answer_that_is_owed_keeps_the_graver_reason(bench: ShopBench) -> None:
    bench.clock.now = at("2026-11-27T19:00")
    bench.shop.handoffs.ask("c1", "payment_failed")
    bench.shop.handoffs.request_callback("c1", "anna@example.com", "yes")
    bench.clock.now = at("2026-11-30T09:30")
    assert bench.shop.handoffs.ask("c1", "asked").handoff.reason == "payment_failed"


def test_an_answer_later_is_not_offered_for_ever(bench: ShopBench) -> None:
    bench.clock.now = at("2026-11-27T19:00")
    bench.shop.handoffs.ask("c1")
    bench.clock.now += 86399
    assert sweep(bench) == 0
    bench.clock.now += 1
    assert sweep(bench) == 1 and state(bench) == ("closed", "left", "")


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("ring me on 0049 (221) 12 34 56", "+49221123456"),
        ("+44 20 7946 0018", "+442079460018"),
        ("0221-123456", "0221123456"),
        ("write to Anna@Example.com please", "Anna@example.com"),
    ],
)
def test_a_contact_is_an_address_or_a_number(bench: ShopBench, said: str, read: str) -> None:
    assert bench.shop.handoffs.read_contact(said) == read


@pytest.mark.parametrize("said", ["no", "12345", "order LL-24817093", "0 1 2"])
def test_what_is_neither_is_refused_and_nothing_is_kept(bench: ShopBench, said: str) -> None:
    with pytest.raises(BadValue):
        bench.shop.handoffs.request_callback("c1", said)
    assert bench.shop.handoffs.callbacks() == () and bench.shop.handoffs.current("c1") is None


def test_a_holiday_and_the_desks_own_word_count(bench: ShopBench) -> None:
    bench.clock.now = at("2026-12-25T11:00")
    assert not bench.shop.desk.is_open()
    bench.shop.desk.open_desk("open")
    assert bench.shop.desk.is_open()
    bench.clock.now = at("2026-12-28T11:00")
    bench.shop.desk.open_desk("closed")
    assert bench.shop.handoffs.ask("c1").handoff.state == "offered"
    bench.shop.desk.open_desk("hours")
    assert bench.shop.handoffs.wait("c1").handoff.state == "queued"


def test_the_line_moves_as_people_come_and_talk(bench: ShopBench) -> None:
    ids = [bench.shop.handoffs.ask(f"c{n}").handoff.id for n in range(6)]
    bench.shop.desk.arrive(MARTA)
    found = [bench.shop.desk.place(bench.shop.desk.get(one)) for one in ids]
    places = [(one.place, one.minutes) for one in found if one]
    assert places == [(1, None), (2, None), (3, None), (4, None), (5, 6), (6, 12)]
    for one in ids[:4]:
        bench.shop.desk.take(one, MARTA)
    assert bench.shop.desk.present()[0].open == 4
    last = bench.shop.desk.place(bench.shop.desk.get(ids[4]))
    assert last and (last.place, last.minutes) == (1, 6)
    bench.clock.now += 100
    assert bench.shop.desk.present() == ()


def test_who_takes_second_is_told_who_has_it_and_nothing_changes(bench: ShopBench) -> None:
    handoff = bench.shop.handoffs.ask("c1").handoff
    bench.shop.desk.take(handoff.id, MARTA)
    with pytest.raises(TakenByOther) as no:
        bench.shop.desk.take(handoff.id, JONAS)
    assert no.value.by == "Marta" and state(bench) == ("human", "", "Marta")
    assert bench.shop.desk.take(handoff.id, MARTA).assignee == "a1"


def test_who_writes_first_takes_over_and_rasa_is_hushed(bench: ShopBench) -> None:
    bench.shop.customers.ensure("c1", "web")
    taken = bench.shop.desk.take_over("c1", MARTA)
    assert (taken.state, taken.reason) == ("human", "agent")
    assert bench.told() == [f"pause:{taken.id}:{bench.clock.now}"]
    with pytest.raises(LookupError):
        bench.shop.desk.take_over("nobody", MARTA)


def test_giving_back_lifts_the_second_lock_first_then_the_assistant_speaks(bench: ShopBench) -> None:
    handoff = bench.shop.handoffs.ask("c1").handoff
    bench.shop.desk.take(handoff.id, MARTA)
    bench.shop.desk.give_back(handoff.id, MARTA, Hint("checkout_form", {"product_id": "jacket"}, resume=False))
    assert state(bench) == ("given_back", "returned", "Marta")
    assert bench.told() == [f"resume:{handoff.id}:{bench.clock.now}", f"handoff:{handoff.id}"]
    found = bench.shop.handoffs.current("c1")
    assert found and found.hint == {"form": "checkout_form", "slots": {"product_id": "jacket"}, "resume": False}
    assert not bench.shop.handoffs.rate("c1", 5)


@pytest.mark.parametrize("hint", [Hint("rm_rf_form"), Hint(slots={"quote_id": "q1"})])
def test_a_hint_names_only_what_an_agent_may_set(bench: ShopBench, hint: Hint) -> None:
    handoff = bench.shop.handoffs.ask("c1").handoff
    bench.shop.desk.take(handoff.id, MARTA)
    with pytest.raises(BadValue):
        bench.shop.desk.give_back(handoff.id, MARTA, hint)
    assert state(bench) == ("human", "", "Marta") and bench.told() == []


def test_another_agent_can_end_nothing_but_a_supervisor_can(bench: ShopBench) -> None:
    handoff = bench.shop.handoffs.ask("c1").handoff
    bench.shop.desk.take(handoff.id, MARTA)
    for act in (bench.shop.desk.give_back, bench.shop.desk.resolve):
        with pytest.raises(TakenByOther):
            act(handoff.id, JONAS)
    assert state(bench) == ("human", "", "Marta")
    bench.shop.desk.resolve(handoff.id, LEA)
    assert state(bench) == ("closed", "resolved", "Marta")


def test_a_resolved_talk_is_rated_once(bench: ShopBench) -> None:
    handoff = bench.shop.handoffs.ask("c1").handoff
    bench.shop.desk.take(handoff.id, MARTA)
    bench.shop.desk.resolve(handoff.id, MARTA)
    assert [bench.shop.handoffs.rate("c1", n) for n in (0, 6, 4, 5)] == [False, False, True, False]
    found = bench.shop.handoffs.current("c1")
    assert found and found.csat == 4
    with pytest.raises(HandoffMoved):
        bench.shop.desk.give_back(handoff.id, MARTA)


def test_a_transfer_waits_for_the_other_team_or_goes_into_a_colleagues_hands(bench: ShopBench) -> None:
    handoff = bench.shop.handoffs.ask("c1").handoff
    bench.shop.desk.take(handoff.id, MARTA)
    with pytest.raises(BadValue):
        bench.shop.desk.transfer(handoff.id, MARTA, "nowhere")
    assert bench.shop.desk.transfer(handoff.id, MARTA, "till").state == "queued"
    found = bench.shop.handoffs.current("c1")
    assert found and (found.team, found.assignee) == ("till", "")
    bench.shop.desk.take(handoff.id, JONAS)
    bench.shop.desk.transfer(handoff.id, JONAS, "till", MARTA)
    assert state(bench) == ("human", "", "Marta")


@pytest.mark.parametrize(
    ("taken", "left"), [(False, ("abandoned", "canceled", "")), (True, ("given_back", "left", "Marta"))]
)
def test_the_shopper_goes_back_at_any_time(bench: ShopBench, taken: bool, left: tuple[str, str, str]) -> None:
    handoff = bench.shop.handoffs.ask("c1").handoff
    if taken:
        bench.shop.desk.take(handoff.id, MARTA)
    assert bench.shop.handoffs.cancel("c1") and state(bench) == left
    assert not bench.shop.handoffs.cancel("c1")
    assert bench.told()[0].startswith("resume:")


def test_an_agent_who_falls_silent_loses_it_to_the_queue_more_urgent(bench: ShopBench) -> None:
    handoff = bench.shop.handoffs.ask("c1").handoff
    bench.shop.desk.take(handoff.id, MARTA)
    bench.shop.desk.replied(bench.shop.desk.get(handoff.id), MARTA)
    bench.clock.now += 60
    bench.shop.handoffs.said("c1")
    bench.clock.now += 599
    assert sweep(bench) == 0
    bench.clock.now += 1
    assert sweep(bench) == 1
    found = bench.shop.handoffs.current("c1")
    assert found and (found.state, found.priority, found.assignee) == ("queued", 2, "")


def test_a_talk_that_was_snoozed_long_ago_is_not_forgotten(bench: ShopBench) -> None:
    handoff = bench.shop.handoffs.ask("c1").handoff
    bench.shop.desk.take(handoff.id, MARTA)
    bench.shop.desk.snooze(handoff.id, bench.clock.now + 1800)
    bench.clock.now += 1799
    assert sweep(bench) == 0
    bench.clock.now += 1
    assert sweep(bench) == 1 and state(bench)[0] == "queued"


def test_who_left_the_line_is_noticed_and_who_stays_is_told_that_nobody_came(bench: ShopBench) -> None:
    bench.shop.handoffs.ask("gone")
    bench.shop.handoffs.ask("here")
    for _ in range(4):
        bench.clock.now += 890
        bench.shop.desk.seen(["here"])
        sweep(bench)
    assert state(bench, "gone")[:2] == ("abandoned", "left")
    assert state(bench, "here")[:2] == ("queued", "")
    bench.clock.now += 40
    assert sweep(bench) == 1
    assert state(bench, "here")[:2] == ("abandoned", "unreached")
    assert [one.split(":")[0] for one in bench.told()] == ["resume", "resume", "handoff"]


def test_who_waits_for_the_morning_is_not_given_up_at_night(bench: ShopBench) -> None:
    bench.clock.now = at("2026-11-26T17:50")
    bench.shop.handoffs.ask("c1")
    bench.clock.now = at("2026-11-27T08:59")
    assert sweep(bench) == 0
    bench.clock.now = at("2026-11-27T09:04")
    assert sweep(bench) == 0
    bench.clock.now = at("2026-11-27T09:06")
    assert sweep(bench) == 1 and state(bench)[:2] == ("abandoned", "left")


def test_a_talk_that_goes_quiet_for_a_day_goes_back(bench: ShopBench) -> None:
    handoff = bench.shop.handoffs.ask("c1").handoff
    bench.shop.desk.take(handoff.id, MARTA)
    bench.shop.desk.replied(bench.shop.desk.get(handoff.id), MARTA)
    bench.clock.now += 24 * 3600
    assert sweep(bench) == 1 and state(bench) == ("given_back", "quiet", "Marta")


def test_notes_stand_behind_the_message_they_were_written_after(bench: ShopBench) -> None:
    bench.shop.handoffs.ask("c1")
    bench.shop.desk.note("c1", MARTA, "  third zip of this batch ")
    notes = [(one.body, one.author_name, one.after_seq) for one in bench.shop.desk.beside("c1")[0]]
    assert notes == [("third zip of this batch", "Marta", 0)]
    with pytest.raises(BadValue):
        bench.shop.desk.note("c1", MARTA, " ")


def test_notes_of_one_second_stand_as_they_were_written_and_each_key_counts_once(bench: ShopBench) -> None:
    bench.shop.handoffs.ask("c1")
    for number in range(12):
        assert bench.shop.desk.note("c1", MARTA, f"note {number}", f"key {number}")
    assert not bench.shop.desk.note("c1", MARTA, "again", "key 3")
    assert [one.body for one in bench.shop.desk.beside("c1")[0]] == [f"note {number}" for number in range(12)]
