"""The open product index: one file, read by many threads and processes, replaced while they read."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from floorwalker.search.speller import Speller
from floorwalker.search.vocabulary import Vocabulary

LOOK_EVERY = 2.0
"""Seconds between looks at the file."""

Stamp = tuple[int, int, int]


@dataclass(frozen=True)
class Snapshot:
    """One version of the index: what is read in one `reading` fits together."""

    db: sqlite3.Connection
    vocabulary: Vocabulary
    speller: Speller
    version: str


class Index:
    """Use `Index.open`. Threads share one connection, a lock lets one at a time: a search takes milliseconds."""

    def __init__(self, path: Path, clock: Callable[[], float]) -> None:
        self._path = path
        self._clock = clock
        self._lock = threading.RLock()
        self._looked = clock()
        self._stamp = _stamp(path)
        self._snapshot = _load(path)

    @classmethod
    def open(cls, path: Path, clock: Callable[[], float] = time.monotonic) -> Index:
        """Raises FileNotFoundError when nothing was built there. `clock`: seconds."""
        return cls(Path(path).absolute(), clock)

    @contextmanager
    def reading(self) -> Iterator[Snapshot]:
        """The newest index, held for the length of the block."""
        with self._lock:
            self._refresh()
            yield self._snapshot

    @property
    def vocabulary(self) -> Vocabulary:
        with self.reading() as snapshot:
            return snapshot.vocabulary

    def close(self) -> None:
        with self._lock:
            self._snapshot.db.close()

    def _refresh(self) -> None:
        now = self._clock()
        if now - self._looked < LOOK_EVERY:
            return
        self._looked = now
        try:
            stamp = _stamp(self._path)
            fresh = _load(self._path) if stamp != self._stamp else None
        except (FileNotFoundError, sqlite3.Error):
            return  # gone or foreign: the one that is open stays good
        if fresh:
            self._snapshot.db.close()
            self._stamp, self._snapshot = stamp, fresh


def _stamp(path: Path) -> Stamp:
    stat = path.stat()
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


def _load(path: Path) -> Snapshot:
    db = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    try:
        meta = dict(db.execute("SELECT key, value FROM meta").fetchall())
        counts = {word: (products, titles) for word, products, titles in db.execute("SELECT * FROM vocab")}
    except sqlite3.Error:
        db.close()
        raise
    speller = Speller(counts, lambda a, b: _together(db, a, b))
    return Snapshot(db, Vocabulary.from_json(meta["vocabulary"]), speller, meta["version"])


def _together(db: sqlite3.Connection, a: str, b: str) -> bool:
    match = f'"{a}" AND "{b}"'  # words of the vocabulary: letters and digits only
    return db.execute("SELECT 1 FROM f WHERE f MATCH ? LIMIT 1", (match,)).fetchone() is not None
