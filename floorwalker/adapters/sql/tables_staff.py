"""Tables of the staff: who works here, their links and sessions, what they did. Times are epoch seconds."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, true

from floorwalker.adapters.sql.meta import metadata

ID = String(36)
HASH = String(64)  # of a token: SHA-256, hexadecimal

staff = Table(
    "staff",
    metadata,
    Column("id", ID, primary_key=True),
    Column("name", String(40), nullable=False),
    Column("key", String(80), nullable=False, unique=True),  # the name, casefolded
    Column("role", String(12), nullable=False),
    Column("password", String(200)),
    Column("active", Boolean, nullable=False, server_default=true()),
    Column("created", BigInteger, nullable=False),
)
links = Table(
    "staff_link",
    metadata,
    Column("token", HASH, primary_key=True),
    Column("staff_id", ID, ForeignKey("staff.id"), index=True),  # none: the first merchant's
    Column("expires", BigInteger, nullable=False),
    Column("used", BigInteger),
)
sessions = Table(
    "staff_session",
    metadata,
    Column("token", HASH, primary_key=True),
    Column("staff_id", ID, ForeignKey("staff.id"), nullable=False, index=True),
    Column("started", BigInteger, nullable=False),
    Column("seen", BigInteger, nullable=False),
)
forms = Table(  # a form that changes money or stock counts once
    "staff_form",
    metadata,
    Column("token", HASH, primary_key=True),
    Column("created", BigInteger, nullable=False),
)
audit = Table(  # append-only
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", BigInteger, nullable=False),
    Column("who", String(80), nullable=False),
    Column("what", String(40), nullable=False),
    Column("subject", String(80), nullable=False),
    Column("before", Text, nullable=False, server_default="{}"),
    Column("after", Text, nullable=False, server_default="{}"),
    Column("why", String(400), nullable=False, server_default=""),
    Index("ix_audit_subject", "subject"),
    Index("ix_audit_who", "who"),
)
callbacks_done = Table(
    "callback_done",
    metadata,
    Column("handoff", ID, primary_key=True),
    Column("who", String(80), nullable=False),
    Column("note", String(400), nullable=False, server_default=""),
    Column("at", BigInteger, nullable=False),
)
visits = Table(
    "visit_day",
    metadata,
    Column("day", String(10), primary_key=True),  # of the shop's time zone, 2026-04-14
    Column("visits", Integer, nullable=False),
)
