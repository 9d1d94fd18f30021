"""The search port over one index file: a shopper's sentence in, products out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from floorwalker.domain.catalogue import Colour, Product, Variant
from floorwalker.domain.looked import Looked
from floorwalker.search.index import Index
from floorwalker.search.merge import merge
from floorwalker.search.query_values import Query
from floorwalker.search.rank import Offers, search
from floorwalker.search.references import Around, Described, References
from floorwalker.search.resolve import find_variant, name_products
from floorwalker.search.similar import similar
from floorwalker.search.telling import telling
from floorwalker.search.understand import understand

PAGE = 4
_SEEN = ("kind", "colour", "brand")
"""What a thing on the screen is told apart by; "the waterproof one" by anything."""

_ONE = re.compile(r"\b(?:the|that|this|those|these)\b.*\bones?\b", re.IGNORECASE)


class NoSearch:
    """Finds nothing: for whoever only reads the shelves."""

    def look(self, text: str, previous: str = "", limit: int = PAGE, offset: int = 0) -> Looked:
        return Looked(previous, (), 0)

    def similar(self, product_id: str, limit: int = PAGE) -> tuple[str, ...]:
        return ()

    def named(self, text: str) -> tuple[str, ...]:
        return ()

    def resolve(self, text: str, shown: Sequence[str], focus: str | None, cart: Sequence[str]) -> tuple[str, ...]:
        return ()

    def wanted(self, product_id: str, text: str, known: Mapping[str, str] | None = None) -> tuple[Variant, ...]:
        return ()


@dataclass(frozen=True)
class ShopSearch:
    """`product`, `colours` and `free` read the shop: the index knows words and kinds, never what is left."""

    index: Index
    product: Callable[[str], Product | None]
    colours: Callable[[], Sequence[Colour]]
    free: Callable[[], Mapping[str, int]]

    def look(self, text: str, previous: str = "", limit: int = PAGE, offset: int = 0) -> Looked:
        """Products for a wish; an empty text pages through the query so far."""
        query = self._query(text, Query.from_json(previous))
        found = search(self.index, query, limit, offset, self.offers())
        ask = telling(found.facets, found.prices, found.total, query.named())
        asks = (ask.facet, ask.values) if ask else ("", ())
        return Looked(
            query.to_json(), found.ids, found.total, found.corrected or "", found.relaxed, found.other or "", *asks
        )

    def similar(self, product_id: str, limit: int = PAGE) -> tuple[str, ...]:
        """What shares most with it and is there; the likest first."""
        with self.index.reading() as snapshot:
            ids = similar(snapshot, product_id)
        free = self.free()
        there = ((id_, self.product(id_)) for id_ in ids)
        return tuple(id_ for id_, one in there if one and any(free.get(v.sku) for v in one.variants))[:limit]

    def offers(self) -> Offers:
        """What is free now."""
        free = self.free()
        return lambda sku: free.get(sku, 0)

    def named(self, text: str) -> tuple[str, ...]:
        """Products named, fully or partly, in the order of the text."""
        return name_products(text, self.index.vocabulary)

    def resolve(self, text: str, shown: Sequence[str], focus: str | None, cart: Sequence[str]) -> tuple[str, ...]:
        """What the text points at, by name, place, description or "it" (references.py)."""
        return References(self.named, self._fitting, self._measures).resolve(
            text, Around(tuple(shown), focus, tuple(cart))
        )

    def wanted(
        self, product_id: str, text: str, known: Mapping[str, str] | None = None
    ) -> tuple[Variant, ...]:
        """The product's variants that fit the colours and sizes said; what was said before holds where nothing is."""
        product = self.product(product_id)
        if product is None:
            return ()
        said = dict(understand(text, self.index.vocabulary).want)
        return find_variant(product, {**(known or {}), **said}, self.colours())

    def _query(self, text: str, before: Query) -> Query:
        if not text.strip():
            return before
        turn = self.index.understand(text)
        shown = self._shown_prices(before) if turn.relative else ()
        return merge(before, turn, shown)

    def _shown_prices(self, query: Query) -> tuple[int, ...]:
        ids = search(self.index, query, PAGE).ids
        return tuple(self._prices(ids).values())

    def _prices(self, ids: Sequence[str]) -> Mapping[str, int]:
        return self._measures("price", ids)

    def _measures(self, what: str, ids: Sequence[str]) -> Mapping[str, int]:
        found = ((id_, product) for id_ in ids if (product := self.product(id_)))
        if what == "weight":
            return {id_: product.weight_grams for id_, product in found if product.weight_grams}
        return {id_: product.price.minor for id_, product in found}

    def _fitting(self, text: str, among: Sequence[str]) -> Described | None:
        """ "The socks": those of the kind, department, colour or brand said; None where none is said."""
        turn = self.index.understand(text)
        query = Query("", turn.category, want=tuple(w for w in turn.want if w[0] in _SEEN or _ONE.search(text)))
        if query == Query():
            return None
        found = search(self.index, query, 10_000)
        ids = () if found.relaxed else tuple(id_ for id_ in among if id_ in found.ids)
        return Described(ids, bool(turn.category or query.wanted("kind")))
