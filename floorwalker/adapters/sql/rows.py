"""Small helpers of the SQL books: rows that may be there already, and JSON in columns."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection


def insert_missing(db: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Inserts a row unless its key is taken; the row count is the answer. Never breaks the transaction."""
    dialect: Any = sqlite if db.dialect.name == "sqlite" else postgresql
    insert = dialect.insert(table).values(**row).on_conflict_do_nothing()
    return bool(db.execute(insert).rowcount)


def first(db: Connection, table: Table, *where: Any, lock: bool = False, order: Any = None) -> Any:
    """The first row that fits, or None."""
    query: Any = select(table).where(*where)
    if order is not None:
        query = query.order_by(order)
    if lock:
        query = query.with_for_update()
    return db.execute(query.limit(1)).first()


def dump(value: Any) -> str:
    """JSON that keeps the order of names: what is sent to a vendor is sent again exactly so."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def load(text: str) -> Any:
    return json.loads(text)
