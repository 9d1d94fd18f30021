"""Stand-ins for the shop's ports: exact, predictable, in memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from floorwalker.domain.catalogue import Product, Variant
from floorwalker.domain.looked import Looked


@dataclass
class FakeClock:
    """Stands still until it is moved; the sandbox can call it too."""

    time: int = 1_790_000_000

    def now(self) -> int:
        return self.time

    def __call__(self) -> int:
        return self.time

    def move(self, seconds: int) -> None:
        self.time += seconds


@dataclass
class FakeIds:
    """Counts; safe among threads, since `next` of a counter is."""

    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def new(self) -> str:
        return f"id-{next(self.numbers):06d}"

    def number(self) -> str:
        return f"{next(self.numbers):08d}"


@dataclass(frozen=True)
class WordSearch:
    """Finds products by whole words of their titles and names."""

    products: Callable[[], Sequence[Product]]

    def look(self, text: str, previous: str = "", limit: int = 4, offset: int = 0) -> Looked:
        words = json.loads(previous)["words"] if previous else []
        wanted = [*words, *text.lower().split()]
        hits = [product.id for product in self.products() if set(wanted) & _words(product)]
        return Looked(json.dumps({"words": wanted}), tuple(hits[offset : offset + limit]), len(hits))

    def similar(self, product_id: str, limit: int = 3) -> tuple[str, ...]:
        kinds = {product.id: product.category for product in self.products()}
        return tuple(id_ for id_, kind in kinds.items() if id_ != product_id and kind == kinds[product_id])[:limit]

    def named(self, text: str) -> tuple[str, ...]:
        said = set(text.lower().split())
        return tuple(p.id for p in self.products() if said & set(p.title.lower().split()[:1]))

    def resolve(self, text: str, shown: Sequence[str], focus: str | None, cart: Sequence[str]) -> tuple[str, ...]:
        named = self.named(text)
        return named or ((focus,) if focus else tuple(shown[:1]))

    def wanted(self, product_id: str, text: str, known: Mapping[str, str] | None = None) -> tuple[Variant, ...]:
        said = {word.lower() for word in (*text.split(), *(known or {}).values())}
        product = next(product for product in self.products() if product.id == product_id)
        scored = [(sum(v.lower() in said for _, v in one.options), one) for one in product.variants]
        most = max(score for score, _ in scored)
        return tuple(one for score, one in scored if score == most)


def _words(product: Product) -> set[str]:
    names = " ".join((product.title, product.category, *product.tags, *product.words))
    return set(names.lower().split())
