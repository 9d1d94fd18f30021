"""Episodes of the desk in SQL: every change of state is one conditional UPDATE under the conversation's lock."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import Connection

from floorwalker.adapters.sql import tables_desk as d
from floorwalker.adapters.sql import tables_talk as t
from floorwalker.adapters.sql.rows import dump, first, insert_missing
from floorwalker.domain.handoff import ASKED, MOVES, OPEN, OWNED, Agent, Handoff, Present, State
from floorwalker.domain.records import Ask, Callback, Note

JSON = ("packet", "hint")


@dataclass
class SqlHandoffs:
    db: Connection

    def lock(self, conversation: str) -> None:
        c = t.conversations.c
        self.db.execute(update(t.conversations).where(c.id == conversation).values(last_seq=c.last_seq))

    def add(self, handoff: Handoff) -> bool:
        return insert_missing(self.db, t.handoffs, _columns(vars(handoff)))

    def get(self, handoff: str) -> Handoff | None:
        return _handoff(first(self.db, t.handoffs, t.handoffs.c.id == handoff))

    def open_of(self, conversation: str) -> Handoff | None:
        h = t.handoffs.c
        return _handoff(first(self.db, t.handoffs, h.conversation == conversation, h.state.in_(OPEN)))

    def last_of(self, conversation: str) -> Handoff | None:
        h = t.handoffs.c
        newest = h.created.desc()
        return self.open_of(conversation) or _handoff(
            first(self.db, t.handoffs, h.conversation == conversation, order=newest)
        )

    def move(self, handoff: Handoff, to: State, **values: Any) -> bool:
        h = t.handoffs.c
        still = (h.id == handoff.id, h.state == handoff.state, h.assignee == handoff.assignee)
        if handoff.state not in MOVES[to]:
            return False
        return self._change(*still, state=to, **values)

    def change(self, handoff: str, **values: Any) -> None:
        self._change(t.handoffs.c.id == handoff, **values)

    def tell(self, handoff: Handoff, told: str) -> bool:
        h = t.handoffs.c
        return self._change(h.id == handoff.id, h.told == handoff.told, h.state == handoff.state, told=told)

    def said(self, conversation: str, now: int) -> None:
        h = t.handoffs.c
        mine = (h.conversation == conversation, h.state.in_(OWNED))
        waiting = func.coalesce(h.waiting_since, now)
        self._change(*mine, waiting_since=waiting, seen_at=now, typing_at=None, snoozed_until=None, updated=now)

    def seen(self, conversations: Iterable[str], now: int) -> None:
        h = t.handoffs.c
        self._change(h.conversation.in_(list(conversations)), h.state.in_(OWNED), seen_at=now)

    def typing(self, conversation: str, now: int) -> bool:
        h = t.handoffs.c
        return self._change(h.conversation == conversation, h.state == "human", typing_at=now)

    def typed(self, conversation: str) -> int | None:
        h = t.handoffs.c
        query = select(h.typing_at).where(h.conversation == conversation, h.state == "human")
        return self.db.execute(query).scalar()

    def listed(self, states: Sequence[State]) -> tuple[Handoff, ...]:
        query = select(t.handoffs).where(t.handoffs.c.state.in_(list(states)))
        return tuple(_known(row) for row in self.db.execute(query.order_by(*_urgency())))

    def queue(self) -> Sequence[tuple[str, str]]:
        h = t.handoffs.c
        query = select(h.id, h.team).where(h.state == "queued")
        return [(row.id, row.team) for row in self.db.execute(query.order_by(*_urgency()))]

    def since(self, moment: int) -> tuple[Handoff, ...]:
        h = t.handoffs.c
        query = select(t.handoffs).where(h.created >= moment).order_by(h.created, h.id)
        return tuple(_known(row) for row in self.db.execute(query))

    def untold(self, since: int) -> tuple[Handoff, ...]:
        h = t.handoffs.c
        query = select(t.handoffs).where(h.state.in_(OPEN) | (h.ended_at >= since)).order_by(h.created)
        return tuple(_known(row) for row in self.db.execute(query))

    # who is there

    def arrive(self, agent: Agent, away: bool, now: int) -> None:
        row = {"name": agent.name, "away": away, "seen": now}
        if not insert_missing(self.db, d.present, {"id": agent.id, **row}):
            self.db.execute(update(d.present).where(d.present.c.id == agent.id).values(**row))

    def present(self, since: int) -> tuple[Present, ...]:
        h, p = t.handoffs.c, d.present.c
        counted = select(func.count()).where(h.assignee == p.id, h.state == "human").scalar_subquery()
        query = select(d.present, counted.label("open")).where(p.seen >= since).order_by(p.name, p.id)
        return tuple(Present(row.id, row.name, bool(row.away), row.seen, row.open) for row in self.db.execute(query))

    # beside the conversation

    def note(self, note: Note) -> None:
        self.db.execute(insert(d.notes).values(**vars(note)))

    def notes(self, conversation: str) -> tuple[Note, ...]:
        n = d.notes.c
        query = select(d.notes).where(n.conversation == conversation).order_by(n.after_seq, n.created, n.id)
        return tuple(Note(**row._mapping) for row in self.db.execute(query))

    def noted(self, conversations: Sequence[str]) -> dict[str, int]:
        n = d.notes.c
        query = select(n.conversation, func.count()).where(n.conversation.in_(conversations)).group_by(n.conversation)
        return {conversation: int(count) for conversation, count in self.db.execute(query)}

    def ask(self, ask: Ask) -> None:
        self.db.execute(insert(d.asks).values(**vars(ask)))

    def asks(self, conversation: str | None = None, state: str = "asked") -> tuple[Ask, ...]:
        a = d.asks.c
        where = [a.state == state, *([a.conversation == conversation] if conversation else [])]
        query = select(d.asks).where(*where).order_by(a.created, a.id)
        return tuple(Ask(**row._mapping) for row in self.db.execute(query))

    def decide(self, ask: str, state: str, by: str) -> bool:
        a = d.asks.c
        change = update(d.asks).where(a.id == ask, a.state == "asked").values(state=state, decided_by=by)
        return bool(self.db.execute(change).rowcount)

    def last_seq(self, conversation: str) -> int:
        query = select(t.conversations.c.last_seq).where(t.conversations.c.id == conversation)
        return int(self.db.execute(query).scalar() or 0)

    def turns(self, conversation: str, count: int) -> tuple[tuple[str, str], ...]:
        m = t.messages.c
        query = select(m.author, m.body).where(m.conversation == conversation, m.direction != "control")
        newest = self.db.execute(query.order_by(m.seq.desc()).limit(count)).all()
        return tuple((row.author, str(json.loads(row.body).get("text") or "")) for row in reversed(newest))

    def to_relay(self) -> tuple[Handoff, ...]:
        h = t.handoffs.c
        told = h.relayed.notin_(["", "closed"])
        query = select(t.handoffs).where(h.state.in_(ASKED) | told).order_by(h.created, h.id)
        return tuple(_known(row) for row in self.db.execute(query))

    def relayed_before(self, handoff: Handoff) -> Handoff | None:
        h = t.handoffs.c
        earlier = (h.conversation == handoff.conversation, h.id != handoff.id, h.relayed != "")
        return _handoff(first(self.db, t.handoffs, *earlier, order=h.created.desc()))

    def heard(self, event: str) -> bool:
        known = d.events.c
        return self.db.execute(select(known.id).where(known.id == event)).first() is not None

    def hear(self, event: str, now: int) -> bool:
        return insert_missing(self.db, d.events, {"id": event, "at": now})

    def forget_heard(self, before: int) -> None:
        self.db.execute(delete(d.events).where(d.events.c.at < before))

    def judged(self) -> tuple[tuple[str, bool], ...]:
        h = t.handoffs.c
        query = select(h.detail, h.right).where(h.right.isnot(None)).order_by(h.created, h.id)
        return tuple((row.detail, bool(row.right)) for row in self.db.execute(query))

    def callbacks(self) -> tuple[Callback, ...]:
        h = t.handoffs.c
        query = select(t.handoffs).where(h.state == "callback").order_by(h.created, h.id)
        rows = self.db.execute(query)
        return tuple(Callback(row.id, row.conversation, row.contact, row.reason, row.created) for row in rows)

    def _change(self, *where: Any, **values: Any) -> bool:
        return bool(self.db.execute(update(t.handoffs).where(*where).values(**_columns(values))).rowcount)


def _urgency() -> tuple[Any, ...]:
    h = t.handoffs.c
    return h.priority.desc(), h.queued_at, h.created, h.id


def _columns(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: dump(value) if name in JSON else value for name, value in values.items()}


def _handoff(row: Any) -> Handoff | None:
    return _known(row) if row is not None else None


def _known(row: Any) -> Handoff:
    values = dict(row._mapping)
    return Handoff(**{**values, **{name: json.loads(values[name]) for name in JSON}})
