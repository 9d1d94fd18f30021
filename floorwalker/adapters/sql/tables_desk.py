"""Tables of the desk: who is there, what is noted for colleagues, what waits for a supervisor."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, false

from floorwalker.adapters.sql.meta import metadata
from floorwalker.adapters.sql.tables_talk import ID

present = Table(
    "desk_present",
    metadata,
    Column("id", ID, primary_key=True),  # the member of staff
    Column("name", String(80), nullable=False),
    Column("away", Boolean, nullable=False, server_default=false()),
    Column("seen", BigInteger, nullable=False),
)

notes = Table(  # never in the message table: what shoppers read is streamed from there
    "desk_note",
    metadata,
    Column("id", ID, primary_key=True),
    Column("conversation", ID, ForeignKey("conversation.id"), nullable=False, index=True),
    Column("after_seq", Integer, nullable=False),  # the message it stands behind
    Column("author", ID, nullable=False),
    Column("author_name", String(80), nullable=False),
    Column("body", Text, nullable=False),
    Column("created", BigInteger, nullable=False),
)

asks = Table(
    "desk_ask",
    metadata,
    Column("id", ID, primary_key=True),
    Column("conversation", ID, ForeignKey("conversation.id"), nullable=False, index=True),
    Column("kind", String(12), nullable=False),  # refund, coupon
    Column("state", String(12), nullable=False),  # asked, approved, refused
    Column("target", String(40), nullable=False),  # an order's number, a code
    Column("amount", BigInteger, nullable=False, server_default="0"),
    Column("currency", String(3), nullable=False, server_default=""),
    Column("why", String(200), nullable=False, server_default=""),
    Column("asked_by", ID, nullable=False),
    Column("asked_name", String(80), nullable=False),
    Column("decided_by", String(80), nullable=False, server_default=""),
    Column("created", BigInteger, nullable=False),
)

events = Table(  # of a helpdesk outside: what must not count twice
    "helpdesk_event",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Index("ix_helpdesk_event_at", "at"),
)
