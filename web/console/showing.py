"""The product picker: one variant as a card that an agent sends. It carries no button: taps in a talk with a person
are words to that person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request

from floorwalker.domain.catalogue import Product, Variant
from floorwalker.domain.message import Card, amount, card, image
from web.storefront.shelf import picture


def pickable(request: Request) -> Sequence[tuple[str, str]]:
    """SKU and name of everything listed, in the agent's language."""
    state = request.app.state
    locale = state.storefront.locale(request)
    products = state.shop.catalogue.spoken_in(locale).products()
    return [(v.sku, f"{p.title}, {_detail(p, v)}".strip(", ")) for p in products for v in p.variants]


def shown(state: Any, sku: str, locale: str) -> Card:
    """The variant with its price and what is left of it, as they are now. Raises UnknownVariant."""
    catalogue = state.shop.catalogue.spoken_in(locale)
    variant = catalogue.variant(sku)
    product = catalogue.product(variant.product)
    free = catalogue.stock([sku])[sku].free
    title = f"{product.title}, {_detail(product, variant)}".strip(", ")
    return card(
        "product", text=title, title=product.title, subtitle=_detail(product, variant), product_id=product.id,
        image=image(picture(product, variant.option("colour")), title), price=amount(variant.price),
        stock={"state": "in_stock" if free else "out"},
    )  # fmt: skip


def _detail(product: Product, variant: Variant) -> str:
    return ", ".join(product.value_words.get(value, value) for _, value in variant.options)
