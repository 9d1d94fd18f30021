"""Writes the product index: one SQLite file per catalogue, made aside and swapped in, so that readers never wait."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from floorwalker.domain.catalogue import Category, Colour, Product
from floorwalker.search.parse_size import sizes_covered
from floorwalker.search.vocabulary import Vocabulary, product_facets
from floorwalker.search.words import fold, split

COLUMNS = ("title", "name", "kind", "attrs", "descr")
WEIGHTS = (10, 5, 3, 1, 2)

_FTS = "content='', tokenize='porter unicode61 remove_diacritics 2'"
_SCHEMA = f"""
CREATE TABLE product (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, category TEXT NOT NULL, reach TEXT NOT NULL);
CREATE TABLE variant (v INTEGER PRIMARY KEY, n INT NOT NULL, sku TEXT NOT NULL, price INT NOT NULL);
CREATE TABLE option (v INT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (v, name, value)) WITHOUT ROWID;
CREATE TABLE facet (n INT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (n, name, value)) WITHOUT ROWID;
CREATE INDEX variant_of ON variant (n, price);
CREATE INDEX facet_value ON facet (name, value, n);
CREATE TABLE vocab (word TEXT PRIMARY KEY, products INT NOT NULL, titles INT NOT NULL) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE f USING fts5({", ".join(COLUMNS)}, {_FTS});
{"".join(f"CREATE VIRTUAL TABLE f_{column} USING fts5(x, {_FTS});" for column in COLUMNS)}
"""


def build(
    products: Sequence[Product], categories: Sequence[Category], colours: Sequence[Colour], path: Path
) -> None:
    """Makes or replaces the index at `path`; an interrupted build leaves the old one."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    aside = Path(name)
    try:
        with closing(sqlite3.connect(aside, isolation_level=None)) as db:
            _write(db, products, categories, colours)
        aside.chmod(0o644)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def _write(
    db: sqlite3.Connection,
    products: Sequence[Product],
    categories: Sequence[Category],
    colours: Sequence[Colour],
) -> None:
    db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA + "BEGIN;")
    titles = {category.id: category for category in categories}
    names = {colour.name: colour for colour in colours}
    counts: Counter[str] = Counter()
    in_titles: Counter[str] = Counter()
    for n, product in enumerate(products, 1):
        texts = _texts(product, titles.get(product.category), names)
        _product(db, n, product, texts)
        counts.update({word for text in texts for word in split(text)})
        in_titles.update(set(split(texts[0])))
    rows = [(word, times, in_titles[word]) for word, times in counts.items()]
    db.executemany("INSERT INTO vocab VALUES (?, ?, ?)", rows)
    vocabulary = Vocabulary.of(products, categories, colours).to_json()
    version = hashlib.sha256("\n".join([vocabulary, *map(repr, products)]).encode()).hexdigest()
    db.executemany("INSERT INTO meta VALUES (?, ?)", [("vocabulary", vocabulary), ("version", version)])
    db.execute("COMMIT")


def _texts(product: Product, category: Category | None, colours: dict[str, Colour]) -> tuple[str, ...]:
    """The columns: what a word is worth depends on where it stands."""
    shown = [colours[name] for name in product.values("colour") if name in colours]
    plain = [word for colour in shown for word in (colour.title, *colour.families)]
    kind = [*product.tags, *((category.title, *category.words) if category else ())]
    attributes = [*product.features, *product.materials, *plain]
    return (
        product.title,
        " ".join(product.words),
        " ".join(kind),
        "\n".join(attributes),
        f"{product.summary}\n{product.description}",
    )


def _product(db: sqlite3.Connection, n: int, product: Product, texts: Sequence[str]) -> None:
    reach = " ".join(sorted({size_system(size) for size in product.values("size")}))
    db.execute("INSERT INTO product VALUES (?, ?, ?, ?)", (n, product.id, product.category, reach))
    db.execute(
        f"INSERT INTO f (rowid, {', '.join(COLUMNS)}) VALUES (?{', ?' * len(COLUMNS)})",  # noqa: S608
        (n, *texts),
    )
    for column, text in zip(COLUMNS, texts, strict=True):
        db.execute(f"INSERT INTO f_{column} (rowid, x) VALUES (?, ?)", (n, text))  # noqa: S608
    db.executemany("INSERT INTO facet VALUES (?, ?, ?)", ((n, *row) for row in _facet_rows(product)))
    for variant in product.variants:
        v = db.execute(
            "INSERT INTO variant (n, sku, price) VALUES (?, ?, ?)", (n, variant.sku, variant.price.minor)
        )
        rows = {(v.lastrowid, name, value) for name, value in _options(variant.options)}
        db.executemany("INSERT INTO option VALUES (?, ?, ?)", sorted(rows))


def _facet_rows(product: Product) -> Iterator[tuple[str, str]]:
    yield from dict.fromkeys((name, value) for name, values in product_facets(product) for value in values)


def _options(options: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for name, value in options:
        if name == "size":
            yield from ((name, size) for size in sizes_covered(value))
        else:
            yield name, fold(value)


def size_system(size: str) -> str:
    """Letters or numbers: a wish for M says nothing of boots."""
    return "number" if any(c.isdigit() for c in size) and not size.upper().endswith("XL") else "letter"
