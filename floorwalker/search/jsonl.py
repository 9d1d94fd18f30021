"""A catalogue as JSON Lines, one product a line: what any storefront can export, and public collections are.

Fields: `id` and `title`, both needed; `name` (model), `brand`, `category`, `description`, `price` (minor units),
`released` (a date that sorts), `attrs` ([[name, value], …]). Others are passed over. A name that ends in `.gz` is
unpacked while it is read.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from floorwalker.errors import BadFile
from floorwalker.search.entry import Article, Entry, Texts
from floorwalker.search.kinds import kind_of, shared
from floorwalker.search.query_values import Facets
from floorwalker.search.vocabulary import Vocabulary
from floorwalker.search.words import fold, phrase

_SHORT = 60
"""A longer value is a text, not a facet."""

_MOSTLY = 0.8
"""A word means a brand when so many of the products that have it in the title are of that brand."""


@dataclass
class JsonLines:
    """Read twice: for the sorts of things, which many products must share, and for the entries."""

    path: Path
    count: int = 0
    _kinds: frozenset[str] = frozenset()
    _brands: Counter[str] = field(default_factory=Counter)
    _titled: Counter[str] = field(default_factory=Counter)
    _colours: set[str] = field(default_factory=set)

    def prepare(self) -> None:
        """The first reading. Raises BadFile, naming the line."""
        kinds = list(map(_kind, self._rows()))
        self.count, self._kinds = len(kinds), shared(kinds)
        if not kinds:
            raise BadFile((f"{self.path.name}: no products in it",))

    def entries(self) -> Iterator[Entry]:
        """Raises BadFile for a line that is no product, or an id that comes twice."""
        if not self.count:
            self.prepare()
        for row in self._rows():
            entry = _entry(row, self._kinds)
            self._learn(entry)
            yield entry

    def vocabulary(self) -> Vocabulary:
        """Brands and colours; the sorts of things tell a new search from more words for the one before."""
        meanings: dict[str, Facets] = {colour: (("colour", (colour,)),) for colour in self._colours}
        for brand, count in self._brands.items():
            if len(brand) > 2 and count >= _MOSTLY * self._titled[brand]:
                meanings[brand] = (("brand", (brand,)),)
        heads = frozenset(kind.split()[-1] for kind in self._kinds)
        return Vocabulary(meanings, (), heads)

    def _learn(self, entry: Entry) -> None:
        facets = dict(entry.facets)
        title = phrase(entry.texts.title)
        self._titled.update(set(title.split()))
        if "brand" in facets:
            self._brands[facets["brand"]] += 1
            self._titled[facets["brand"]] += facets["brand"].count(" ") > 0
        if "colour" in facets and facets["colour"].isalpha():
            self._colours.add(facets["colour"])

    def _rows(self) -> Iterator[Mapping[str, Any]]:
        seen: set[str] = set()
        with _opened(self.path) as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    row = _row(line, f"{self.path.name} line {number}")
                    if row["id"] in seen:
                        raise BadFile((f"{self.path.name} line {number}: id {row['id']!r} comes twice",))
                    seen.add(row["id"])
                    yield row


def _opened(path: Path) -> AbstractContextManager[IO[str]]:
    try:
        if path.suffix == ".gz":
            return gzip.open(path, "rt", encoding="utf-8")
        return path.open(encoding="utf-8")
    except OSError as no:
        raise BadFile((f"{path}: cannot be read ({no.strerror})",)) from None


def _row(line: str, where: str) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except ValueError:
        raise BadFile((f"{where}: no JSON object",)) from None
    if not isinstance(row, dict):
        raise BadFile((f"{where}: no JSON object",))
    wrong = [name for name in ("id", "title") if not isinstance(row.get(name), (str, int)) or row[name] == ""]
    if wrong:
        raise BadFile(tuple(f"{where}: {name}: a text is needed" for name in wrong))
    price = row.get("price")
    if price is not None and (not isinstance(price, int) or isinstance(price, bool) or price < 0):
        raise BadFile((f"{where}: price: a whole number of minor units is needed, not {price!r}",))
    return {**row, "id": str(row["id"]), "title": str(row["title"])}


def _entry(row: Mapping[str, Any], kinds: frozenset[str]) -> Entry:
    kind = _kind(row)
    kind = kind if kind in kinds else _text(row, "category")
    attrs = [(str(name), value) for name, value in row.get("attrs") or ()]
    brand = _text(row, "brand")
    texts = Texts(
        title=row["title"],
        name=_text(row, "name"),
        brand=brand,
        kind=kind,
        attrs="\n".join(value for _, value in attrs if isinstance(value, str)),
        descr=_text(row, "description"),
    )
    facets = dict.fromkeys([*_named("brand", brand), *_named("kind", kind), *_facets(attrs)])
    category = fold(_text(row, "category"))
    return Entry(row["id"], texts, category, tuple(facets), _articles(row), _text(row, "released"))


def _articles(row: Mapping[str, Any]) -> tuple[Article, ...]:
    return (Article(row["id"], row.get("price")),)


def _kind(row: Mapping[str, Any]) -> str:
    return _text(row, "category") or kind_of(row["title"], _text(row, "brand"), _text(row, "name"))


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value)


def _named(name: str, value: str) -> list[tuple[str, str]]:
    return [(name, phrase(value))] if phrase(value) else []


def _facets(attrs: list[tuple[str, Any]]) -> Iterator[tuple[str, str]]:
    for name, value in attrs:
        text = ("yes" if value else "no") if isinstance(value, bool) else str(value)
        if text and len(text) <= _SHORT:
            yield _facet_name(fold(name)), phrase(text) if isinstance(value, str) else text


def _facet_name(name: str) -> str:
    """Any colour of the product is its colour."""
    return "colour" if name in ("color", "colour", "product color", "product colour") else " ".join(name.split())
