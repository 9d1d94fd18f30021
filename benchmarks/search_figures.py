"""The figures of a ranking: NDCG@10 as the collection's description asks, and intervals by bootstrap over queries."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path

CUT = 10


@dataclass(frozen=True)
class Judged:
    """`grades`: product → 0 to 3; `typo`: the same query with a slip, where there is one."""

    query: str
    typo: str | None
    grades: Mapping[str, int]


def read_queries(path: Path) -> list[Judged]:
    """Those with at least one relevant product: for the others nothing can be measured."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [Judged(r["query"], r["typo"], r["judgements"]) for r in rows if any(r["judgements"].values())]


def ndcg(ids: Sequence[str], grades: Mapping[str, int], judged_only: bool = False) -> float:
    """Linear gain; what nobody judged counts nothing, or is passed over."""
    listed = [id_ for id_ in ids if id_ in grades] if judged_only else ids
    ideal = _gain(sorted(grades.values(), reverse=True))
    return _gain([grades.get(id_, 0) for id_ in listed]) / ideal


def mean(figures: Sequence[float]) -> float:
    return sum(figures) / len(figures)


def interval(one: Sequence[float], other: Sequence[float], draws: int = 2000) -> tuple[float, float]:
    """95 % of the mean difference, query by query."""
    chance = random.Random(1)
    apart = [a - b for a, b in zip(one, other, strict=True)]
    means = sorted(mean(chance.choices(apart, k=len(apart))) for _ in range(draws))
    return means[int(draws * 0.025)], means[int(draws * 0.975)]


def percentile(figures: Sequence[float], share: float) -> float:
    return sorted(figures)[min(len(figures) - 1, int(len(figures) * share))]


def _gain(grades: Sequence[int]) -> float:
    return sum(grade / log2(place + 1) for place, grade in enumerate(grades[:CUT], 1))
