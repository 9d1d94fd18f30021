"""What the index holds of a product, whichever storefront it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from floorwalker.domain.catalogue import Category, Colour, Product
from floorwalker.search.parse_size import sizes_covered
from floorwalker.search.vocabulary import Vocabulary, product_facets
from floorwalker.search.words import fold

Pairs = tuple[tuple[str, str], ...]
"""((name, value), …), folded as they are compared."""


@dataclass(frozen=True)
class Texts:
    """The columns of the index: what a word is worth depends on where it stands. `name`: other names, model
    numbers; `kind`: what sort of thing it is; `attrs`: short claims."""

    title: str
    name: str = ""
    brand: str = ""
    kind: str = ""
    attrs: str = ""
    descr: str = ""

    def columns(self) -> tuple[str, ...]:
        return self.title, self.name, self.brand, self.kind, self.attrs, self.descr


@dataclass(frozen=True)
class Article:
    """What is priced and sold; `price` in minor units, None where it is not known."""

    sku: str
    price: int | None
    options: Pairs = ()


@dataclass(frozen=True)
class Entry:
    """`released`: a date that sorts as text, or nothing."""

    id: str
    texts: Texts
    category: str
    facets: Pairs
    articles: tuple[Article, ...]
    released: str = ""


class Source(Protocol):
    """A catalogue to index. `vocabulary` is asked when all entries were read."""

    def entries(self) -> Iterator[Entry]: ...
    def vocabulary(self) -> Vocabulary: ...


@dataclass(frozen=True)
class ShopSource:
    """The shop's own catalogue."""

    products: Sequence[Product]
    categories: Sequence[Category]
    colours: Sequence[Colour]

    def entries(self) -> Iterator[Entry]:
        categories = {category.id: category for category in self.categories}
        colours = {colour.name: colour for colour in self.colours}
        for product in self.products:
            texts = _texts(product, categories.get(product.category), colours)
            yield Entry(product.id, texts, product.category, tuple(_facets(product)), _articles(product))

    def vocabulary(self) -> Vocabulary:
        return Vocabulary.of(self.products, self.categories, self.colours)


def _texts(product: Product, category: Category | None, colours: dict[str, Colour]) -> Texts:
    shown = [colours[name] for name in product.values("colour") if name in colours]
    plain = [word for colour in shown for word in (colour.title, *colour.families)]
    kind = [*product.tags, *((category.title, *category.words) if category else ())]
    return Texts(
        title=product.title,
        name=" ".join(product.words),
        kind=" ".join(kind),
        attrs="\n".join([*product.features, *product.materials, *plain]),
        descr=f"{product.summary}\n{product.description}",
    )


def _facets(product: Product) -> Iterator[tuple[str, str]]:
    yield from dict.fromkeys((name, value) for name, values in product_facets(product) for value in values)


def _articles(product: Product) -> tuple[Article, ...]:
    return tuple(
        Article(variant.sku, variant.price.minor, tuple(sorted(set(_options(variant.options)))))
        for variant in product.variants
    )


def _options(options: Pairs) -> Iterator[tuple[str, str]]:
    for name, value in options:
        if name == "size":
            yield from ((name, size) for size in sizes_covered(value))
        else:
            yield name, fold(value)
