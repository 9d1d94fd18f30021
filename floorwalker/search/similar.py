"""What is like a product: what it shares with others counts the more, the fewer have it; then nearness of meaning."""

from __future__ import annotations

from math import log

from floorwalker.search.index import Snapshot
from floorwalker.search.rankers import fused
from floorwalker.search.vectors import Vectors

_MOST = 50


def similar(snapshot: Snapshot, product: str) -> list[str]:
    """Other products, the likest first; nothing for one that the index does not know, or that shares nothing."""
    row = snapshot.db.execute("SELECT n FROM product WHERE id = ?", (product,)).fetchone()
    if row is None:
        return []
    shared = _sharing(snapshot, row[0])
    near = _near(snapshot.vectors, row[0], shared) if snapshot.vectors else []
    ordered = list(fused([shared, near]))
    ids = dict(snapshot.db.execute(f"SELECT n, id FROM product WHERE n IN ({','.join(map(str, ordered))})"))  # noqa: S608
    return [ids[n] for n in ordered]


def _sharing(snapshot: Snapshot, n: int) -> list[int]:
    """By the rarity of the facets in common, nearest in price among equals."""
    sql = (
        "WITH mine AS (SELECT f, (SELECT count(*) FROM facet x WHERE x.f = facet.f) c FROM facet WHERE n = :n), "
        "cost AS (SELECT n, min(price) p FROM variant GROUP BY n) "
        "SELECT facet.n, group_concat(mine.c), abs(coalesce(cost.p, 0) - coalesce(own.p, 0)) FROM mine "
        "JOIN facet USING (f) LEFT JOIN cost ON cost.n = facet.n LEFT JOIN cost own ON own.n = :n "
        "WHERE facet.n != :n AND mine.c <= :most GROUP BY facet.n"
    )
    found = snapshot.db.execute(sql, {"n": n, "most": max(_MOST, snapshot.products // 2)})
    rated = [(-_weight(counts, snapshot.products), apart, other) for other, counts, apart in found]
    return [other for _, _, other in sorted(rated)[:_MOST]]


def _weight(counts: str, products: int) -> float:
    return sum(log(1 + products / int(count)) for count in counts.split(","))


def _near(vectors: Vectors, n: int, among: list[int]) -> list[int]:
    return [other for other, _ in vectors.order(vectors.rows[n - 1], among)] if among else []
