"""The state of a search and what one sentence adds to it: frozen, comparable, kept as JSON in one slot."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

Facets = tuple[tuple[str, tuple[str, ...]], ...]
"""(("colour", ("slate", "pine")), …): OR inside an entry, AND between entries."""

TOGETHER = frozenset({"weather", "warmth"})
"""Facets of which every value is meant: rain and wind are two entries."""


@dataclass(frozen=True)
class Query:
    """`low`, `high`: minor units; `sort`: relevance, price, -price or -released.

    Facets: colour, size, material, kind, weather, warmth, use, occasion, offer; in `avoid` also text.
    """

    text: str = ""
    category: str | None = None
    low: int | None = None
    high: int | None = None
    want: Facets = ()
    avoid: Facets = ()
    sort: str = "relevance"

    def to_json(self) -> str:
        return json.dumps(
            {k: v for k, v in asdict(self).items() if v not in ((), None, "")}, ensure_ascii=False
        )

    @classmethod
    def from_json(cls, text: str | None) -> Query:
        """Nothing gives the empty query."""
        fields: Mapping[str, Any] = json.loads(text) if text else {}
        facets = {name: _facets(fields[name]) for name in ("want", "avoid") if name in fields}
        return cls(**{**fields, **facets})

    def wanted(self, facet: str) -> tuple[str, ...]:
        return tuple(value for name, values in self.want if name == facet for value in values)

    def named(self) -> frozenset[str]:
        """The facets of which something was wanted, and "price" where a bound was."""
        price = {"price"} if self.low is not None or self.high is not None else set()
        return frozenset({name for name, _ in self.want} | price)


@dataclass(frozen=True)
class Turn:
    """What one sentence says: fields of Query, empty where nothing was said.

    `drop`: facets that no longer matter ("any colour"); `allow`: values no longer avoided; `relative`: cheaper or
    dearer; `refine`: it goes on with the search before, naming no kind of its own, or "instead", "ones", "them".
    """

    text: str = ""
    category: str | None = None
    low: int | None = None
    high: int | None = None
    want: Facets = ()
    avoid: Facets = ()
    sort: str = ""
    drop: tuple[str, ...] = ()
    allow: Facets = ()
    relative: str = ""
    refine: bool = True


def gather(pairs: Iterable[tuple[str, Iterable[str]]]) -> Facets:
    """Entries in the order of first mention, each value once."""
    found: dict[tuple[str, ...], dict[str, None]] = {}
    for name, values in pairs:
        key = (name, *values) if name in TOGETHER else (name,)
        found.setdefault(key, {}).update(dict.fromkeys(values))
    return tuple((key[0], tuple(values)) for key, values in found.items())


def _facets(rows: Iterable[Iterable[Any]]) -> Facets:
    return tuple((str(name), tuple(map(str, values))) for name, values in rows)
