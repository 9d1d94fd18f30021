"""What shoppers wrote, read across conversations for the designer's report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import insert

from floorwalker.adapters.sql import tables_talk as t
from floorwalker.adapters.sql.engine import open_engine
from floorwalker.adapters.sql.heard import heard
from floorwalker.adapters.sql.meta import metadata
from floorwalker.testing.databases import database_urls

ROWS = [("in", 5, "too old"), ("in", 10, "where is it"), ("out", 11, "Here."), ("in", 12, ""), ("in", 13, "and now")]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_only_what_shoppers_wrote_since_then_is_heard(kind: str, tmp_path: Path) -> None:
    with database_urls(kind, tmp_path) as url:
        if url is None:
            pytest.skip("TEST_DATABASE_URL is not set")
        engine = open_engine(url)
        metadata.create_all(engine)
        with engine.begin() as db:
            db.execute(insert(t.customers).values(id="k", created=1))
            talk = {"id": "c", "customer_id": "k", "channel": "web", "external_id": "x", "created": 1}
            db.execute(insert(t.conversations).values(**talk))
            for seq, (direction, created, text) in enumerate(ROWS, 1):
                row = {"conversation": "c", "seq": seq, "direction": direction, "author": "x", "key": str(seq)}
                body = json.dumps({"type": "text", "text": text})
                db.execute(insert(t.messages).values(**row, body=body, created=created))
        assert heard(engine, 10) == ("where is it", "and now")
        engine.dispose()
