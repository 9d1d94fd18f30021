"""Single values of the shop: versions, offsets, the time of the last round."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from floorwalker.adapters.sql import tables_shop as t
from floorwalker.adapters.sql.rows import insert_missing


@dataclass
class SqlValues:
    db: Connection

    def get(self, key: str) -> str | None:
        return self.db.execute(select(t.settings.c.value).where(t.settings.c.key == key)).scalar()

    def set(self, key: str, value: str) -> None:
        if not insert_missing(self.db, t.settings, {"key": key, "value": value}):
            self.db.execute(update(t.settings).where(t.settings.c.key == key).values(value=value))
