"""The catalogue as everybody reads it: kept in memory for one version, stock always read live."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from floorwalker.domain.catalogue import Category, Colour, Product, StockLevel, Variant
from floorwalker.domain.looked import Looked
from floorwalker.errors import UnknownVariant
from floorwalker.ports import Books, ProductSearch, UnitOfWork


@dataclass(frozen=True)
class Shelf:
    """One version of the catalogue, ready to look up."""

    version: int
    categories: tuple[Category, ...]
    colours: Mapping[str, Colour]
    products: Mapping[str, Product]
    variants: Mapping[str, Variant]

    def spoken_in(self, locale: str) -> Shelf:
        """The same in another language, where the merchant wrote it."""
        return replace(
            self,
            categories=tuple(category.spoken_in(locale) for category in self.categories),
            colours={name: colour.spoken_in(locale) for name, colour in self.colours.items()},
            products={id_: product.spoken_in(locale) for id_, product in self.products.items()},
        )

    def words(self, sku: str) -> tuple[str, str]:
        """Title and options in words. Raises UnknownVariant."""
        variant = self.variant(sku)
        product = self.products[variant.product]
        detail = (self._word(product, name, value) for name, value in variant.options)
        return product.title, ", ".join(detail)

    def variant(self, sku: str) -> Variant:
        try:
            return self.variants[sku]
        except KeyError:
            raise UnknownVariant(sku) from None

    def _word(self, product: Product, option: str, value: str) -> str:
        colour = self.colours.get(value) if option == "colour" else None
        return colour.title if colour else product.value_words.get(value, value)


@dataclass
class Catalogue:
    """`search` finds products; what it is asked for prices or stock it does not know.

    `locale`: the language in which the catalogue speaks, "" for the shop's first.
    """

    books: Books
    search: ProductSearch
    locale: str = ""
    _kept: dict[str, Shelf] = field(default_factory=dict, repr=False)  # by locale, shared by all languages

    def spoken_in(self, locale: str) -> Catalogue:
        """The same catalogue in another language."""
        return replace(self, locale=locale[:2])

    def categories(self) -> tuple[Category, ...]:
        return self.shelf().categories

    def products(self, category: str | None = None) -> tuple[Product, ...]:
        """In the merchant's order."""
        every = self.shelf().products.values()
        return tuple(product for product in every if category in (None, product.category))

    def product(self, id_: str) -> Product | None:
        return self.shelf().products.get(id_)

    def variant(self, sku: str) -> Variant:
        """Raises UnknownVariant."""
        return self.shelf().variant(sku)

    def colours(self) -> tuple[Colour, ...]:
        return tuple(self.shelf().colours.values())

    def colour(self, name: str) -> Colour:
        """A colour the shop does not name speaks for itself."""
        return self.shelf().colours.get(name) or Colour(name, name, (), "")

    def words(self, sku: str) -> tuple[str, str]:
        """("Kelder rain jacket", "Slate, M"). Raises UnknownVariant."""
        return self.shelf().words(sku)

    def stock(self, skus: Iterable[str]) -> Mapping[str, StockLevel]:
        """As it is now; a SKU that was never counted has nothing."""
        wanted = list(skus)
        with self.books.view() as work:
            levels = work.stock.levels(wanted)
        return {sku: levels.get(sku) or StockLevel(sku, 0, 0) for sku in wanted}

    def look(self, text: str, previous: str = "", limit: int = 4, offset: int = 0) -> Looked:
        """What was hidden since the index was built is left out."""
        found = self.search.look(text, previous, limit, offset)
        return replace(found, ids=tuple(id_ for id_ in found.ids if id_ in self.shelf().products))

    def similar(self, product_id: str, limit: int = 3) -> tuple[str, ...]:
        """What is most like a product and in stock; what was hidden since the index was built is left out."""
        return tuple(id_ for id_ in self.search.similar(product_id, limit) if id_ in self.shelf().products)

    def named(self, text: str) -> tuple[str, ...]:
        return self.search.named(text)

    def resolve(self, text: str, shown: Sequence[str], focus: str | None, cart: Sequence[str]) -> tuple[str, ...]:
        return self.search.resolve(text, shown, focus, cart)

    def wanted(self, product_id: str, text: str, known: Mapping[str, str] | None = None) -> tuple[Variant, ...]:
        return self.search.wanted(product_id, text, known or {})

    def nearest(self, sku: str) -> Variant | None:
        """The nearest alternative with stock: another option of the same style, then a similar style."""
        wanted = self.variant(sku)
        candidates = [*_siblings(self.shelf(), wanted), *_similar(self.shelf(), wanted)]
        levels = self.stock(variant.sku for variant in candidates)
        return next((variant for variant in candidates if levels[variant.sku].free > 0), None)

    def goes_with(self, product_id: str) -> Product | None:
        """The first complement that is in stock."""
        shelf = self.shelf()
        ids = shelf.products[product_id].goes_with if product_id in shelf.products else ()
        offered = [shelf.products[id_] for id_ in ids if id_ in shelf.products]
        levels = self.stock(variant.sku for product in offered for variant in product.variants)
        return next((one for one in offered if any(levels[v.sku].free for v in one.variants)), None)

    def shelf(self, work: UnitOfWork | None = None) -> Shelf:
        """The newest version; inside a transaction hand that over."""
        if work is not None:
            return self._fresh(work)
        with self.books.view() as look:
            return self._fresh(look)

    def _fresh(self, work: UnitOfWork) -> Shelf:
        version = work.catalogue.version()
        kept = self._kept.get(self.locale)
        if kept is None or kept.version != version:
            kept = self._kept[self.locale] = _read(work, version).spoken_in(self.locale)
        return kept


def _read(work: UnitOfWork, version: int) -> Shelf:
    products = work.catalogue.products()
    return Shelf(
        version,
        work.catalogue.categories(),
        {colour.name: colour for colour in work.catalogue.colours()},
        {product.id: product for product in products},
        {variant.sku: variant for product in products for variant in product.variants},
    )


def _siblings(shelf: Shelf, wanted: Variant) -> list[Variant]:
    """The same style: same size before same colour, then the nearest in the merchant's order."""
    every = shelf.products[wanted.product].variants
    place = {variant.sku: n for n, variant in enumerate(every)}

    def far(variant: Variant) -> tuple[bool, bool, int]:
        size = variant.option("size") != wanted.option("size")
        colour = variant.option("colour") != wanted.option("colour")
        return size, colour, abs(place[variant.sku] - place[wanted.sku])

    return sorted((variant for variant in every if variant.sku != wanted.sku), key=far)


def _similar(shelf: Shelf, wanted: Variant) -> Iterator[Variant]:
    """Other styles of the department, most alike first; of each the most fitting options first."""
    like = shelf.products[wanted.product]
    others = [p for p in shelf.products.values() if p.category == like.category and p.id != like.id]

    def unlike(product: Product) -> tuple[int, int]:
        shared = len(set(product.tags) & set(like.tags))
        return -shared, abs(product.price.minor - like.price.minor)

    def misfit(variant: Variant) -> int:
        return len(set(wanted.options) - set(variant.options))

    ordered = (sorted(product.variants, key=misfit) for product in sorted(others, key=unlike))
    return chain.from_iterable(ordered)
