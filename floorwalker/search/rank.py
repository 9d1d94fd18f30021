"""Finds and orders products: filters in SQL, rankings of words fused by reciprocal rank, relaxed when nothing fits."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from floorwalker.search import filters
from floorwalker.search.facets import Facets, counts
from floorwalker.search.filters import Condition
from floorwalker.search.index import Index, Snapshot
from floorwalker.search.query_values import Query
from floorwalker.search.rankers import WIDE, Wish, by_meaning, matching
from floorwalker.search.relax import steps
from floorwalker.search.speller import Mended
from floorwalker.search.words import split

Offers = Callable[[str], int]
"""SKU → free pieces."""

Words = tuple[str, ...]
Gone = tuple[str, ...]
"""Names of what was let go."""


@dataclass
class Listed:
    """A product while the list is put in order; `price`: the least of its variants that match, in minor units."""

    id: str
    n: int
    released: str
    price: int | None = None
    free: bool = False

    def take(self, price: int | None, free: bool) -> None:
        known = [p for p in (self.price, price) if p is not None]
        self.price, self.free = min(known, default=None), free


@dataclass(frozen=True)
class Found:
    """`ids`: this page; `total`: all that match; `corrected`: the words searched when the spelling was mended;
    `relaxed`: names of what was let go because nothing matched otherwise: text, price, category or a facet;
    `facets`: (name, ((value, products), …)) over all that match, commonest first;
    `prices`: of all that match, the least first; `other`: a second reading of misspelt words, nearly as likely."""

    ids: tuple[str, ...]
    total: int
    corrected: str | None = None
    relaxed: tuple[str, ...] = ()
    facets: Facets = ()
    prices: tuple[int, ...] = ()
    other: str | None = None


def search(
    index: Index, query: Query, limit: int = 6, offset: int = 0, offers: Offers = lambda sku: 1
) -> Found:
    """Products in order of fit; those of which no matching variant is free come last. Never raises for any text."""
    with index.reading() as snapshot:
        mended = snapshot.speller.mend(split(query.text))
        numbers, relaxed, easier, words = _first(snapshot, query, mended)
        ordered = _ordered(snapshot, easier, numbers, offers)
        return Found(
            ids=tuple(one.id for one in ordered[offset : offset + limit]),
            total=len(ordered),
            corrected=" ".join(words) if words and words != split(query.text) else None,
            relaxed=relaxed,
            facets=counts(snapshot, numbers),
            prices=tuple(sorted(one.price for one in ordered if one.price is not None)),
            other=" ".join(mended.other) if mended.other and words == mended.words else None,
        )


def _first(snapshot: Snapshot, query: Query, mended: Mended) -> tuple[list[int], Gone, Query, Words]:
    """What the first try finds that finds something; at last what is near in meaning."""
    for relaxed, easier, words in _tries(query, mended):
        if numbers := _matching(snapshot, easier, words):
            return numbers, relaxed, easier, words
    numbers = _like(snapshot, query, mended.words)
    return numbers, ("text",) if numbers else (), query, mended.words


def _tries(query: Query, mended: Mended) -> Iterator[tuple[Gone, Query, Words]]:
    """The wish itself, with the second reading of its words, then with less and less: (let go, query, words)."""
    for relaxed, easier in steps(query):
        yield relaxed, easier, mended.words if easier.text else ()
        if not relaxed and mended.other:
            yield relaxed, easier, mended.other


def _matching(snapshot: Snapshot, query: Query, words: Words) -> list[int]:
    wish = _wish(snapshot, query, words)
    if not wish.words:
        sql = f"SELECT p.n FROM product p WHERE {wish.condition.sql} ORDER BY p.n"  # noqa: S608
        return [n for (n,) in snapshot.db.execute(sql, wish.condition.values)]
    scores = matching(snapshot, wish)
    return list(_relevant(scores) if query.sort != "relevance" and snapshot.products >= WIDE else scores)


def _like(snapshot: Snapshot, query: Query, words: Words) -> list[int]:
    """What has none of the words, but is near in meaning."""
    wish = _wish(snapshot, query, words)
    return by_meaning(snapshot, wish) if words else []


def _wish(snapshot: Snapshot, query: Query, words: Words) -> Wish:
    limited = query != Query(query.text, sort=query.sort)
    condition = filters.products(query) if limited else Condition("1")
    return Wish((*_said(snapshot, query), *words), condition, limited)


def _relevant(scores: Mapping[int, float]) -> list[int]:
    """What may be put in order of price: in a wide shop the last of the list has little to do with the wish."""
    least = max(scores.values(), default=0.0) / 2
    return [n for n, score in scores.items() if score >= least]


def _said(snapshot: Snapshot, query: Query) -> Iterator[str]:
    """A brand also ranks as a word; so does a colour where products have it as a mere fact, not to choose."""
    for name, values in query.want:
        if len(values) == 1 and (name == "brand" or (name == "colour" and not snapshot.options)):
            yield from split(values[0])


def _ordered(snapshot: Snapshot, query: Query, numbers: Sequence[int], offers: Offers) -> list[Listed]:
    """In the order asked for; what is sold out comes last."""
    here = filters.variants(query)
    sql = (
        "SELECT p.n, p.id, p.released, v.sku, v.price FROM product p JOIN variant v ON v.n = p.n "  # noqa: S608
        f"WHERE p.n IN (SELECT value FROM json_each(?)) AND {here.sql}"
    )
    found: dict[int, Listed] = {}
    for n, id_, released, sku, price in snapshot.db.execute(sql, (json.dumps(numbers), *here.values)):
        one = found.setdefault(n, Listed(id_, n, released))
        one.take(price, one.free or offers(sku) > 0)
    listed = [found[n] for n in numbers if n in found]
    if query.sort in _SORTS:
        key, reverse = _SORTS[query.sort]
        listed.sort(key=key, reverse=reverse)
    return sorted(listed, key=lambda one: not one.free)


_SORTS: Mapping[str, tuple[Callable[[Listed], tuple[Any, ...]], bool]] = {
    "price": (lambda one: (one.price is None, one.price), False),
    "-price": (lambda one: (one.price is not None, one.price), True),
    "-released": (lambda one: (one.released, one.n), True),
}
