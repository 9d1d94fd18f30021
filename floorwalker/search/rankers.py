"""The rankings that are fused: words anywhere, words in one field, nearness of meaning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from floorwalker.search.build import WEIGHTS
from floorwalker.search.filters import Condition
from floorwalker.search.index import Snapshot
from floorwalker.search.terms import all_but_one, any_of, every, terms
from floorwalker.search.vectors import Vectors
from floorwalker.search.wordvectors import word_vectors

WIDE = 1000
"""From so many products on, what has only some of the words is listed behind what has all. A smaller shop would show
half its shelf."""

FIELDS = ("title", "name", "brand", "attrs", "descr")
"""What a best field is sought among. The kind is left out: it says again what the title says."""

_EACH = 200
_FEW = 50
_NEAREST = 100
_FLOOR = 0.35
"""A cosine below it is no likeness."""

_BEST = 10
_K = 10


@dataclass(frozen=True)
class Wish:
    """What is looked for: the words, and the condition that products `p` must meet. `limited`: it excludes some."""

    words: tuple[str, ...]
    condition: Condition
    limited: bool


def matching(snapshot: Snapshot, wish: Wish) -> dict[int, float]:
    """Products with their scores, the best first.

    In a wide shop meaning ranks too, twice: what is near the words helps to find the best few, then what is near the
    words and those. A small shop's few products are told apart by their words.
    """
    found = [all_columns(snapshot, wish), best_field(snapshot, wish)]
    pool = list(dict.fromkeys(n for hits in found for n in hits))
    meaning = Meaning.of(snapshot, wish.words)
    if meaning is None or not pool:
        return fused(found)
    near = meaning.nearest(pool, lambda: _allowed(snapshot, wish))
    best = list(fused([*found, near]))[:_BEST]
    return fused([*found, meaning.like(best).order(dict.fromkeys([*pool, *near]))])


def by_meaning(snapshot: Snapshot, wish: Wish) -> list[int]:
    """What is near where no word was found, if near enough."""
    meaning = Meaning.of(snapshot, wish.words)
    return meaning.near_enough(_allowed(snapshot, wish)) if meaning else []


def fused(rankings: Sequence[Sequence[int]]) -> dict[int, float]:
    """Reciprocal rank fusion of rankings of equal weight."""
    score: dict[int, float] = defaultdict(float)
    for ranking in rankings:
        for place, n in enumerate(ranking, 1):
            score[n] += 1 / (_K + place)
    return {n: score[n] for n in sorted(score, key=lambda n: (-score[n], n))}


def all_columns(snapshot: Snapshot, wish: Wish) -> list[int]:
    """The words anywhere in the product, weighed by where they stand."""
    return list(_back_off(snapshot, "f", wish, f"bm25(f, {', '.join(map(str, WEIGHTS))})"))


def best_field(snapshot: Snapshot, wish: Wish) -> list[int]:
    """The words in one and the same field: a product counts by the field in which they weigh most."""
    scores: dict[int, float] = {}
    for column in FIELDS:
        for n, score in _back_off(snapshot, f"f_{column}", wish, "rank").items():
            scores[n] = min(score, scores.get(n, 0.0))
    return sorted(scores, key=lambda n: (scores[n], n))[:_EACH]


@dataclass(frozen=True)
class Meaning:
    """A direction among the products' vectors."""

    rows: Vectors
    direction: Any

    @classmethod
    def of(cls, snapshot: Snapshot, words: Sequence[str]) -> Meaning | None:
        """None without vectors, and in a small shop."""
        known = word_vectors() if snapshot.vectors and snapshot.products >= WIDE else None
        if known is None or snapshot.vectors is None:
            return None
        return cls(snapshot.vectors, known.vector(" ".join(words)))

    def nearest(self, pool: Collection[int], allowed: Callable[[], Sequence[int] | None]) -> list[int]:
        """What words found; where they found little, all that is allowed (None: everything)."""
        return self.order(pool) if len(pool) >= _FEW else [n for n, _ in self._among(allowed())]

    def near_enough(self, among: Sequence[int] | None) -> list[int]:
        return [n for n, cosine in self._among(among) if cosine >= _FLOOR]

    def order(self, among: Collection[int]) -> list[int]:
        return [n for n, _ in self._among(list(among))]

    def like(self, best: Sequence[int]) -> Meaning:
        """The direction drawn towards those products."""
        return replace(self, direction=self.rows.between(self.direction, best))

    def _among(self, among: Sequence[int] | None) -> list[tuple[int, float]]:
        if among is None:
            return self.rows.nearest(self.direction, _NEAREST)
        return self.rows.order(self.direction, among)[:_NEAREST] if among else []


def _allowed(snapshot: Snapshot, wish: Wish) -> list[int] | None:
    if not wish.limited:
        return None
    sql = f"SELECT p.n FROM product p WHERE {wish.condition.sql} ORDER BY p.n"  # noqa: S608
    return [n for (n,) in snapshot.db.execute(sql, wish.condition.values)]


def _back_off(snapshot: Snapshot, table: str, wish: Wish, order: str) -> dict[int, float]:
    """All words; where few products have them, fewer of the words behind.

    A wide shop adds what has any of them; a small one what has all but one, and any only where nothing was found.
    """
    some = terms(wish.words, snapshot.speller)
    hits = _hits(snapshot, table, every(some), wish.condition, order)
    if len(hits) >= _FEW or len(some) < 2:
        return hits
    if snapshot.products >= WIDE:
        return _behind(hits, _hits(snapshot, table, any_of(some), wish.condition, order))
    if len(some) > 2:
        hits = _behind(hits, _hits(snapshot, table, all_but_one(some), wish.condition, order))
    if not hits and table == "f":
        hits = _hits(snapshot, table, any_of(some), wish.condition, order)
    return hits


def _behind(hits: dict[int, float], more: dict[int, float]) -> dict[int, float]:
    return {**hits, **{n: score for n, score in more.items() if n not in hits}}


def _hits(snapshot: Snapshot, table: str, match: str, condition: Condition, order: str) -> dict[int, float]:
    """Products and their scores, the lower the better."""
    sql = (
        f"SELECT p.n, {order} FROM {table} JOIN product p ON p.n = {table}.rowid "  # noqa: S608
        f"WHERE {table} MATCH ? AND {condition.sql} ORDER BY 2, 1 LIMIT {_EACH}"
    )
    return dict(snapshot.db.execute(sql, (match, *condition.values)).fetchall())
