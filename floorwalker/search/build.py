"""Writes the product index: one SQLite file per catalogue, made aside and swapped in, so that readers never wait.

Beside it lie the products' vectors, under a name of their own that the index tells: the swap of the one file changes
both. Builders of the same index wait for each other.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from floorwalker.domain.catalogue import Category, Colour, Product
from floorwalker.search import vectors
from floorwalker.search.entry import Article, Entry, ShopSource, Source
from floorwalker.search.speller import heads
from floorwalker.search.words import split

FORMAT = "2"
"""Of the file. An index of another format is built anew."""

COLUMNS = ("title", "name", "brand", "kind", "attrs", "descr")
WEIGHTS = (10, 5, 5, 3, 1, 2)

_ENOUGH = 0.01
"""The share of products that must have a facet for it to be counted."""

Progress = Callable[[int], None]
"""Told how many products are in."""

_FTS = "content='', tokenize='porter unicode61 remove_diacritics 2'"
_SCHEMA = f"""
CREATE TABLE product (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
  category TEXT NOT NULL, reach TEXT NOT NULL, released TEXT NOT NULL);
CREATE TABLE variant (v INTEGER PRIMARY KEY, n INT NOT NULL, sku TEXT NOT NULL, price INT);
CREATE TABLE option (v INT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (v, name, value)) WITHOUT ROWID;
CREATE TABLE facet (n INT NOT NULL, f INT NOT NULL, PRIMARY KEY (n, f)) WITHOUT ROWID;
CREATE TABLE counted (n INT NOT NULL, f INT NOT NULL, PRIMARY KEY (n, f)) WITHOUT ROWID;
CREATE TABLE claim (f INTEGER PRIMARY KEY, name TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (name, value));
CREATE TABLE vocab (word TEXT PRIMARY KEY, products INT NOT NULL, titles INT NOT NULL) WITHOUT ROWID;
CREATE TABLE head (head TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (head, word)) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE f USING fts5({", ".join(COLUMNS)}, {_FTS});
{"".join(f"CREATE VIRTUAL TABLE f_{column} USING fts5(x, {_FTS});" for column in COLUMNS)}
"""
_INDEXES = """
CREATE INDEX variant_of ON variant (n, price);
CREATE INDEX facet_of ON facet (f, n);
CREATE INDEX option_value ON option (name, value);
"""


def build(
    products: Sequence[Product], categories: Sequence[Category], colours: Sequence[Colour], path: Path
) -> None:
    """Makes or replaces the index of the shop's catalogue at `path`; an interrupted build leaves the old one."""
    build_from(ShopSource(products, categories, colours), path)


def build_from(source: Source, path: Path, progress: Progress = lambda done: None) -> int:
    """The same from any catalogue; how many products it has."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with _alone(path):
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(handle)
        aside, rows = Path(name), vectors.writer(path)
        try:
            with closing(sqlite3.connect(aside, isolation_level=None)) as db:
                count = _write(db, source, rows, progress)
            aside.chmod(0o644)
            aside.replace(path)
        except BaseException:
            aside.unlink(missing_ok=True)
            vectors.drop(rows)
            raise
        vectors.clear(path, but=rows)
    return count


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One builder at a time in a folder; the lock ends with its process."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _write(db: sqlite3.Connection, source: Source, rows: vectors.Writer | None, progress: Progress) -> int:
    db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA + "BEGIN;")
    counts: Counter[str] = Counter()
    in_titles: Counter[str] = Counter()
    facets: dict[tuple[str, str], int] = {}
    seen = hashlib.sha256()
    n = 0
    for n, entry in enumerate(source.entries(), 1):
        _product(db, n, entry)
        _facets(db, n, entry, facets)
        counts.update({word for text in entry.texts.columns() for word in split(text)})
        in_titles.update(set(split(entry.texts.title)))
        seen.update(repr(entry).encode())
        if rows:
            rows.add(entry.texts)
        progress(n)
    if rows:
        rows.close()
    _words(db, counts, in_titles)
    vocabulary = source.vocabulary().to_json()
    seen.update(vocabulary.encode())
    _claims(db, facets, n)
    names = db.execute("SELECT name FROM claim UNION SELECT name FROM option").fetchall()
    meta = {
        "format": FORMAT, "vocabulary": vocabulary, "version": seen.hexdigest(), "products": str(n),
        "names": json.dumps([name for (name,) in names]),
        "vectors": rows.path.name if rows and n else "",
    }  # fmt: skip
    db.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
    db.execute("COMMIT")
    db.executescript(_INDEXES + "ANALYZE;")
    return n


def _words(db: sqlite3.Connection, counts: Counter[str], in_titles: Counter[str]) -> None:
    """The catalogue's words, and those that a misspelt one may be meant for."""
    db.executemany(
        "INSERT INTO vocab VALUES (?, ?, ?)", ((word, n, in_titles[word]) for word, n in sorted(counts.items()))
    )
    pairs = ((head, word) for word, n in counts.items() for head in heads(word, n, in_titles[word]))
    db.executemany("INSERT INTO head VALUES (?, ?)", sorted(pairs))


def _facets(db: sqlite3.Connection, n: int, entry: Entry, known: dict[tuple[str, str], int]) -> None:
    numbers = {known.setdefault(claim, len(known) + 1) for claim in entry.facets}
    db.executemany("INSERT INTO facet VALUES (?, ?)", ((n, f) for f in sorted(numbers)))


def _claims(db: sqlite3.Connection, known: dict[tuple[str, str], int], products: int) -> None:
    """Facets are counted in answers where enough products have them, and their values are words."""
    rows = ((f, name, value) for (name, value), f in known.items())
    db.executemany("INSERT INTO claim VALUES (?, ?, ?)", rows)
    sql = (
        "INSERT INTO counted SELECT n, f FROM facet JOIN claim USING (f) WHERE name IN (SELECT name FROM claim "
        "JOIN facet USING (f) GROUP BY name HAVING count(*) >= ? AND avg(value GLOB '*[a-z]*') > 0.5) ORDER BY 1, 2"
    )
    db.execute(sql, (products * _ENOUGH,))


def _product(db: sqlite3.Connection, n: int, entry: Entry) -> None:
    sizes = (value for article in entry.articles for name, value in article.options if name == "size")
    reach = " ".join(sorted({size_system(size) for size in sizes}))
    texts = entry.texts.columns()
    row = (n, entry.id, entry.texts.title, entry.category, reach, entry.released)
    db.execute("INSERT INTO product VALUES (?, ?, ?, ?, ?, ?)", row)
    db.execute(
        f"INSERT INTO f (rowid, {', '.join(COLUMNS)}) VALUES (?{', ?' * len(COLUMNS)})",  # noqa: S608
        (n, *texts),
    )
    for column, text in zip(COLUMNS, texts, strict=True):
        if text:
            db.execute(f"INSERT INTO f_{column} (rowid, x) VALUES (?, ?)", (n, text))  # noqa: S608
    for article in entry.articles:
        _article(db, n, article)


def _article(db: sqlite3.Connection, n: int, article: Article) -> None:
    row = (n, article.sku, article.price)
    v = db.execute("INSERT INTO variant (n, sku, price) VALUES (?, ?, ?)", row).lastrowid
    db.executemany("INSERT INTO option VALUES (?, ?, ?)", ((v, *option) for option in article.options))


def size_system(size: str) -> str:
    """Letters or numbers: a wish for M says nothing of boots."""
    return "number" if any(c.isdigit() for c in size) and not size.upper().endswith("XL") else "letter"
