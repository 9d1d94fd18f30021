"""Tax with decimals, and what a discount was called."""

import sqlalchemy as sa
from alembic import op

revision = '0004_tax_and_discount'
down_revision = '0003_leases'


def upgrade() -> None:
    op.execute('ALTER TABLE orders RENAME COLUMN tax_percent TO tax_points')
    op.execute('UPDATE orders SET tax_points = tax_points * 100')
    op.add_column('orders', sa.Column('discount_title', sa.String(length=120), server_default='', nullable=False))
