"""Signs beside words: who writes is seen and kept nowhere, what has come is noted, and strangers tell nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import event
from starlette.routing import Route
from starlette.testclient import TestClient

from floorwalker.adapters.channels.web import Sessions
from floorwalker.domain.handoff import Agent
from floorwalker.testing.shop_bench import ShopBench
from tests.unit.console.test_console import DeskHouse
from web.chat.signs import received, typing
from web.limits import TokenBucket

KEY = b"k" * 32
MARTA = Agent("m1", "Marta")


@pytest.fixture
def house() -> Iterator[DeskHouse]:
    bench = ShopBench()
    made = DeskHouse(bench)
    made.app.state.sessions, made.app.state.typing_limit = Sessions(KEY), TokenBucket(1, 0.0001)
    made.app.router.routes[:0] = [Route("/chat/typing", typing, methods=["POST"]),
                                  Route("/chat/received", received, methods=["POST"])]  # fmt: skip
    made.shopper("c1", "hello")
    yield made
    bench.close()


def shopper(house: DeskHouse, conversation: str = "c1") -> TestClient:
    browser = house.browser()
    browser.headers["authorization"] = f"Bearer {Sessions(KEY).issue(conversation)}"
    return browser


def typed_at(house: DeskHouse) -> int | None:
    typed: int | None = house.bench.shop.desk.beside("c1")[1]
    return typed


def test_who_writes_is_seen_by_the_person_and_kept_nowhere(house: DeskHouse) -> None:
    house.desk.say("c1", MARTA, "Good morning.")
    rows = house.log.rows.since("c1", 0)
    assert shopper(house).post("/chat/typing").status_code == 204
    assert typed_at(house) == house.bench.clock.now and house.log.rows.since("c1", 0) == rows


def test_a_sign_too_many_is_passed_over(house: DeskHouse) -> None:
    house.desk.say("c1", MARTA, "Good morning.")
    browser = shopper(house)
    browser.post("/chat/typing")
    before, house.bench.clock.now = house.bench.clock.now, house.bench.clock.now + 2
    assert browser.post("/chat/typing").status_code == 204 and typed_at(house) == before


def test_where_no_person_answers_nobody_sees_it(house: DeskHouse) -> None:
    house.bench.shop.handoffs.ask("c1")
    assert shopper(house).post("/chat/typing").status_code == 204 and typed_at(house) is None


def test_what_is_said_is_not_being_written_any_more(house: DeskHouse) -> None:
    house.desk.say("c1", MARTA, "Good morning.")
    shopper(house).post("/chat/typing")
    house.bench.shop.handoffs.said("c1")
    assert typed_at(house) is None


@pytest.mark.parametrize("path", ["/chat/typing", "/chat/received"])
def test_a_stranger_tells_nothing(house: DeskHouse, path: str) -> None:
    house.desk.say("c1", MARTA, "Good morning.")
    assert house.browser().post(path, json={"seq": 9}).status_code == 401
    assert typed_at(house) is None and house.log.rows.since("c1", 0)[-1].delivery is None


@pytest.mark.parametrize("body", ["", "[]", "{", '{"seq": "1"}', '{"seq": 0}', '{"seq": true}', '{"seq": 1e3}'])
def test_what_is_no_number_arrives_nowhere(house: DeskHouse, body: str) -> None:
    house.desk.say("c1", MARTA, "Good morning.")
    assert shopper(house).post("/chat/received", content=body).status_code == 422
    assert house.log.rows.since("c1", 0)[-1].delivery is None


def test_what_has_come_is_noted_of_ones_own_conversation(house: DeskHouse) -> None:
    house.shopper("c2", "hello")
    mine, other = (house.desk.say(one, MARTA, "Good morning.") for one in ("c1", "c2"))
    assert shopper(house).post("/chat/received", json={"seq": mine.seq}).status_code == 204
    assert [house.log.rows.get(row.conversation, row.seq).delivery for row in (mine, other)] == ["delivered", None]


def test_what_has_come_before_asks_for_no_write(house: DeskHouse) -> None:
    seq, browser = house.desk.say("c1", MARTA, "Good morning.").seq, shopper(house)
    written = [writes(house, lambda: browser.post("/chat/received", json={"seq": seq})) for _ in range(3)]
    assert [bool(statements) for statements in written] == [True, False, False]
    assert house.log.rows.get("c1", seq).delivery == "delivered"
    assert writes(house, lambda: house.log.handed_on("c1", seq, "sent")) == []


def writes(house: DeskHouse, act: Callable[[], object]) -> list[str]:
    """What was said to the database in transactions that write."""
    said: list[str] = []

    def hear(*args: object) -> None:
        said.append(str(args[2]))

    event.listen(house.bench.engine, "before_cursor_execute", hear)
    act()
    event.remove(house.bench.engine, "before_cursor_execute", hear)
    return [one for one in said if one == "BEGIN IMMEDIATE" or one.startswith("UPDATE")]
