"""Narrowing a department down: what the address asks for, which articles pass, and the ways to change it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from floorwalker.domain.catalogue import Product, StockLevel, Variant

UNDER = 10_000
"""The filter "under 100", in minor units."""
SORTS: Mapping[str, Callable[[Product], tuple[int, str]]] = {
    "price": lambda product: (product.price.minor, product.title),
    "-price": lambda product: (-product.price.minor, product.title),
    "name": lambda product: (0, product.title),
}
"""Orders beside the merchant's own."""


@dataclass(frozen=True)
class Narrowing:
    """`stock`: only what is there; `under`: only what costs less than `UNDER`; empty: any."""

    stock: bool = False
    under: bool = False
    colour: str = ""
    size: str = ""
    sort: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str], products: Iterable[Product]) -> Narrowing:
        """What the address asks for; a colour, size or order that is not there is let go."""
        every = tuple(products)

        def known(name: str, among: Iterable[str]) -> str:
            return next((value for value in among if value == query.get(name)), "")

        return cls(
            query.get("stock") == "1",
            query.get("under") == "1",
            known("colour", values(every, "colour")),
            known("size", values(every, "size")),
            known("sort", SORTS),
        )

    def fitting(self, products: Iterable[Product], levels: Mapping[str, StockLevel]) -> tuple[Product, ...]:
        """The products of which an article passes, in the order asked for."""
        found = [p for p in products if any(self._passes(v, levels) for v in p.variants)]
        return tuple(sorted(found, key=SORTS[self.sort]) if self.sort else found)

    def _passes(self, variant: Variant, levels: Mapping[str, StockLevel]) -> bool:
        return (
            (not self.stock or levels[variant.sku].free > 0)
            and (not self.under or variant.price.minor < UNDER)
            and self.colour in ("", variant.option("colour"))
            and self.size in ("", variant.option("size"))
        )

    @property
    def query(self) -> dict[str, str]:
        """As it stands in an address."""
        said = {"stock": "1" if self.stock else "", "under": "1" if self.under else ""}
        said.update(colour=self.colour, size=self.size, sort=self.sort)
        return {name: value for name, value in said.items() if value}

    def switched(self, name: str) -> str:
        """The query with that switch turned over."""
        query = self.query
        query = {k: v for k, v in query.items() if k != name} if name in query else {**query, name: "1"}
        return f"?{urlencode(query)}" if query else ""

    @property
    def wanted(self) -> dict[str, str]:
        """The options an article was narrowed to."""
        return {name: value for name in ("colour", "size") if (value := getattr(self, name))}


def values(products: Iterable[Product], option: str) -> tuple[str, ...]:
    """The values of an option among products, in their order."""
    return tuple(dict.fromkeys(value for product in products for value in product.values(option)))
