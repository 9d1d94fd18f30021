"""FAQ skill: answers from the shop's own facts; unsure, the likeliest questions as choices."""

from __future__ import annotations

from typing import Any

from actions.base import Reply, Shop, ShopAction, Turn
from actions.cards import Deck, tap
from floorwalker.conversations.spoken import countries, hours
from floorwalker.domain.address import country_named
from floorwalker.domain.message import button

SURE = 0.42
CHOICES = 3
ABOUT_DELIVERY = ("delivery_time", "delivery_cost", "countries")


class Faq(ShopAction):
    """Answers the question whose key the retriever found."""

    keeps = True

    def name(self) -> str:
        return "action_faq"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        if topic := turn.tapped("topic"):
            return answered(shop, turn, str(topic))
        ranking = turn.faq.get("ranking") or ()
        if not ranking:
            return Reply("utter_faq_unknown")
        if ranking[0]["confidence"] >= SURE:
            return answered(shop, turn, short(ranking[0]["intent_response_key"]))
        keys = [short(rank["intent_response_key"]) for rank in ranking[:CHOICES]]
        deck = Deck(shop, turn.locale)
        buttons = [button(deck.label(f"faq_{key}"), tap("faq", topic=key)) for key in keys]
        return Reply("utter_faq_which", card=deck.choices(deck.label("meant"), buttons))


def short(key: str) -> str:
    """`delivery_time` of `faq/delivery_time`."""
    return key.partition("/")[2]


def answered(shop: Shop, turn: Turn, key: str) -> Reply:
    country = country_named(turn.said) or shop.store.country
    if key in ABOUT_DELIVERY and country not in shop.store.served:
        return Reply("utter_faq_not_there", facts_of(shop, turn.locale, country))
    return Reply(f"utter_faq/{key}", facts_of(shop, turn.locale, country))


def facts_of(shop: Shop, locale: str, country: str) -> dict[str, Any]:
    """Everything an answer may use, as the merchant wrote it; of deliveries what goes to that country."""
    store = shop.store
    there = ((way, way.rate(country, 0)) for way in store.delivery if not way.needs_address or country in store.served)
    usual = [(store.words(way.title, locale), rate) for way, rate in there if rate]
    ways = [(title, store.words(rate.detail, locale), rate.price) for title, rate in usual]
    deck = Deck(shop, locale)
    priced = [
        f"{title} {deck.label('money', amount=price) if price else deck.label('free')}" for title, _, price in ways
    ]
    free_from = next((rate.free_from for _, rate in usual if rate.free_from is not None), None)
    return {
        "shop": store.name,
        "cutoff": store.dispatch_cutoff.strftime("%H:%M"),
        "ways": "; ".join(f"{title}: {detail}" for title, detail, _ in ways),
        "prices": "; ".join(priced),
        "free_from": free_from if free_from is not None else "–",
        "country": countries((country,), locale),
        "countries": countries(store.served, locale),
        "returns_days": store.returns_days,
        "hours": hours(store.opening_hours, locale),
        "support_email": store.support_email,
        "minutes": store.hold_minutes,
    }
