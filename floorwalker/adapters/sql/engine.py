"""Opens the database. This module alone knows what SQLite needs."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.engine.url import make_url
from sqlalchemy.pool import QueuePool, StaticPool

BUSY_SECONDS = 30


def open_engine(url: str) -> Engine:
    """An engine with the 2.0 interface; SQLite files are made with their folder, in WAL mode, one writer at a time."""
    if not url.startswith("sqlite"):
        server: Engine = create_engine(url, future=True, pool_pre_ping=True, pool_size=10, max_overflow=20)
        return server
    engine: Engine = create_engine(url, future=True, **_pool(url))
    event.listen(engine, "connect", _pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _pool(url: str) -> dict[str, Any]:
    database = make_url(url).database
    arguments: dict[str, Any] = {"check_same_thread": False, "timeout": BUSY_SECONDS, "factory": _File}
    if database in (None, "", ":memory:"):
        return {"poolclass": StaticPool, "connect_args": arguments}
    Path(str(database)).parent.mkdir(parents=True, exist_ok=True)
    return {"poolclass": QueuePool, "pool_size": 10, "max_overflow": 40, "connect_args": arguments}


class _File(sqlite3.Connection):
    """Closes itself when an engine is let go: CPython 3.13 warns of those that were left open."""

    def __del__(self) -> None:
        with suppress(sqlite3.ProgrammingError):  # it was never opened
            self.close()


def _pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin by itself
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", f"busy_timeout={BUSY_SECONDS * 1000}", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    how = "BEGIN" if connection.get_execution_options().get("reading") else "BEGIN IMMEDIATE"
    connection.exec_driver_sql(how)


_LOCKS: WeakKeyDictionary[Engine, threading.RLock] = WeakKeyDictionary()
_MAKING = threading.Lock()


class WriteLock:
    """One writer at a time inside this process: without it SQLite starves writers under load (payments.md 13).

    All who write through an engine share its lock.
    """

    def __init__(self, engine: Engine) -> None:
        with _MAKING:
            shared = _LOCKS.setdefault(engine, threading.RLock())
        self._lock = shared if engine.dialect.name == "sqlite" else None

    def __enter__(self) -> None:
        if self._lock:
            self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        if self._lock:
            self._lock.release()
