"""Letters that no keyboard has: PostgreSQL takes no NUL in a text, and half a pair can be written nowhere."""

from __future__ import annotations

import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from tests.unit.console.test_console import DeskHouse, csrf
from tests.unit.console.test_live import house

__all__ = ["house"]
HALF = "%ED%A0%BD"
"""The first half of an emoji's pair, as a form can hold it."""


def like_postgres(*args: object) -> None:
    """What psycopg2 says to a NUL, before it asks the server."""
    if r"\x00" in repr(args[3]):
        raise ValueError("A string literal cannot contain NUL (0x00) characters.")


@pytest.fixture
def agent(house: DeskHouse) -> TestClient:
    house.shopper("c1", "hello")
    browser = house.visit("agent")
    event.listen(house.bench.engine, "before_cursor_execute", like_postgres)
    return browser


def send(browser: TestClient, act: str, fields: str) -> int:
    token = csrf(browser, "/desk/c1")
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return browser.post(f"/desk/c1/{act}", content=f"csrf={token}&once=a%00b&{fields}", headers=headers).status_code


@pytest.mark.parametrize("odd", ["%00", "\x00"])
def test_words_and_notes_lose_a_nul_and_nothing_else(house: DeskHouse, agent: TestClient, odd: str) -> None:
    assert send(agent, "say", f"words=good{odd}+morning{odd}") == 303
    assert send(agent, "say", f"words=the{odd}+zip&note=yes") == 303
    assert house.heard("c1") == [("agent", "agent", "good morning")]
    assert [note.body for note in house.bench.shop.desk.beside("c1")[0]] == ["the zip"]


def test_what_is_nothing_but_nul_is_empty(house: DeskHouse, agent: TestClient) -> None:
    assert send(agent, "say", "words=%00+%00") == 422 and house.heard("c1") == []


@pytest.mark.parametrize(("act", "field"), [("product", "sku"), ("coupon", "code"), ("transfer", "team")])
def test_no_other_form_breaks(house: DeskHouse, agent: TestClient, act: str, field: str) -> None:
    assert send(agent, act, f"{field}=%00no%00{HALF}") in (409, 422)


def test_half_a_pair_becomes_a_mark_that_every_page_can_show(house: DeskHouse, agent: TestClient) -> None:
    assert send(agent, "say", f"words=hello+{HALF}") == 303
    assert send(agent, "say", f"words=zip+{HALF}&note=yes") == 303
    assert house.heard("c1")[0][2].startswith("hello \N{REPLACEMENT CHARACTER}")
    assert agent.get("/desk/c1").status_code == 200
