"""What the staff did, in SQL: rows are only ever added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.engine import Connection

from floorwalker.adapters.sql import tables_staff as t
from floorwalker.adapters.sql.rows import dump, load
from floorwalker.domain.staff import AuditEntry, AuditQuery


@dataclass
class SqlAudit:
    db: Connection

    def note(self, entry: AuditEntry) -> None:
        row = {"at": entry.at, "who": entry.who, "what": entry.what, "subject": entry.subject, "why": entry.why[:400]}
        self.db.execute(insert(t.audit).values(**row, before=dump(entry.before), after=dump(entry.after)))

    def entries(self, query: AuditQuery, limit: int, skip: int = 0) -> tuple[AuditEntry, ...]:
        found = select(t.audit).where(*_where(query)).order_by(t.audit.c.id.desc())
        return tuple(_entry(row) for row in self.db.execute(found.limit(limit).offset(skip)))

    def count(self, query: AuditQuery) -> int:
        found: Any = select(func.count()).select_from(t.audit).where(*_where(query))
        return int(self.db.execute(found).scalar_one())


def _where(query: AuditQuery) -> list[Any]:
    a = t.audit.c
    where: list[Any] = [a.subject == query.subject] if query.subject is not None else []
    where += [a.who == query.who] if query.who is not None else []
    return where + ([a.what.startswith(query.what, autoescape=True)] if query.what else [])


def _entry(row: Any) -> AuditEntry:
    told = load(row.before), load(row.after)
    return AuditEntry(row.at, row.who, row.what, row.subject, *told, row.why, row.id)
