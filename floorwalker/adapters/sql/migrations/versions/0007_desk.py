"""Episodes of the desk, who is there, notes, and what waits for a supervisor."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007_desk"
down_revision = "0006"
TIMES = ("queued_at", "taken_at", "replied_at", "waiting_since", "seen_at", "typing_at", "ended_at", "snoozed_until")
ID = sa.String(length=36)


def _text(name: str, length: int) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length=length), server_default="", nullable=False)


def _json(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), server_default="{}", nullable=False)


def upgrade() -> None:
    columns = (
        _text("detail", 400), _text("team", 40), sa.Column("priority", sa.Integer(), server_default="1", nullable=False),
        _text("assignee", 36), _text("assignee_name", 80), _text("consent", 400), _json("packet"), _json("hint"),
        *(sa.Column(name, sa.BigInteger()) for name in TIMES), _text("outcome", 12), _text("told", 80),
        sa.Column("csat", sa.Integer()), _text("csat_text", 400), sa.Column("right", sa.Boolean()),
    )  # fmt: skip
    for column in columns:
        op.add_column("handoff", column)
    op.execute("ALTER TABLE handoff RENAME COLUMN email TO contact")
    op.create_index("ix_handoff_state", "handoff", ["state"])
    op.create_index("ix_outbox_conversation", "outbox", ["conversation"])
    _tables()


def _tables() -> None:
    op.create_table(
        "desk_present",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("away", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_present")),
    )
    _beside_a_conversation(
        "desk_note",
        sa.Column("after_seq", sa.Integer(), nullable=False),
        sa.Column("author", ID, nullable=False),
        sa.Column("author_name", sa.String(length=80), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
    )
    _beside_a_conversation(
        "desk_ask",
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("target", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.BigInteger(), server_default="0", nullable=False),
        _text("currency", 3),
        _text("why", 200),
        sa.Column("asked_by", ID, nullable=False),
        sa.Column("asked_name", sa.String(length=80), nullable=False),
        _text("decided_by", 80),
    )


def _beside_a_conversation(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        name,
        sa.Column("id", ID, nullable=False),
        sa.Column("conversation", ID, nullable=False),
        *columns,
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversation.id"], name=op.f(f"fk_{name}_conversation_conversation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_conversation"), name, ["conversation"])
