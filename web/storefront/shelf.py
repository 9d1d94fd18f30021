"""Products as the pages show them: tiles for the grids, one article with its colours and sizes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from floorwalker.domain.catalogue import Category, Colour, Product, StockLevel, Variant
from floorwalker.domain.checkout import DeliveryOption
from floorwalker.domain.money import Money

FEW = 3
"""Above this no number of pieces is ever told."""


@dataclass(frozen=True)
class Tile:
    """One article in a grid. `off`: percent below the earlier price."""

    product: Product
    url: str
    picture: str
    swatches: tuple[str, ...]
    price: Money
    before: Money | None
    off: int
    free: int


@dataclass(frozen=True)
class Choice:
    """One value of an option: where it leads, whether it is chosen, whether there is any."""

    title: str
    swatch: str
    picture: str
    url: str
    chosen: bool
    free: int


@dataclass(frozen=True)
class Article:
    """One product with the variant that is looked at."""

    product: Product
    category: Category | None
    variant: Variant
    picture: str
    detail: str
    options: tuple[tuple[str, tuple[Choice, ...]], ...]
    free: int


@dataclass(frozen=True)
class Promise:
    """One way to deliver: what it costs, and the first and last day on which it would arrive."""

    title: str
    price: Money
    first: date
    last: date


def promise(way: DeliveryOption) -> Promise:
    """What the page says of a way to deliver."""
    first, last = (date.fromisoformat(day) for day in way.expected)
    return Promise(way.title, way.price, first, last)


def picture(product: Product, colour: str | None) -> str:
    """Where the picture of a product in a colour is served."""
    return f"/pictures/{product.picture}/{colour}.svg" if colour else f"/pictures/{product.picture}.svg"


def tiles(catalogue: Any, products: Iterable[Product], wanted: Mapping[str, str] | None = None) -> tuple[Tile, ...]:
    """Stock of all of them is asked once. `wanted`: options to show them in."""
    shown = tuple(products)
    levels = catalogue.stock([v.sku for product in shown for v in product.variants])
    return tuple(_tile(catalogue, product, levels, wanted or {}) for product in shown)


def _tile(catalogue: Any, product: Product, levels: Mapping[str, StockLevel], wanted: Mapping[str, str]) -> Tile:
    """In the colour that is wanted, else in the first one that is there."""
    cheapest = min(product.variants, key=lambda variant: variant.price)
    colours = product.values("colour")
    seen = max(product.variants, key=lambda v: _fit(v, wanted, levels))
    return Tile(
        product,
        f"/p/{product.id}?{urlencode(dict(seen.options))}" if wanted else f"/p/{product.id}",
        picture(product, seen.option("colour")),
        tuple(colour.swatch for colour in map(catalogue.colour, colours) if colour.swatch),
        cheapest.price,
        cheapest.compare_at,
        _off(cheapest),
        sum(levels[variant.sku].free for variant in product.variants),
    )


def _off(variant: Variant) -> int:
    before = variant.compare_at
    return (before.minor - variant.price.minor) * 100 // before.minor if before and before.minor else 0


def article(catalogue: Any, product: Product, wanted: Mapping[str, str]) -> Article:
    """The variant that fits most of what is wanted; options it does not have are let go."""
    levels = catalogue.stock([variant.sku for variant in product.variants])
    variant = max(product.variants, key=lambda v: _fit(v, wanted, levels))
    names = tuple(dict.fromkeys(name for v in product.variants for name, _ in v.options))
    return Article(
        product,
        next((c for c in catalogue.categories() if c.id == product.category), None),
        variant,
        picture(product, variant.option("colour")),
        ", ".join(_word(catalogue, product, name, value) for name, value in variant.options),
        tuple((name, _choices(catalogue, product, variant, name, levels)) for name in names),
        levels[variant.sku].free,
    )


def _fit(variant: Variant, wanted: Mapping[str, str], levels: Mapping[str, StockLevel]) -> tuple[int, bool]:
    return sum(wanted.get(name) == value for name, value in variant.options), levels[variant.sku].free > 0


def _choices(
    catalogue: Any, product: Product, chosen: Variant, name: str, levels: Mapping[str, StockLevel]
) -> tuple[Choice, ...]:
    def choice(value: str) -> Choice:
        options = {**dict(chosen.options), name: value}
        free = sum(levels[v.sku].free for v in product.variants if dict(v.options) == options)
        colour: Colour | None = catalogue.colour(value) if name == "colour" else None
        return Choice(
            _word(catalogue, product, name, value),
            colour.swatch if colour else "",
            picture(product, value) if colour else "",
            f"/p/{product.id}?" + urlencode(options),
            chosen.option(name) == value,
            free,
        )

    return tuple(choice(value) for value in product.values(name))


def _word(catalogue: Any, product: Product, name: str, value: str) -> str:
    return str(catalogue.colour(value).title) if name == "colour" else product.value_words.get(value, value)
