"""Who ended an episode, and what a helpdesk told that must not count twice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011_ended_by"
down_revision = "0010_crm"


def upgrade() -> None:
    op.add_column("handoff", sa.Column("ended_by", sa.String(36), server_default="", nullable=False))
    op.create_table(
        "helpdesk_event",
        sa.Column("id", sa.String(200), primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Index("ix_helpdesk_event_at", "at"),
    )
