"""Tables of the conversation: who talks, what was said, what must reach somebody, who answers."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from floorwalker.adapters.sql.meta import metadata

ID = String(36)
HANDOFF_TIMES = (
    "queued_at", "taken_at", "replied_at", "waiting_since", "seen_at", "typing_at", "ended_at", "snoozed_until",
)  # fmt: skip

customers = Table(
    "customer",
    metadata,
    Column("id", ID, primary_key=True),
    Column("created", BigInteger, nullable=False),
    Column("locale", String(12), nullable=False, server_default="en"),
    Column("email", String(254)),
    Column("name", String(200)),
)

identities = Table(
    "identity",
    metadata,
    Column("channel", String(32), primary_key=True),
    Column("account", String(64), primary_key=True),
    Column("external_id", String(160), primary_key=True),
    Column("customer_id", ID, ForeignKey("customer.id"), nullable=False),
    Column("kind", String(24), nullable=False),
    Column("trust", Integer, nullable=False, server_default="0"),
    Column("method", String(24), nullable=False, server_default=""),
    Column("verified_at", BigInteger),
    Column("created", BigInteger, nullable=False),
)

conversations = Table(
    "conversation",
    metadata,
    Column("id", ID, primary_key=True),
    Column("customer_id", ID, ForeignKey("customer.id"), nullable=False, index=True),
    Column("channel", String(32), nullable=False),
    Column("account", String(64), nullable=False, server_default=""),
    Column("external_id", String(160), nullable=False),
    Column("locale", String(12), nullable=False, server_default="en"),
    Column("last_seq", Integer, nullable=False, server_default="0"),
    Column("metadata", Text, nullable=False, server_default="{}"),
    Column("told_seq", Integer, nullable=False, server_default="0"),  # what a CRM has heard of
    Column("created", BigInteger, nullable=False),
    UniqueConstraint("channel", "account", "external_id"),
)

messages = Table(
    "message",
    metadata,
    Column("conversation", ID, ForeignKey("conversation.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("direction", String(8), nullable=False),  # in, out, control
    Column("author", String(12), nullable=False),
    Column("name", String(80)),
    Column("key", String(80), nullable=False),
    Column("body", Text, nullable=False),  # redacted cc/1
    Column("sealed", Text),  # the original, encrypted, where redaction took something away
    Column("payloads", Text, nullable=False, server_default="{}"),  # token's n → payload
    Column("response", String(80)),
    Column("provider_id", String(160)),
    Column("state", String(12)),  # of an inbound message: received, handed, done, dropped
    Column("held_until", BigInteger, nullable=False, server_default="0"),  # the lease of the process that has the turn
    Column("created", BigInteger, nullable=False),
    Column("delivery", String(12)),  # of a person's message: sent, delivered, failed; before that it is only stored
    Column("failure", String(200), nullable=False, server_default=""),  # why the channel turned it away
    UniqueConstraint("conversation", "provider_id"),
    Index("ix_message_state", "state"),
    Index("ix_message_response_created", "response", "created"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("sink", String(40), nullable=False),
    Column("key", String(160), nullable=False),
    Column("conversation", ID),
    Column("payload", Text, nullable=False),
    Column("state", String(8), nullable=False, server_default="due"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_at", BigInteger, nullable=False, server_default="0"),
    Column("error", String(200), nullable=False, server_default=""),
    Column("provider_ref", String(160)),
    Column("created", BigInteger, nullable=False),
    UniqueConstraint("sink", "key"),
    Index("ix_outbox_state_next_at", "state", "next_at"),
    Index("ix_outbox_conversation", "conversation"),
)

handoffs = Table(
    "handoff",
    metadata,
    Column("id", ID, primary_key=True),
    Column("conversation", ID, ForeignKey("conversation.id"), nullable=False, index=True),
    Column("state", String(12), nullable=False),
    Column("reason", String(400), nullable=False, server_default=""),
    Column("detail", String(400), nullable=False, server_default=""),
    Column("team", String(40), nullable=False, server_default=""),
    Column("priority", Integer, nullable=False, server_default="1"),
    Column("assignee", ID, nullable=False, server_default=""),
    Column("assignee_name", String(80), nullable=False, server_default=""),
    Column("contact", String(254), nullable=False, server_default=""),  # of a callback
    Column("consent", String(400), nullable=False, server_default=""),  # the words by which it was given
    Column("packet", Text, nullable=False, server_default="{}"),
    Column("hint", Text, nullable=False, server_default="{}"),
    Column("created", BigInteger, nullable=False),
    Column("updated", BigInteger, nullable=False),
    *(Column(name, BigInteger) for name in HANDOFF_TIMES),
    Column("outcome", String(12), nullable=False, server_default=""),
    Column("ended_by", ID, nullable=False, server_default=""),
    Column("told", String(80), nullable=False, server_default=""),  # what the shopper's screen was last told
    Column("csat", Integer),
    Column("csat_text", String(400), nullable=False, server_default=""),
    Column("right", Boolean),
    Column("external_ref", String(160), nullable=False, server_default=""),
    Column("relayed", String(60), nullable=False, server_default=""),  # what a helpdesk outside was last told
    Column("relayed_seq", Integer, nullable=False, server_default="0"),
    Column("ended_seq", Integer),
    Index("ix_handoff_relayed", "relayed"),
    Index("ix_handoff_state", "state"),
)
Index(
    "one_open_handoff",
    handoffs.c.conversation,
    unique=True,
    sqlite_where=handoffs.c.state.in_(["offered", "queued", "human", "callback"]),
    postgresql_where=handoffs.c.state.in_(["offered", "queued", "human", "callback"]),
)
