"""The supervisor's view: who waits and how long, how answers go, who is free, and giving work to them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from floorwalker.domain.handoff import Agent
from floorwalker.testing.shop_bench import ShopBench
from tests.unit.console.test_console import DeskHouse, state_of
from tests.unit.staff.house import csrf

MARTA, JONAS = Agent("m", "Marta"), Agent("j", "Jonas")


@pytest.fixture
def house() -> Iterator[DeskHouse]:
    bench = ShopBench()
    yield DeskHouse(bench)
    bench.close()


def waits(house: DeskHouse, conversation: str, seconds: int, reason: str = "asked") -> str:
    """Asked for a person so long ago: the handoff's id."""
    house.shopper(conversation, "hello")
    handoff = house.bench.shop.handoffs.ask(conversation, reason).handoff
    house.bench.clock.now += seconds
    return handoff.id


def assign(browser, handoff: str):
    return browser.post("/desk/floor/assign", data={"csrf": csrf(browser, "/desk/floor"), "handoff": handoff})


@pytest.mark.parametrize(("role", "status"), [("agent", 403), ("supervisor", 200), ("merchant", 200), ("privacy", 403)])
def test_who_sees_the_floor(house: DeskHouse, role: str, status: int) -> None:
    assert house.visit(role).get("/desk/floor").status_code == status


def test_an_empty_floor_says_so(house: DeskHouse) -> None:
    page = house.visit("supervisor").get("/desk/floor").text
    for words in ("Nobody was fetched today.", "Nobody has the desk open.", "Nobody talks to the assistant now."):
        assert words in page


def test_it_tells_who_waits_who_is_late_and_why_people_were_fetched(house: DeskHouse) -> None:
    waits(house, "c1aaaa", 340)
    waits(house, "c2bbbb", 20, "payment_failed")
    house.bench.shop.desk.arrive(MARTA)
    page = house.visit("supervisor").get("/desk/floor").text
    for words in ("<b>2</b>", "longest 6:00, 1 over the limit", "Guest C1AA, Asked for a person", ">6:00</span>",
                  "Payment failed", "1 colleagues here, room for 4 more", "0 of 4"):  # fmt: skip
        assert words in page, words
    assert "Guest C2BB, " not in page


def test_answers_and_ratings_of_today_are_counted(house: DeskHouse) -> None:
    waits(house, "c1", 84)
    desk = house.bench.shop.desk
    desk.arrive(MARTA)
    handoff = desk.take_over("c1", MARTA)
    desk.replied(handoff, MARTA)
    desk.resolve(handoff.id, MARTA)
    with house.bench.books.begin() as work:
        work.handoffs.change(handoff.id, csat=4)
    page = house.visit("supervisor").get("/desk/floor").text
    assert page.count("1:24") == 2 and "middle of 1; 100 % within 5 min" in page
    assert "<b>4.0</b>" in page and "of 5, 1 answers today" in page


def test_angry_talks_with_the_assistant_stand_on_top(house: DeskHouse) -> None:
    house.shopper("c1aaaa", "hello there")
    house.shopper("c2bbbb", "this is useless", "still no answer")
    page = house.visit("supervisor").get("/desk/floor").text
    assert page.index("Guest C2BB") < page.index("Guest C1AA")
    assert '<span class="chip bad">0.72</span>' in page and "1 look stuck" in page


def test_what_is_late_is_given_to_who_has_the_most_room(house: DeskHouse) -> None:
    first, second = waits(house, "c1", 0), waits(house, "c2", 400)
    desk = house.bench.shop.desk
    desk.arrive(MARTA)
    desk.arrive(JONAS)
    desk.take(first, JONAS)
    boss = house.visit("supervisor")
    assert assign(boss, second).status_code == 303
    assert state_of(house, "c2") == ("human", "Marta")
    assert assign(boss, second).status_code == 409 and state_of(house, "c2") == ("human", "Marta")


def test_with_nobody_free_nothing_is_given(house: DeskHouse) -> None:
    late = waits(house, "c1", 400)
    answer = assign(house.visit("supervisor"), late)
    assert answer.status_code == 422 and "Nobody has room for one more now." in answer.text
    assert state_of(house, "c1") == ("queued", "")
