"""Databases for tests: a file, or a schema of its own on the server that TEST_DATABASE_URL names."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine
from sqlalchemy.pool import NullPool


@contextmanager
def database_urls(kind: str, folder: Path) -> Iterator[str | None]:
    """The address of an empty database of that kind; None where there is no server."""
    server = os.environ.get("TEST_DATABASE_URL")
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'shop.db'}"
    elif not server:
        yield None
    else:
        engine = create_engine(server, future=True, poolclass=NullPool)
        schema = f"test_{uuid.uuid4().hex[:12]}"
        _run(engine, f"CREATE SCHEMA {schema}")
        try:
            yield f"{server}{'&' if '?' in server else '?'}options=-csearch_path%3D{schema}"
        finally:
            _run(engine, f"DROP SCHEMA {schema} CASCADE")


def _run(engine: Engine, statement: str) -> None:
    with engine.begin() as db:
        db.execute(text(statement))
