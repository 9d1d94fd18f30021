"""Alembic's environment: runs on the connection that `migrate.py` hands over."""

from alembic import context

from floorwalker.adapters.sql import (  # noqa: F401  (tables register themselves)
    tables_desk,
    tables_shop,
    tables_staff,
    tables_talk,
)
from floorwalker.adapters.sql.meta import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
