"""The search port over one index file: a shopper's sentence in, products out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from floorwalker.domain.catalogue import Colour, Product, Variant
from floorwalker.domain.looked import Looked
from floorwalker.search.index import Index
from floorwalker.search.merge import merge
from floorwalker.search.parse import parse
from floorwalker.search.query_values import Query
from floorwalker.search.rank import search
from floorwalker.search.resolve import find_variant, name_products, resolve_reference
from floorwalker.search.understand import understand

PAGE = 4
Spoken = Mapping[str, "str | int | None"]


class NoSearch:
    """Finds nothing: for whoever only reads the shelves."""

    def look(self, text: str, previous: str = "", limit: int = PAGE, offset: int = 0) -> Looked:
        return Looked(previous, (), 0)

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
        free = self.free()
        found = search(self.index, query, limit, offset, lambda sku: free.get(sku, 0))
        return Looked(query.to_json(), found.ids, found.total, found.corrected or "", found.relaxed)

    def named(self, text: str) -> tuple[str, ...]:
        """Products named, fully or partly, in the order of the text."""
        return name_products(text, self.index.vocabulary)

    def resolve(
        self, text: str, shown: Sequence[str], focus: str | None, cart: Sequence[str]
    ) -> tuple[str, ...]:
        """A name wins; then a kind among what is shown, in focus or in the cart; then what points ("the second")."""
        pointed = [span.value for span in parse(text) if span.name == "reference"]
        named = self.named(text)
        among = tuple(dict.fromkeys((*shown, *([focus] if focus else ()), *cart)))
        fitting = tuple(id_ for id_ in named if id_ in among) or named or self._kind(text, among)
        if fitting and not _places(pointed):
            return fitting
        for reference in pointed:
            if isinstance(reference, Mapping) and (
                meant := resolve_reference(reference, shown, focus, cart, self._prices(among))
            ):
                return meant
        return fitting

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
        turn = understand(text, self.index.vocabulary)
        shown = self._shown_prices(before) if turn.relative else ()
        return merge(before, turn, shown)

    def _shown_prices(self, query: Query) -> tuple[int, ...]:
        ids = search(self.index, query, PAGE).ids
        return tuple(self._prices(ids).values())

    def _prices(self, ids: Sequence[str]) -> dict[str, int]:
        found = ((id_, self.product(id_)) for id_ in ids)
        return {id_: product.price.minor for id_, product in found if product}

    def _kind(self, text: str, among: Sequence[str]) -> tuple[str, ...]:
        """ "the socks": what is around and is of the kind, category or colour said."""
        turn = understand(text, self.index.vocabulary)
        query = Query("", turn.category, want=tuple(w for w in turn.want if w[0] in ("kind", "colour")))
        if query == Query():
            return ()
        found = search(self.index, query, 200)
        return () if found.relaxed else tuple(id_ for id_ in among if id_ in found.ids)


def _places(pointed: Sequence[object]) -> bool:
    """Whether a place in a list or a price is meant, which is more exact than any name."""
    return any(isinstance(one, Mapping) and ("index" in one or "by" in one) for one in pointed)
