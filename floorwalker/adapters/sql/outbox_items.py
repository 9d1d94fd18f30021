"""The reading side of the outbox: what is due is leased to one worker at a time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Engine

from floorwalker.adapters.sql import tables_talk as t
from floorwalker.adapters.sql.engine import WriteLock
from floorwalker.domain.outbox import OutboxItem

LEASE_SECONDS = 60
"""What a dead worker had comes free after so long; a living one renews it."""
OPEN = ("due", "failed")


@dataclass
class SqlOutbox:
    """Items in the order they were written, a conversation's one by one; a lease that is not used up in time comes
    free again."""

    engine: Engine
    lock: WriteLock = field(init=False)

    def __post_init__(self) -> None:
        self.lock = WriteLock(self.engine)

    def due(self, now: int, limit: int) -> Sequence[OutboxItem]:
        o = t.outbox.c
        query = select(t.outbox).where(o.state.in_(OPEN), o.next_at <= now, ~_follows()).order_by(o.id).limit(limit)
        with self.engine.execution_options(reading=True).connect() as db:
            return [_item(row) for row in db.execute(query)]

    def lease(self, item: OutboxItem, now: int) -> bool:
        """Takes the item for a while. False: another worker has it, or it is done."""
        o = t.outbox.c
        mine = (o.id == item.id, o.state.in_(OPEN), o.next_at <= now, ~_follows())
        return self._change(*mine, attempts=o.attempts + 1, next_at=now + LEASE_SECONDS)

    def renew(self, item: OutboxItem, now: int) -> bool:
        """Keeps what was leased. False: it is done, or another has it by now."""
        o = t.outbox.c
        mine = (o.id == item.id, o.state.in_(OPEN), o.attempts == item.attempts + 1, o.next_at > now)
        return self._change(*mine, next_at=now + LEASE_SECONDS)

    def sent(self, item: OutboxItem, provider_ref: str) -> None:
        self._change(t.outbox.c.id == item.id, state="sent", error="", provider_ref=provider_ref)

    def failed(self, item: OutboxItem, error: str, next_at: int) -> None:
        self._change(t.outbox.c.id == item.id, state="failed", error=error[:200], next_at=next_at)

    def dead(self, item: OutboxItem, error: str) -> None:
        self._change(t.outbox.c.id == item.id, state="dead", error=error[:200])

    def _change(self, *where: Any, **values: Any) -> bool:
        with self.lock, self.engine.begin() as db:
            return bool(db.execute(update(t.outbox).where(*where).values(**values)).rowcount)


def _follows() -> Any:
    """Whether an earlier item of the same conversation is not over yet."""
    o, before = t.outbox.c, t.outbox.alias("before")
    same = (before.c.sink == o.sink, before.c.conversation == o.conversation)
    return select(before.c.id).where(*same, before.c.id < o.id, before.c.state.in_(OPEN)).exists()


def _item(row: Any) -> OutboxItem:
    return OutboxItem(row.id, row.sink, row.key, row.conversation, json.loads(row.payload), row.attempts)
