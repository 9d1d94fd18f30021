"""How much of a conversation a CRM has heard of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010_crm"
down_revision = "0009_helpdesk"


def upgrade() -> None:
    op.add_column("conversation", sa.Column("told_seq", sa.Integer(), server_default="0", nullable=False))
