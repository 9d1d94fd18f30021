"""What the sandbox remembers, in one SQLite file: objects, idempotency keys, deliveries of webhooks."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

Object = dict[str, Any]

TABLES = """
CREATE TABLE IF NOT EXISTS object (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL,
  kind TEXT NOT NULL, created INTEGER NOT NULL, due INTEGER, body TEXT NOT NULL, hidden TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS object_due ON object (due) WHERE due IS NOT NULL;
CREATE INDEX IF NOT EXISTS object_kind ON object (kind, seq);
CREATE TABLE IF NOT EXISTS answer (key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, status INTEGER NOT NULL,
  body BLOB NOT NULL, created INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS delivery (id INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL,
  endpoint TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, next_at INTEGER NOT NULL, state TEXT NOT NULL);
"""


@dataclass(frozen=True)
class Answer:
    """A stored answer to an idempotency key."""

    fingerprint: str
    status: int
    body: bytes


@dataclass(frozen=True)
class Delivery:
    """An event on its way to an endpoint: `state` is due, sent, dropped or dead."""

    id: int
    event: str
    endpoint: str
    attempts: int


class Store:
    """One connection, used by one thread at a time: the sandbox holds the lock."""

    def __init__(self, path: str = ":memory:") -> None:
        self.db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=NORMAL")
        self.db.executescript(TABLES)

    def close(self) -> None:
        self.db.close()

    @contextmanager
    def begin(self) -> Iterator[None]:
        """A transaction: its end commits, an exception rolls back."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    def add(self, obj: Object, *, due: int | None = None, **hidden: Any) -> Object:
        """Stores a new object; `hidden` is what the sandbox knows and never tells."""
        row = (obj["id"], obj["object"], obj["created"], due, json.dumps(obj), json.dumps(hidden))
        self.db.execute("INSERT INTO object (id, kind, created, due, body, hidden) VALUES (?,?,?,?,?,?)", row)
        return obj

    def save(self, obj: Object, *, due: int | None = None) -> Object:
        """Stores the object as it is now; `due` says when the sweep has to look at it."""
        row = (json.dumps(obj), due, obj["id"])
        self.db.execute("UPDATE object SET body = ?, due = ? WHERE id = ?", row)
        return obj

    def get(self, kind: str, id: str) -> Object | None:
        row = self.db.execute("SELECT body FROM object WHERE id = ? AND kind = ?", (id, kind)).fetchone()
        return None if row is None else json.loads(row[0])

    def find(self, id: str) -> Object | None:
        """The object of whatever kind."""
        row = self.db.execute("SELECT body FROM object WHERE id = ?", (id,)).fetchone()
        return None if row is None else json.loads(row[0])

    def hidden(self, id: str) -> dict[str, Any]:
        row = self.db.execute("SELECT hidden FROM object WHERE id = ?", (id,)).fetchone()
        return {} if row is None else json.loads(row[0])

    def hide(self, id: str, **more: Any) -> None:
        """Adds to what is never told."""
        row = (json.dumps(self.hidden(id) | more), id)
        self.db.execute("UPDATE object SET hidden = ? WHERE id = ?", row)

    def all(self, kind: str) -> Iterator[Object]:
        """Newest first."""
        rows = self.db.execute("SELECT body FROM object WHERE kind = ? ORDER BY seq DESC", (kind,))
        return (json.loads(body) for (body,) in rows.fetchall())

    def where(self, kind: str, member: str, value: str) -> list[Object]:
        """Those whose member has that value, newest first."""
        text = "SELECT body FROM object WHERE kind = ? AND json_extract(body, ?) = ? ORDER BY seq DESC"
        rows = self.db.execute(text, (kind, f"$.{member}", value)).fetchall()
        return [json.loads(body) for (body,) in rows]

    def due(self, now: int) -> list[tuple[str, str]]:
        """Kind and id of what the sweep has to look at."""
        text = "SELECT kind, id FROM object WHERE due <= ? ORDER BY due, seq"
        return self.db.execute(text, (now,)).fetchall()

    def answer(self, key: str, after: int) -> Answer | None:
        text = "SELECT fingerprint, status, body FROM answer WHERE key = ? AND created > ?"
        row = self.db.execute(text, (key, after)).fetchone()
        return None if row is None else Answer(*row)

    def keep_answer(self, key: str, answer: Answer, now: int) -> None:
        row = (key, answer.fingerprint, answer.status, answer.body, now)
        self.db.execute("INSERT OR REPLACE INTO answer VALUES (?,?,?,?,?)", row)

    def forget_answers(self) -> None:
        self.db.execute("DELETE FROM answer")

    def enqueue(self, event: str, endpoint: str, now: int, state: str = "due") -> None:
        row = (event, endpoint, now, state)
        self.db.execute("INSERT INTO delivery (event, endpoint, next_at, state) VALUES (?,?,?,?)", row)

    def deliveries(self, now: int) -> list[Delivery]:
        """What has to be sent now, oldest first."""
        text = "SELECT id, event, endpoint, attempts FROM delivery WHERE state = 'due' AND next_at <= ?"
        return [Delivery(*row) for row in self.db.execute(f"{text} ORDER BY id", (now,)).fetchall()]

    def settle_delivery(self, id: int, state: str, attempts: int, next_at: int) -> None:
        row = (state, attempts, next_at, id)
        self.db.execute("UPDATE delivery SET state = ?, attempts = ?, next_at = ? WHERE id = ?", row)

    def undelivered(self) -> Mapping[str, int]:
        """Event id → deliveries that have not succeeded."""
        text = "SELECT event, count(*) FROM delivery WHERE state <> 'sent' GROUP BY event"
        return dict(self.db.execute(text).fetchall())


def fresh(prefix: str) -> str:
    """A new id as Stripe writes them."""
    return f"{prefix}_{token_hex(12)}"
