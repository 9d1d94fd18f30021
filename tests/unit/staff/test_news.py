"""News that reached nobody: seen by who leads, sent again by the merchant, once, with a note of it."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from floorwalker.adapters.sql import tables_talk as t
from tests.unit.staff.house import House, csrf


@pytest.fixture
def dead(house: House) -> int:
    """An item that all tries failed for."""
    with house.bench.books.begin() as work:
        work.outbox.put("crm:webhook", "order:o1:placed:1", "c1", {"event": "order.changed"}, 1000)
    with house.bench.engine.begin() as db:
        db.execute(update(t.outbox).values(state="dead", attempts=60, error="Unavailable"))
        return int(db.execute(select(t.outbox.c.id)).scalar_one())


def state(house: House) -> tuple[str, int]:
    with house.bench.engine.connect() as db:
        row = db.execute(select(t.outbox.c.state, t.outbox.c.attempts)).one()
    return row.state, row.attempts


def test_what_died_is_seen_and_sent_again_once(house: House, dead: int) -> None:
    merchant = house.visit("merchant")
    page = merchant.get("/office/news").text
    assert "crm:webhook" in page and "order:o1:placed:1" in page and "Unavailable" in page
    at, fields = f"/office/news/{dead}/retry", {"csrf": csrf(merchant, "/office/news")}
    assert merchant.post(at, data=fields).headers["location"] == "/office/news?done=retry"
    assert state(house) == ("due", 1)  # an earlier try may have come through
    assert merchant.post(at, data=fields).headers["location"] == "/office/news?done=retry_late"
    assert [what for _, what, _ in house.audited()] == ["news.retry"]
    assert "Everything arrived." in merchant.get("/office/news").text


@pytest.mark.parametrize("role", ["supervisor", "agent", "privacy"])
def test_only_the_merchant_sends_again(house: House, dead: int, role: str) -> None:
    browser = house.visit(role)
    answer = browser.post(f"/office/news/{dead}/retry", data={"csrf": csrf(browser, "/staff/password")})
    assert answer.status_code == 403 and state(house) == ("dead", 60) and house.audited() == []
