"""A turn belongs to one process for a while."""

import sqlalchemy as sa
from alembic import op

revision = '0003_leases'
down_revision = '0002'


def upgrade() -> None:
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.add_column(sa.Column('held_until', sa.BigInteger(), server_default='0', nullable=False))
