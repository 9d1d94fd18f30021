"""The migrations make exactly the tables that the code names."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

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
