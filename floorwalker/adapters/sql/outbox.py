"""What must reach somebody, written in the transaction of the change it tells of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import Connection

from floorwalker.adapters.sql import tables_talk as t
from floorwalker.adapters.sql.rows import dump, insert_missing


@dataclass
class SqlOutbox:
    db: Connection

    def put(self, sink: str, key: str, conversation: str | None, payload: Mapping[str, Any], now: int) -> bool:
        row = {"sink": sink, "key": key, "conversation": conversation, "payload": dump(payload)}
        return insert_missing(self.db, t.outbox, {**row, "created": now})
