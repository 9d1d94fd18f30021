"""The message table behind the log's port."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from floorwalker.adapters.sql import tables_talk as t
from floorwalker.adapters.sql.engine import WriteLock
from floorwalker.domain.handoff import OWNED
from floorwalker.domain.message import Card
from floorwalker.domain.transcript import Delivery, Entry, Owner, Row, TurnState

IN_ONE_QUERY = 500
OPEN = ("received", "handed")


@dataclass
class SqlTranscript:
    """Numbers rows under the conversation's row lock, so that a reader never sees a gap that fills later."""

    engine: Engine
    lock: WriteLock = field(init=False)

    def __post_init__(self) -> None:
        self.lock = WriteLock(self.engine)

    def append(self, entry: Entry, body: Card, sealed: str | None) -> Row | None:
        try:
            with self.lock, self.engine.begin() as db:
                return self._append(db, entry, body, sealed)
        except _SpeaksNoMore:
            return None
        except IntegrityError:
            if entry.provider_id and self.by_provider_id(entry.conversation, entry.provider_id):
                return None
            raise

    def since(self, conversation: str, seq: int, limit: int | None = None) -> Sequence[Row]:
        m = t.messages.c
        query = select(t.messages).where(m.conversation == conversation, m.seq > seq).order_by(m.seq)
        return self._read(query.limit(limit))

    def get(self, conversation: str, seq: int) -> Row | None:
        m = t.messages.c
        return next(iter(self._read(select(t.messages).where(m.conversation == conversation, m.seq == seq))), None)

    def by_provider_id(self, conversation: str, provider_id: str) -> Row | None:
        m = t.messages.c
        query = select(t.messages).where(m.conversation == conversation, m.provider_id == provider_id)
        return next(iter(self._read(query)), None)

    def heads(self, conversations: Iterable[str]) -> Mapping[str, int]:
        c, wanted = t.conversations.c, list(conversations)
        parts = [wanted[n : n + IN_ONE_QUERY] for n in range(0, len(wanted), IN_ONE_QUERY)]
        with self._reading() as db:
            found = [db.execute(select(c.id, c.last_seq).where(c.id.in_(part))) for part in parts]
            return {row.id: row.last_seq for rows in found for row in rows}

    def last_said(self, conversations: Iterable[str]) -> Mapping[str, Row]:
        m, wanted = t.messages.c, list(conversations)
        found: dict[str, Row] = {}
        for n in range(0, len(wanted), IN_ONE_QUERY):
            mine = (m.conversation.in_(wanted[n : n + IN_ONE_QUERY]), m.direction != "control")
            last = select(m.conversation, func.max(m.seq).label("seq")).where(*mine).group_by(m.conversation).subquery()
            here = (m.conversation == last.c.conversation) & (m.seq == last.c.seq)
            found |= {row.conversation: row for row in self._read(select(t.messages).join(last, here))}
        return found

    def advance(self, conversation: str, seq: int, to: TurnState, sources: Sequence[TurnState]) -> bool:
        m = t.messages.c
        row = (m.conversation == conversation, m.seq == seq, m.state.in_(list(sources)))
        return bool(self._change(*row, state=to))

    def claim(self, conversation: str, seq: int, until: int) -> bool:
        m = t.messages.c
        nobody = ~_owned(m.conversation).exists()
        waits = (m.conversation == conversation, m.seq == seq, m.state == "received", ~_follows(), nobody)
        return self._change(*waits, state="handed", held_until=until) == 1

    def renew(self, turns: Sequence[tuple[str, int]], until: int) -> None:
        m = t.messages.c
        for conversation, seq in turns:
            mine = (m.conversation == conversation, m.seq == seq, m.state.in_(OPEN))
            self._change(*mine, held_until=until)

    def take_over(self, channel: str, now: int, until: int) -> Sequence[Row]:
        m, c = t.messages.c, t.conversations.c
        query = select(t.messages).join(t.conversations, c.id == m.conversation)
        left = (m.state.in_(OPEN), m.held_until <= now)
        found = self._read(query.where(c.channel == channel, *left).order_by(m.created, m.conversation, m.seq))
        return [row for row in found if self._change(*_is(row), *left, held_until=until)]

    def locale(self, conversation: str) -> str:
        c = t.conversations.c
        with self._reading() as db:
            return str(db.execute(select(c.locale).where(c.id == conversation)).scalar() or "en")

    def exists(self, conversation: str) -> bool:
        with self._reading() as db:
            found = db.execute(select(t.conversations.c.id).where(t.conversations.c.id == conversation)).first()
        return found is not None

    def channel(self, conversation: str) -> str | None:
        c = t.conversations.c
        with self._reading() as db:
            found = db.execute(select(c.channel).where(c.id == conversation)).scalar()
        return str(found) if found else None

    def said(self, conversation: str) -> int:
        m = t.messages.c
        query = select(func.count()).where(m.conversation == conversation, m.direction == "out")
        with self._reading() as db:
            return int(db.execute(query).scalar_one())

    def owner(self, conversation: str) -> Owner:
        with self._reading() as db:
            found = db.execute(_owned(conversation)).first()
        owner: Owner = found.state if found else "assistant"
        return owner

    def recent(self, limit: int) -> Sequence[str]:
        m = t.messages.c
        latest = func.max(m.created).desc()
        query = select(m.conversation).where(m.direction == "in", ~_owned(m.conversation).exists())
        with self._reading() as db:
            return list(db.execute(query.group_by(m.conversation).order_by(latest).limit(limit)).scalars())

    def returning(self, conversation: str) -> bool:
        o = t.outbox.c
        waits = (o.sink == "rasa", o.conversation == conversation, o.state.in_(["due", "failed"]))
        with self._reading() as db:
            return db.execute(select(o.id).where(*waits, o.key.startswith("resume:"))).first() is not None

    def hand_on(self, conversation: str, upto: int, to: Delivery, sources: Sequence[Delivery]) -> bool:
        left = (*_persons(conversation, sources), t.messages.c.seq <= upto)
        with self._reading() as db:  # most calls tell nothing new, and what cannot move now never can again
            if db.execute(select(t.messages.c.seq).where(*left).limit(1)).first() is None:
                return False
        return bool(self._change(*left, delivery=to))

    def turn_away(self, conversation: str, seq: int, why: str, sources: Sequence[Delivery]) -> bool:
        m, failed = t.messages.c, {"delivery": "failed", "failure": why[:200]}
        return bool(self._change(*_persons(conversation, sources), m.seq == seq, **failed))

    def deliveries(self, conversation: str, after: int) -> Mapping[int, tuple[Delivery | None, str]]:
        m = t.messages.c
        mine = (m.conversation == conversation, m.author == "agent", m.direction == "out", m.seq > after)
        with self._reading() as db:
            found = db.execute(select(m.seq, m.delivery, m.failure).where(*mine).order_by(m.seq))
            return {row.seq: (row.delivery, row.failure) for row in found}

    def _append(self, db: Connection, entry: Entry, body: Card, sealed: str | None) -> Row:
        c = t.conversations.c
        mine = c.id == entry.conversation
        if not db.execute(update(t.conversations).where(mine).values(last_seq=c.last_seq + 1)).rowcount:
            raise LookupError("no such conversation")
        if entry.speaker and not _speaks(db, entry):
            raise _SpeaksNoMore
        seq = int(db.execute(select(c.last_seq).where(mine)).scalar_one())
        row = Row(
            entry.conversation, seq, entry.direction, entry.author, entry.name, entry.key or str(seq), body, sealed,
            dict(entry.payloads), entry.response, entry.provider_id, entry.state, int(time.time()),
        )  # fmt: skip
        db.execute(insert(t.messages).values(**_columns(row), held_until=entry.held_until))
        return row

    def _change(self, *where: Any, **values: Any) -> int:
        with self.lock, self.engine.begin() as db:
            return int(db.execute(update(t.messages).where(*where).values(**values)).rowcount)

    def _read(self, query: Any) -> Sequence[Row]:
        with self._reading() as db:
            return [_row(found) for found in db.execute(query)]

    def _reading(self) -> Any:
        return self.engine.execution_options(reading=True).connect()


