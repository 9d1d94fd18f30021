"""Finds and orders products: filters in SQL, rankings of words fused by reciprocal rank, relaxed when nothing fits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

from floorwalker.search import filters
from floorwalker.search.build import COLUMNS, WEIGHTS
from floorwalker.search.filters import Condition, quoted
from floorwalker.search.index import Index, Snapshot
from floorwalker.search.query_values import Query
from floorwalker.search.relax import steps
from floorwalker.search.words import split

Offers = Callable[[str], int]
"""SKU → free pieces."""

Ranker = Callable[[Snapshot, Sequence[str], Condition], list[int]]
"""Products by their number, best first. Vectors will be one more of these."""

Counts = tuple[tuple[str, int], ...]

_EACH = 200
_FEW = 50
_WORDS = 16  # an FTS expression may not grow without end
_K = 10


@dataclass(frozen=True)
class Found:
    """`ids`: this page; `total`: all that match; `corrected`: the words searched when the spelling was mended;
    `relaxed`: names of what was let go because nothing matched otherwise: text, price, category or a facet;
    `facets`: (name, ((value, products), …)) over all that match, commonest first."""

    ids: tuple[str, ...]
    total: int
    corrected: str | None = None
    relaxed: tuple[str, ...] = ()
    facets: tuple[tuple[str, Counts], ...] = ()


def search(
    index: Index, query: Query, limit: int = 6, offset: int = 0, offers: Offers = lambda sku: 1
) -> Found:
    """Products in order of fit; those of which no matching variant is free come last. Never raises for any text."""
    with index.reading() as snapshot:
        words = split(query.text)[:_WORDS]
        mended = snapshot.speller.mend(words)
        for relaxed, easier in steps(query):
            numbers = _matching(snapshot, easier, mended.words)
            if numbers:
                ordered = _ordered(snapshot, easier, numbers, offers)
                corrected = " ".join(mended.words) if mended.changed and easier.text else None
                ids = tuple(ordered[offset : offset + limit])
                return Found(ids, len(ordered), corrected, relaxed, _facets(snapshot, numbers))
        return Found((), 0, " ".join(mended.words) if mended.changed else None)


def _matching(snapshot: Snapshot, query: Query, words: Sequence[str]) -> list[int]:
    condition = filters.products(query)
    if not split(query.text):
        sql = f"SELECT p.n FROM product p WHERE {condition.sql} ORDER BY p.n"  # noqa: S608
        return [n for (n,) in snapshot.db.execute(sql, condition.values)]
    return fused([ranker(snapshot, words, condition) for ranker in RANKERS])


def fused(rankings: Sequence[Sequence[int]]) -> list[int]:
    """Reciprocal rank fusion of rankings of equal weight."""
    score: Counter[int] = Counter()
    for ranking in rankings:
        for place, n in enumerate(ranking, 1):
            score[n] += 1 / (_K + place)  # type: ignore[assignment]  # a Counter adds floats too
    return sorted(score, key=lambda n: (-score[n], n))


def all_columns(snapshot: Snapshot, words: Sequence[str], condition: Condition) -> list[int]:
    """The words anywhere in the product, weighed by where they stand."""
    order = f"bm25(f, {', '.join(map(str, WEIGHTS))})"
    return _back_off(snapshot, "f", words, condition, order)


def best_field(snapshot: Snapshot, words: Sequence[str], condition: Condition) -> list[int]:
    """The words in one and the same field: a product counts by the field in which it stands best."""
    places: dict[int, int] = {}
    for column in COLUMNS:
        for place, n in enumerate(_back_off(snapshot, f"f_{column}", words, condition, "rank")):
            places[n] = min(place, places.get(n, place))
    return sorted(places, key=lambda n: (places[n], n))[:_EACH]


RANKERS: tuple[Ranker, ...] = (all_columns, best_field)


def _back_off(
    snapshot: Snapshot, table: str, words: Sequence[str], condition: Condition, order: str
) -> list[int]:
    """All words; where few products have them, all but one behind; where none has, any of them.

    Adding any of them whenever few have all would find a little more in a large shop (NDCG .74 for .73), and would
    show a small one's shopper half the shelf.
    """
    terms = _terms(snapshot, words)
    hits = _hits(snapshot, table, " AND ".join(terms), condition, order)
    if len(hits) < _FEW and len(terms) > 2:
        looser = _hits(snapshot, table, _all_but_one(terms), condition, order)
        hits = list(dict.fromkeys([*hits, *looser]))
    if not hits and len(terms) > 1 and table == "f":
        hits = _hits(snapshot, table, " OR ".join(terms), condition, order)
    return hits


def _all_but_one(terms: Sequence[str]) -> str:
    some = (" AND ".join(chosen) for chosen in combinations(terms, len(terms) - 1))
    return " OR ".join(f"({chosen})" for chosen in some)


def _hits(snapshot: Snapshot, table: str, match: str, condition: Condition, order: str) -> list[int]:
    sql = (
        f"SELECT p.n FROM {table} JOIN product p ON p.n = {table}.rowid "  # noqa: S608
        f"WHERE {table} MATCH ? AND {condition.sql} ORDER BY {order}, p.n LIMIT {_EACH}"
    )
    return [n for (n,) in snapshot.db.execute(sql, (match, *condition.values))]


def _terms(snapshot: Snapshot, words: Sequence[str]) -> list[str]:
    """The last word may be unfinished: one the catalogue does not know is searched by its beginning."""
    *before, last = words
    unfinished = len(last) >= 3 and not snapshot.speller.knows(last)
    return [*map(quoted, before), quoted(last) + (" *" if unfinished else "")]


def _ordered(snapshot: Snapshot, query: Query, numbers: Sequence[int], offers: Offers) -> list[str]:
    here = filters.variants(query)
    sql = (
        "SELECT p.n, p.id, v.sku, v.price FROM product p JOIN variant v ON v.n = p.n "  # noqa: S608
        f"WHERE p.n IN (SELECT value FROM json_each(?)) AND {here.sql}"
    )
    listed = f"[{','.join(map(str, numbers))}]"
    ids: dict[int, str] = {}
    least: dict[int, int] = {}
    free: set[int] = set()
    for n, id_, sku, price in snapshot.db.execute(sql, (listed, *here.values)):
        ids[n] = id_
        least[n] = min(price, least.get(n, price))
        if n not in free and offers(sku) > 0:
            free.add(n)
    by = _sorted(query.sort, numbers, least)
    return [ids[n] for n in sorted(by, key=lambda n: n not in free)]


def _sorted(sort: str, numbers: Sequence[int], least: dict[int, int]) -> list[int]:
    if sort == "price":
        return sorted(numbers, key=lambda n: least[n])
    if sort == "-price":
        return sorted(numbers, key=lambda n: -least[n])
    return sorted(numbers, reverse=True) if sort == "-released" else list(numbers)


def _facets(snapshot: Snapshot, numbers: Sequence[int]) -> tuple[tuple[str, Counts], ...]:
    sql = (
        "WITH hit AS (SELECT value n FROM json_each(?)) "
        "SELECT name, value, count(*) c FROM hit JOIN facet USING (n) GROUP BY 1, 2 UNION ALL "
        "SELECT name, value, count(DISTINCT n) c FROM hit JOIN variant USING (n) JOIN option USING (v) GROUP BY 1, 2 "
        "ORDER BY 1, 3 DESC, 2"
    )
    found: dict[str, list[tuple[str, int]]] = {}
    for name, value, count in snapshot.db.execute(sql, (f"[{','.join(map(str, numbers))}]",)):
        found.setdefault(name, []).append((value, count))
    return tuple((name, tuple(values)) for name, values in found.items())
