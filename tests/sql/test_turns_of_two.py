"""Two processes on one message table: every turn runs once, in order."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import insert

from floorwalker.adapters.sql import tables_talk as t
from floorwalker.adapters.sql.engine import open_engine
from floorwalker.adapters.sql.meta import metadata
from floorwalker.adapters.sql.transcript import SqlTranscript
from floorwalker.domain.transcript import Entry
from floorwalker.testing.databases import database_urls
from floorwalker.testing.races import together


@pytest.fixture(params=["sqlite", "postgresql"])
def rows(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlTranscript]:
    with database_urls(request.param, tmp_path) as url:
        if url is None:
            pytest.skip("TEST_DATABASE_URL is not set")
        engine = open_engine(url)
        metadata.create_all(engine)
        with engine.begin() as db:
            db.execute(insert(t.customers).values(id="u1", created=1))
            row = {"id": "c1", "customer_id": "u1", "channel": "web", "external_id": "c1", "created": 1}
            db.execute(insert(t.conversations).values(**row))
        yield SqlTranscript(engine)
        engine.dispose()


def write(rows: SqlTranscript, id_: str) -> int:
    entry = Entry("c1", "in", "shopper", {}, provider_id=id_, state="received", held_until=100)
    row = rows.append(entry, {"type": "text"}, None)
    return row.seq if row else 0


def test_many_writers_number_without_gaps_and_one_id_is_stored_once(rows: SqlTranscript) -> None:
    seqs = together(*[partial(write, rows, f"m{n % 12}") for n in range(16)])
    assert sorted(seqs) == [0, 0, 0, 0, *range(1, 13)]


def test_a_turn_is_claimed_by_one_of_many_and_the_next_one_waits(rows: SqlTranscript) -> None:
    first, second = write(rows, "m1"), write(rows, "m2")
    assert sorted(together(*[partial(rows.claim, "c1", first, 200)] * 6)) == [False] * 5 + [True]
    assert not rows.claim("c1", second, 200)
    rows.advance("c1", first, "done", ("handed",))
    assert rows.claim("c1", second, 200)


def test_what_nobody_holds_any_more_is_taken_over_by_one(rows: SqlTranscript) -> None:
    first, second = write(rows, "m1"), write(rows, "m2")
    assert rows.take_over("web", 99, 200) == []
    rows.renew([("c1", second)], 150)
    taken = together(*[partial(rows.take_over, "web", 100, 200)] * 4)
    assert [row.seq for found in taken for row in found] == [first]
