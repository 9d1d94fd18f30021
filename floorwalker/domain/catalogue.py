"""What the shop offers: categories, products, variants and their stock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from floorwalker.domain.money import Money

Options = tuple[tuple[str, str], ...]
"""Option names and values of a variant in the product's order: (("colour", "slate"), ("size", "M"))."""


Texts = Mapping[str, Mapping[str, str]]
"""Fields in other languages: {"de": {"title": "Regenbekleidung"}}."""


@dataclass(frozen=True)
class Category:
    """A department. `words`: what shoppers call it, singular and plural, any language.

    `texts`: title and summary in other languages than the shop's first.
    """

    id: str
    title: str
    floor: str
    summary: str
    words: tuple[str, ...] = ()
    texts: Texts = field(default_factory=dict)

    def spoken_in(self, locale: str) -> Category:
        said = self.texts.get(locale[:2], {})
        return replace(self, title=said.get("title", self.title), summary=said.get("summary", self.summary))


@dataclass(frozen=True)
class Colour:
    """A colour as the shop names it; `families` are the plain words people use for it (blue, grey).

    `texts`: its title in other languages.
    """

    name: str
    title: str
    families: tuple[str, ...]
    swatch: str
    texts: Texts = field(default_factory=dict)

    def spoken_in(self, locale: str) -> Colour:
        return replace(self, title=self.texts.get(locale[:2], {}).get("title", self.title))


@dataclass(frozen=True)
class Variant:
    """One article: what is counted, priced and sold. `compare_at` is the price before a reduction."""

    sku: str
    product: str
    options: Options
    price: Money
    compare_at: Money | None = None

    def option(self, name: str) -> str | None:
        return dict(self.options).get(name)


@dataclass(frozen=True)
class ProductTexts:
    """What a product says in another language; what is empty is said in the shop's first.

    `values`: what its sizes and the like are called: {"regular": "normal"}.
    """

    title: str = ""
    summary: str = ""
    description: str = ""
    features: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    care: str = ""
    measurements: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def said(self) -> dict[str, Any]:
        """The fields that say something, by their names in Product."""
        found = {name: getattr(self, name) for name in self.__dataclass_fields__}
        found["value_words"] = found.pop("values")
        return {name: value for name, value in found.items() if value}


@dataclass(frozen=True)
class Product:
    """A style with its variants, in the order shown.

    `summary`: one line for a card; `description`: a few sentences; `features`: short claims;
    `materials`, `care`, `measurements` (size or part → text); `tags`: uses, weathers, persons, for search;
    `words`: other names; `texts`: its words in other languages; `value_words`: what values of options are called;
    `picture`: silhouette name of the sample pictures, or a file stem of the merchant's.
    """

    id: str
    title: str
    category: str
    summary: str
    description: str
    variants: tuple[Variant, ...]
    picture: str = ""
    features: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    care: str = ""
    measurements: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    weight_grams: int = 0
    goes_with: tuple[str, ...] = ()
    texts: Mapping[str, ProductTexts] = field(default_factory=dict)
    value_words: Mapping[str, str] = field(default_factory=dict)

    def spoken_in(self, locale: str) -> Product:
        """The same product with its words in that language, where it has them."""
        texts = self.texts.get(locale[:2])
        return replace(self, **texts.said) if texts else self

    @property
    def price(self) -> Money:
        """The lowest price of a variant."""
        return min(v.price for v in self.variants)

    def values(self, option: str) -> tuple[str, ...]:
        """The values of an option, in the order of the variants."""
        found = (v.option(option) for v in self.variants)
        return tuple(dict.fromkeys(value for value in found if value is not None))


@dataclass(frozen=True)
class StockLevel:
    """Pieces of a SKU: `reserved` is the part of `on_hand` that is held for open orders."""

    sku: str
    on_hand: int
    reserved: int

    @property
    def free(self) -> int:
        return self.on_hand - self.reserved
