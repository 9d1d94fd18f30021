"""Two hundred open conversations cost no more questions to the database than two: sweep, news, queue, one's place."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import event

from floorwalker.conversations.desk import Desk
from floorwalker.domain.handoff import Agent
from floorwalker.services.handoffs_time import HandoffTime
from floorwalker.testing.shop_bench import ShopBench
from tests.unit.console.test_console import WORDS, DeskHouse, act, state_of
from web.console.board import look


@pytest.fixture
def house() -> Iterator[DeskHouse]:
    bench = ShopBench()
    yield DeskHouse(bench)
    bench.close()


def waiting(house: DeskHouse, *numbers: int) -> None:
    for number in numbers:
        house.shopper(f"c{number}", "hello")
        house.bench.shop.handoffs.ask(f"c{number}")


def asked(house: DeskHouse, work: Callable[[], object]) -> int:
    """How many statements it took."""
    statements: list[str] = []

    def count(*args: object) -> None:
        statements.append(str(args[2]))

    event.listen(house.bench.engine, "before_cursor_execute", count)
    work()
    event.remove(house.bench.engine, "before_cursor_execute", count)
    return len([one for one in statements if not one.startswith("BEGIN")])


def test_the_desks_round_and_its_queue_ask_as_often_for_many_as_for_few(house: DeskHouse) -> None:
    shop = house.bench.shop
    desk = Desk(shop.desk, house.log, WORDS, shop.store.support, HandoffTime(shop.handoffs, shop.desk).sweep)
    browser, found = house.visit("agent"), []
    for numbers in (range(3), range(3, 30)):
        waiting(house, *numbers)
        desk.run_due()  # tells each screen its place
        rounds = (desk.run_due, lambda: look(house.app.state), lambda: browser.get("/desk?part=queue"))
        found.append([asked(house, one) for one in rounds])
    assert found[0] == found[1]


def test_everybodys_place_at_once_is_the_place_of_each(house: DeskHouse) -> None:
    desk = house.bench.shop.desk
    waiting(house, *range(5))
    desk.prioritize(house.bench.shop.handoffs.current("c3").id, 3)
    desk.arrive(Agent("a", "Marta"))
    queued = desk.listed("queued")
    assert desk.places() == {one.id: desk.place(one) for one in queued}
    assert [desk.places()[one.id].place for one in queued] == [1, 2, 3, 4, 5]


def test_words_go_out_without_a_new_page_where_the_page_asks_so(house: DeskHouse) -> None:
    house.shopper("c1", "hello")
    agent = house.visit("agent")
    assert act(agent, "c1", "take").status_code == 409
    agent.headers["hx-request"] = "true"
    answer = act(agent, "c1", "say", words="Good morning.")
    assert (answer.status_code, answer.content) == (204, b"")
    assert house.heard("c1") == [("agent", "agent", "Good morning.")] and state_of(house) == ("human", "agent")
    assert act(agent, "c1", "say", words=" ").status_code == 422 and len(house.heard("c1")) == 1
