"""How far a person's message has come, and why it was turned away."""

import sqlalchemy as sa
from alembic import op

revision = "0008_delivered"
down_revision = "0007_desk"


def upgrade() -> None:
    op.add_column("message", sa.Column("delivery", sa.String(length=12)))
    op.add_column("message", sa.Column("failure", sa.String(length=200), server_default="", nullable=False))
