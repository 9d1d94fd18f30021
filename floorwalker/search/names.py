"""The names of a shop's products, made ready for looking up: whole, by their words, and nearly right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from floorwalker.search import lexicon
from floorwalker.search.words import distance, phrase

_Key = TypeVar("_Key")

EVERYDAY = lexicon.listed(
    """long set day sun light new big small large one two three four five wide short top lined max plus pro
    life gold health kneel sledge quilt bracket lender alder folder holder colder older elder welder horse hearth
    lord"""
)
"""Words in names that everybody says without meaning the product."""


@dataclass(frozen=True)
class Names:
    """`whole`: a name → products; `titles`: a product → words of its title; `telling`: a word → products that it may
    mean alone; `near`: telling words by first letter and length; `weights`: what a word says of a product."""

    whole: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, frozenset[str]]
    telling: Mapping[str, tuple[str, ...]]
    near: Mapping[tuple[str, int], tuple[str, ...]]
    weights: Mapping[str, float]
    longest: int

    @classmethod
    def of(cls, names: Sequence[tuple[str, tuple[str, ...]]]) -> Names:
        generic = frozenset(_generic())
        titles = {product: frozenset(called[0].split()) for product, called in names if called}
        counts = Counter(word for title in titles.values() for word in title)
        said = ((name, product) for product, called in names for name in called)
        whole = _grouped((n, p) for n, p in said if not set(n.split()) <= generic | EVERYDAY)
        telling = _grouped(
            (word, product)
            for product, title in titles.items()
            for word in sorted(title - generic - EVERYDAY)
            if not word.isdecimal()
        )
        near = _grouped(((word[0], len(word)), word) for word in telling if len(word) > 3)
        weights = {word: 0.1 if word in generic else 1 / times for word, times in counts.items()}
        return cls(whole, titles, telling, near, weights, max((n.count(" ") + 1 for n in whole), default=0))

    def nearest(self, word: str) -> str | None:
        """The one telling word that a word of five letters and more is nearly; it must begin alike."""
        if len(word) < 5 or word in self.weights or word in EVERYDAY or word in lexicon.CHAT:
            return None
        limit = 2 if len(word) >= 8 else 1
        lengths = range(len(word) - limit, len(word) + limit + 1)
        among = [other for length in lengths for other in self.near.get((word[0], length), ())]
        close = [other for other in among if distance(word, other, limit) <= limit]
        return close[0] if len(close) == 1 else None

    def score(self, product: str, said: Iterable[str]) -> float:
        """The share of the product's title that was said, by weight."""
        title = self.titles[product]
        return sum(self.weights[w] for w in title.intersection(said)) / sum(self.weights[w] for w in title)


def _generic() -> Iterator[str]:
    """Words for kinds, weathers, uses, materials: never enough to name a product."""
    for group in (*lexicon.GROUPS.values(), lexicon.MATERIALS):
        for value, line in group.items():
            yield value
            yield from (word for said in lexicon.phrases(line) for word in phrase(said).split())


def _grouped(pairs: Iterable[tuple[_Key, str]]) -> dict[_Key, tuple[str, ...]]:
    found: dict[_Key, list[str]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}