class _SpeaksNoMore(Exception):
    """Somebody else answers by now: the transaction is left."""


def _speaks(db: Connection, entry: Entry) -> bool:
    """Under the conversation's lock. The assistant may still say that somebody is called."""
    found = db.execute(_owned(entry.conversation)).first()
    if entry.speaker == "assistant":
        return found is None or found.state == "queued"
    return found is not None and found.state == "human" and found.assignee == entry.speaker


def _owned(conversation: Any) -> Any:
    h = t.handoffs.c
    return select(h.state, h.assignee).where(h.conversation == conversation, h.state.in_(OWNED))


def _persons(conversation: str, sources: Sequence[Delivery]) -> tuple[Any, ...]:
    """A person's messages that are stored, or in one of these states."""
    m = t.messages.c
    still = m.delivery.is_(None) | m.delivery.in_(list(sources))
    return m.conversation == conversation, m.author == "agent", m.direction == "out", still


def _is(row: Row) -> tuple[Any, ...]:
    m = t.messages.c
    return m.conversation == row.conversation, m.seq == row.seq


def _follows() -> Any:
    """Whether an earlier turn of the same conversation is not over."""
    m, before = t.messages.c, t.messages.alias("before")
    earlier = (before.c.conversation == m.conversation, before.c.seq < m.seq, before.c.state.in_(OPEN))
    return select(before.c.seq).where(*earlier).exists()


def _columns(row: Row) -> dict[str, Any]:
    return {**vars(row), "body": json.dumps(row.body), "payloads": json.dumps(row.payloads)}


def _row(found: Any) -> Row:
    values = {name: value for name, value in found._mapping.items() if name != "held_until"}
    return Row(**{**values, "body": json.loads(values["body"]), "payloads": json.loads(values["payloads"])})
