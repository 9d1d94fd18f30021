"""The migrations make exactly the tables that the code names."""

from __future__ import annotations

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from floorwalker.adapters.sql import migrate, tables_desk, tables_shop, tables_staff, tables_talk
from floorwalker.adapters.sql.engine import open_engine
from floorwalker.adapters.sql.meta import metadata


def test_migrated_is_what_the_code_names() -> None:
    assert {"orders", "outbox"} <= set(metadata.tables) and tables_shop and tables_talk and tables_staff and tables_desk
    engine = open_engine("sqlite://")
    assert not migrate.is_current(engine)
    migrate.upgrade(engine)
    with engine.connect() as db:
        context = MigrationContext.configure(db, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    assert migrate.is_current(engine)
    engine.dispose()


def test_orders_keep_their_tax_when_it_learns_decimals() -> None:
    engine = open_engine("sqlite://")
    columns = {
        "id": "'o'", "number": "'LL-1'", "customer_id": "'c'", "conversation": "'c'", "state": "'placed'",
        "quote": "'q'", "currency": "'EUR'", "subtotal": "1", "discount": "0", "delivery": "0", "delivery_title": "''",
        "delivery_option": "''", "tax": "0", "tax_included": "1", "tax_percent": "19", "total": "1", "email": "''",
        "address": "'{}'", "created": "1",
    }  # fmt: skip
    with engine.begin() as db:
        command.upgrade(migrate._config(db), "0003_leases")
        row = f"INSERT INTO orders ({', '.join(columns)}) VALUES ({', '.join(columns.values())})"
        db.execute(text(row))
    migrate.upgrade(engine)
    with engine.connect() as db:
        assert db.execute(text("SELECT tax_points, discount_title FROM orders")).one() == (1900, "")
    engine.dispose()
