"""Which question would narrow the list most: the facet whose answer leaves the fewest products, as far as it is known.

Expected gain in bits over the products found: log2 of their number, less what is left on average whichever value is
named; a product whose value is not known stays whatever the answer. Weighed by how readily a shopper can answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from math import log2

from floorwalker.search.facets import Counts, Facets

READILY = {
    "use": 1.0, "size": 1.0, "colour": 1.0, "kind": 1.0, "occasion": 1.0, "weather": 1.0, "price": 0.9, "brand": 0.8,
    "warmth": 0.8, "material": 0.6,
}  # fmt: skip
"""Shoppers know what a thing is for; few know its chipset."""

_OTHERWISE = 0.3
_NEVER = ("package", "weight", "width", "height", "depth", "code", "country", "certifi", "compliance", "operating",
          "storage temperature", "offer")  # fmt: skip
"""What no shop asks: how a thing is packed, measured, made."""

_CHOICES = 4
_FEW = 5
_LEAST = 0.3


@dataclass(frozen=True)
class Question:
    """Ask for `facet`; `values`: the commonest answers, or for a price the bounds between thirds, in minor units."""

    facet: str
    values: tuple[str, ...]


def telling(facets: Facets, prices: Sequence[int], total: int, said: Collection[str] = ()) -> Question | None:
    """The most telling question; none where few products are left, all was said, or little would be gained."""
    if total <= _FEW:
        return None
    every = [*_priced(prices), *facets]
    rated = [(_worth(name, counts, total), name, counts) for name, counts in every if _askable(name, said)]
    best = max(rated, key=lambda one: (one[0], one[1]), default=None)
    if best is None or best[0] < _LEAST:
        return None
    _, name, counts = best
    if name == "price":
        return Question(name, tuple(bound for bound, _ in counts[:-1]))
    return Question(name, tuple(value for value, _ in counts[:_CHOICES]))


def gain(counts: Counts, total: int) -> float:
    """Bits, unweighed; nothing for a facet known of less than half of the products."""
    known = sum(products for _, products in counts)
    if known < total / 2 or len(counts) < 2:
        return 0.0
    unknown = max(0, total - known)
    parts = [products for _, products in counts[:_CHOICES]]
    parts += [rest] if (rest := known - sum(parts)) else []
    return log2(total) - sum(part / known * log2(part + unknown) for part in parts)


def _worth(name: str, counts: Counts, total: int) -> float:
    return gain(counts, total) * READILY.get(name, _OTHERWISE)


def _askable(name: str, said: Collection[str]) -> bool:
    return name not in said and not any(word in name for word in _NEVER)


def _priced(prices: Sequence[int]) -> Iterator[tuple[str, Counts]]:
    """Thirds of the list by price, each named by its upper bound; only where they differ much."""
    if len(prices) >= 3 and prices[-1] >= 2 * prices[0]:
        thirds = [prices[len(prices) * part // 3 - 1] for part in (1, 2, 3)]
        if len(set(thirds)) == 3:
            size = len(prices) // 3
            yield "price", tuple((str(_round(bound)), size) for bound in thirds)


def _round(minor: int) -> int:
    """Up to a number people say: two digits."""
    step = int(10 ** max(2, len(str(minor)) - 2))
    return -(-minor // step) * step
