"""The open product index: one file, read by many threads and processes, replaced while they read."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from floorwalker.search.build import FORMAT
from floorwalker.search.filters import quoted
from floorwalker.search.query_values import Turn
from floorwalker.search.speller import Count, Speller
from floorwalker.search.understand import understand
from floorwalker.search.vectors import Vectors, open_vectors
from floorwalker.search.vocabulary import Vocabulary
from floorwalker.search.words import split

LOOK_EVERY = 2.0
"""Seconds between looks at the file."""

_TRIES = 5

Stamp = tuple[int, int, int]


@dataclass(frozen=True)
class Words:
    """The index's words, as the speller asks for them."""

    db: sqlite3.Connection

    def count(self, word: str) -> Count:
        row = self.db.execute("SELECT products, titles FROM vocab WHERE word = ?", (word,)).fetchone()
        return row or (0, 0)

    def begun(self, word: str) -> int:
        sql = "SELECT total(products) FROM vocab WHERE word >= ? AND word < ?"
        (count,) = self.db.execute(sql, (word, f"{word}\U0010ffff")).fetchone()
        return int(count) if len(word) >= 3 else 0

    def knows(self, word: str) -> bool:
        return any(self.count(part) != (0, 0) for part in split(word))

    def titled(self, words: Sequence[str]) -> bool:
        parts = Speller(self).mend([part for word in words for part in split(word)], prefix=False).words
        letter = any(len(part) == 1 for part in parts)
        match = " AND ".join(map(quoted, parts)) if letter else quoted(" ".join(parts))
        sql = "SELECT 1 FROM f_title WHERE f_title MATCH ? LIMIT 1"
        return self.db.execute(sql, (match,)).fetchone() is not None

    def near(self, heads: Sequence[str]) -> list[str]:
        sql = "SELECT DISTINCT word FROM head WHERE head IN (SELECT value FROM json_each(?)) ORDER BY word"
        return [word for (word,) in self.db.execute(sql, (json.dumps(heads),))]

    def together(self, words: Sequence[str]) -> int:
        match = " AND ".join(map(quoted, words))
        sql = "SELECT count(*) FROM (SELECT 1 FROM f WHERE f MATCH ? LIMIT 20)"
        (count,) = self.db.execute(sql, (match,)).fetchone()
        return int(count)


@dataclass(frozen=True)
class Snapshot:
    """One version of the index: what is read in one `reading` fits together."""

    db: sqlite3.Connection
    vocabulary: Vocabulary
    speller: Speller
    vectors: Vectors | None
    version: str
    products: int
    """How many there are."""
    names: frozenset[str]
    """Facets and options that some product has."""
    options: bool
    """Whether there are any options."""


class Index:
    """Use `Index.open`. Threads share one connection, a lock lets one at a time: a search takes milliseconds."""

    def __init__(self, path: Path, clock: Callable[[], float]) -> None:
        self._path = path
        self._clock = clock
        self._lock = threading.RLock()
        self._held = 0
        self._looked = clock()
        self._stamp = _stamp(path)
        self._snapshot = _load(path)

    @classmethod
    def open(cls, path: Path, clock: Callable[[], float] = time.monotonic) -> Index:
        """Raises FileNotFoundError when nothing was built there. `clock`: seconds."""
        return cls(Path(path).absolute(), clock)

    @contextmanager
    def reading(self) -> Iterator[Snapshot]:
        """The newest index, held for the length of the block, also by blocks inside it."""
        with self._lock:
            if not self._held:
                self._refresh()
            self._held += 1
            try:
                yield self._snapshot
            finally:
                self._held -= 1

    def understand(self, text: str) -> Turn:
        """What a sentence says, by the words of the newest index."""
        with self.reading() as snapshot:
            return understand(text, snapshot.vocabulary, Words(snapshot.db))

    @property
    def vocabulary(self) -> Vocabulary:
        with self.reading() as snapshot:
            return snapshot.vocabulary

    def titles(self, ids: Sequence[str]) -> tuple[str, ...]:
        """What products are called, in the same order."""
        with self.reading() as snapshot:
            sql = "SELECT title FROM json_each(?) AS given JOIN product AS p ON p.id = given.value ORDER BY given.key"
            return tuple(title for (title,) in snapshot.db.execute(sql, (json.dumps(ids),)))

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


def usable(path: Path) -> bool:
    """Whether there is an index of this format."""
    try:
        _load(Path(path).absolute()).db.close()
    except (FileNotFoundError, sqlite3.Error):
        return False
    return True


def _load(path: Path) -> Snapshot:
    """Tries again where the file is replaced between a look at it and a look at its vectors."""
    for _ in range(_TRIES - 1):
        with suppress(FileNotFoundError):
            return _read(path)
    return _read(path)


def _read(path: Path) -> Snapshot:
    if not path.exists():
        raise FileNotFoundError(path)
    db = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    try:
        meta = dict(db.execute("SELECT key, value FROM meta").fetchall())
        if meta.get("format") != FORMAT:
            raise sqlite3.DatabaseError(f"{path}: an index of another format")
        rows = open_vectors(path.with_name(meta["vectors"])) if meta["vectors"] else None
    except BaseException:
        db.close()
        raise
    vocabulary = Vocabulary.from_json(meta["vocabulary"])
    speller = Speller(Words(db))
    names = frozenset(json.loads(meta["names"]))
    options = db.execute("SELECT 1 FROM option LIMIT 1").fetchone() is not None
    read = Snapshot(db, vocabulary, speller, rows, meta["version"], int(meta["products"]), names, options)
    weakref.finalize(read, db.close)  # an index that nobody closes does not stay open
    return read
