"""The staff in SQL: people, links, sessions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection

from floorwalker.adapters.sql import tables_staff as t
from floorwalker.adapters.sql.rows import first, insert_missing
from floorwalker.domain.staff import Link, Member


@dataclass
class SqlStaff:
    db: Connection

    def add(self, member: Member) -> bool:
        row = {name: getattr(member, name) for name in ("id", "name", "role", "active", "created")}
        return insert_missing(self.db, t.staff, {**row, "key": member.name.casefold()})

    def members(self) -> tuple[Member, ...]:
        return tuple(_member(row) for row in self.db.execute(select(t.staff).order_by(t.staff.c.key)))

    def get(self, member: str) -> Member | None:
        return _found(first(self.db, t.staff, t.staff.c.id == member))

    def named(self, name: str) -> Member | None:
        return _found(first(self.db, t.staff, t.staff.c.key == name.casefold()))

    def password(self, member: str) -> str | None:
        return self.db.execute(select(t.staff.c.password).where(t.staff.c.id == member)).scalar()

    def set_password(self, member: str, hashed: str | None) -> None:
        self._set(member, password=hashed)

    def set_active(self, member: str, active: bool) -> bool:
        other = (t.staff.c.id == member, t.staff.c.active != active)
        return bool(self.db.execute(update(t.staff).where(*other).values(active=active)).rowcount)

    def lock(self) -> None:
        self.db.execute(select(t.staff.c.id).order_by(t.staff.c.id).with_for_update()).all()

    def put_link(self, token: str, link: Link) -> None:
        self.db.execute(delete(t.links).where(t.links.c.staff_id == link.member))
        self.db.execute(insert(t.links).values(token=token, staff_id=link.member, expires=link.expires))

    def link(self, token: str) -> Link | None:
        row = first(self.db, t.links, t.links.c.token == token, t.links.c.used.is_(None))
        return Link(row.staff_id, row.expires) if row else None

    def use_link(self, token: str, now: int) -> bool:
        fresh = (t.links.c.token == token, t.links.c.used.is_(None), t.links.c.expires > now)
        return bool(self.db.execute(update(t.links).where(*fresh).values(used=now)).rowcount)

    def open_session(self, token: str, member: str, now: int) -> None:
        self.db.execute(insert(t.sessions).values(token=token, staff_id=member, started=now, seen=now))

    def session(self, token: str, started: int, seen: int) -> Member | None:
        s = t.sessions.c
        query = select(t.staff).join(t.sessions, s.staff_id == t.staff.c.id)
        fresh = (s.token == token, s.started > started, s.seen > seen, t.staff.c.active)
        return _found(self.db.execute(query.where(*fresh)).first())

    def touch(self, token: str, now: int) -> None:
        s = t.sessions.c
        self.db.execute(update(t.sessions).where(s.token == token, s.seen < now).values(seen=now))

    def end_session(self, token: str) -> None:
        self.db.execute(delete(t.sessions).where(t.sessions.c.token == token))

    def end_sessions(self, member: str, but: str = "") -> None:
        s = t.sessions.c
        self.db.execute(delete(t.sessions).where(s.staff_id == member, s.token != but))

    def claim(self, token: str, now: int) -> bool:
        return insert_missing(self.db, t.forms, {"token": token, "created": now})

    def _set(self, member: str, **values: Any) -> None:
        self.db.execute(update(t.staff).where(t.staff.c.id == member).values(**values))


def _found(row: Any) -> Member | None:
    return _member(row) if row else None


def _member(row: Any) -> Member:
    return Member(row.id, row.name, row.role, bool(row.active), row.password is not None, row.created)
