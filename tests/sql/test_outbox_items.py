"""The outbox's table: one conversation's news in their order, every item to one worker at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert

from floorwalker.adapters.sql import tables_talk as t
from floorwalker.adapters.sql.engine import open_engine
from floorwalker.adapters.sql.meta import metadata
from floorwalker.adapters.sql.outbox_items import LEASE_SECONDS, SqlOutbox
from floorwalker.testing.databases import database_urls
from floorwalker.testing.races import together

ROWS = [("rasa", "c1"), ("rasa", "c2"), ("rasa", "c1"), ("mail", "c1"), ("rasa", None), ("rasa", None)]


@pytest.fixture(params=["sqlite", "postgresql"])
def items(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlOutbox]:
    with database_urls(request.param, tmp_path) as url:
        if url is None:
            pytest.skip("TEST_DATABASE_URL is not set")
        engine = open_engine(url)
        metadata.create_all(engine)
        with engine.begin() as db:
            for number, (sink, conversation) in enumerate(ROWS, 1):
                row = {"id": number, "sink": sink, "key": str(number), "conversation": conversation, "payload": "{}"}
                db.execute(insert(t.outbox).values(**row, created=1))
        yield SqlOutbox(engine)
        engine.dispose()


def due(items: SqlOutbox, now: int = 10) -> list[int]:
    return [item.id for item in items.due(now, 50)]


def test_a_later_news_waits_for_the_earlier_one_of_its_conversation(items: SqlOutbox) -> None:
    assert due(items) == [1, 2, 4, 5, 6]
    first = items.due(10, 1)[0]
    assert items.lease(first, 10) and due(items) == [2, 4, 5, 6]
    items.failed(first, "down", next_at=100)
    assert due(items, 99) == [2, 4, 5, 6] and due(items, 100)[0] == 1
    items.sent(first, "ref")
    assert due(items) == [2, 3, 4, 5, 6]


def test_what_is_dead_holds_nobody_up(items: SqlOutbox) -> None:
    items.dead(items.due(10, 1)[0], "no")
    assert 3 in due(items)


def test_an_item_is_leased_once_and_comes_free_again(items: SqlOutbox) -> None:
    item = items.due(10, 1)[0]
    assert sorted(together(*[lambda: items.lease(item, 10)] * 4)) == [False, False, False, True]
    assert not items.lease(item, 10 + LEASE_SECONDS - 1)
    assert items.lease(item, 10 + LEASE_SECONDS)


def test_who_lives_keeps_what_it_has(items: SqlOutbox) -> None:
    item = items.due(10, 1)[0]
    assert not items.renew(item, 10)
    assert items.lease(item, 10) and items.renew(item, 50)
    assert not items.lease(item, 10 + LEASE_SECONDS) and items.lease(item, 50 + LEASE_SECONDS)
    assert not items.renew(item, 51 + LEASE_SECONDS)  # another has it by now
    items.sent(item, "ref")
    assert not items.renew(item, 52 + LEASE_SECONDS)
