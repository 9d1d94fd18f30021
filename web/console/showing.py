"""The product picker: one variant as a card that an agent sends. It carries no button: taps in a talk with a person
are words to that person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request

from floorwalker.domain.message import Card, amount, card, image
from web.storefront.shelf import picture


def pickable(request: Request) -> Sequence[tuple[str, str]]:
    """SKU and name of everything listed, in the agent's language."""
    state = request.app.state
    catalogue = state.shop.catalogue.spoken_in(state.storefront.locale(request))
    return [(v.sku, ", ".join(filter(None, catalogue.words(v.sku)))) for p in catalogue.products() for v in p.variants]


def shown(state: Any, sku: str, locale: str) -> Card:
    """The variant with its price and what is left of it, as they are now. Raises UnknownVariant."""
    catalogue = state.shop.catalogue.spoken_in(locale)
    variant = catalogue.variant(sku)
    product = catalogue.product(variant.product)
    free = catalogue.stock([sku])[sku].free
    name, detail = catalogue.words(sku)
    title = ", ".join(filter(None, (name, detail)))
    return card(
        "product", text=title, title=name, subtitle=detail, product_id=product.id,
        image=image(picture(product, variant.option("colour")), title), price=amount(variant.price),
        stock={"state": "in_stock" if free else "out"},
    )  # fmt: skip
