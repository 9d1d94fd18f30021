"""What is offered instead of a thing that is not there."""

from __future__ import annotations

from rasa_sdk.events import SlotSet

from actions.base import Event, Shop, Turn
from actions.cards import Deck
from actions.focus import offer, talk_of
from floorwalker.domain.catalogue import Product, Variant
from floorwalker.domain.message import Card


def facts_of(shop: Shop, product: Product, variant: Variant) -> dict[str, object]:
    title, detail = shop.catalogue.words(variant.sku)
    return {"title": title, "detail": detail or product.summary, "price": variant.price}


def instead_facts(shop: Shop, other: Variant) -> dict[str, object]:
    title, detail = shop.catalogue.words(other.sku)
    return {"other": ", ".join(filter(None, (title, detail))), "other_price": other.price}


def instead_card(shop: Shop, turn: Turn, other: Variant) -> tuple[Card, tuple[Event, ...]]:
    """Card of the alternative, and that a yes takes it."""
    product = shop.catalogue.product(other.product)
    card = Deck(shop, turn.locale).product(product, other)
    return card, (*talk_of(other.product, other.sku), SlotSet("pending", None), offer(do="add", sku=other.sku))
