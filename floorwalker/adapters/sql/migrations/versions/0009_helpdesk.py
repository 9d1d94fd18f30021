"""What a helpdesk outside was told of an episode."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009_helpdesk"
down_revision = "0008_delivered"


def upgrade() -> None:
    op.add_column("handoff", sa.Column("external_ref", sa.String(length=160), server_default="", nullable=False))
    op.add_column("handoff", sa.Column("relayed", sa.String(length=60), server_default="", nullable=False))
    op.add_column("handoff", sa.Column("relayed_seq", sa.Integer(), server_default="0", nullable=False))
    op.add_column("handoff", sa.Column("ended_seq", sa.Integer()))
    op.create_index("ix_handoff_relayed", "handoff", ["relayed"])
