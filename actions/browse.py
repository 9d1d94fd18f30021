"""Browse skill: departments, search, refining, comparing, advice."""

from __future__ import annotations

import re
from dataclasses import replace

from rasa_sdk.events import SlotSet

from actions import narrowing
from actions.base import Event, Reply, Shop, ShopAction, Turn
from actions.cards import Deck
from actions.focus import mentions, offer, products, shown, subjects
from floorwalker.domain.catalogue import Product
from floorwalker.domain.looked import Looked
from floorwalker.domain.message import Card

PAGE = 3
WITH = re.compile(r"\bwith (it|that|this|them)\b|anything else|dazu|passt", re.I)
"""Asks what completes a thing, not which to take."""
ALIKE = re.compile(
    r"\bsimilar|\balike\b|\b(some|any)thing (else )?like\b|\blike (this|that|it)\b"
    r"|ähnlich|in der art\b|so (et)?was wie", re.I
)
"""Asks for others like a thing."""


class ProductBrowse(ShopAction):
    """The floor directory."""

    def name(self) -> str:
        return "action_product_browse"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        deck = Deck(shop, turn.locale)
        return Reply("utter_product_directory", card=deck.directory(shop.catalogue.categories()))


class ProductSearch(ShopAction):
    """Looks for what was described; with nothing new named, it narrows what is shown."""

    def name(self) -> str:
        return "action_product_search"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        if category := turn.tapped("category"):
            return department(shop, turn, str(category))
        return found(shop, turn, str(turn.tapped("topic") or turn.meant), "")


class ProductMore(ShopAction):
    """The next results of the same search."""

    def name(self) -> str:
        return "action_product_more"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        if ALIKE.search(turn.meant) and (like := subjects(shop, turn) or tuple(shown(turn)[:1])):
            return alike(shop, turn, like[0])
        query, offset = turn.slots.get("search") or "", int(turn.slots.get("search_offset") or 0)
        if not query:
            return ProductBrowse().answer(shop, turn)
        looked = shop.catalogue.look("", previous=query, limit=PAGE, offset=offset)
        if not looked.ids:
            return Reply("utter_search_no_more", card=_directory(shop, turn))
        return Reply("utter_search_more", {"total": looked.total}, *_page(shop, turn, looked, offset))


class ProductCompare(ShopAction):
    """Two things side by side, from their data."""

    def name(self) -> str:
        return "action_product_compare"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        ids = () if turn.is_tap else shop.catalogue.resolve(turn.meant, shown(turn), None, ())
        pair = products(shop, ids if len(ids) > 1 else shown(turn))[:2]
        if len(pair) < 2:
            return Reply("utter_compare_needs_two")
        one, other = pair
        facts = {**_side("one", one), **_side("other", other)}
        card = Deck(shop, turn.locale).carousel(pair, more=False)
        events = (SlotSet("shown", [p.id for p in pair]), offer())
        return Reply(_lighter(one, other), facts, card={**card, "quick_replies": []}, events=events)


class ProductRecommend(ShopAction):
    """One of those shown, with the reason; or what goes well with the thing in focus."""

    def name(self) -> str:
        return "action_product_recommend"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        ids, focus = shown(turn), turn.slots.get("product_id")
        if focus and (WITH.search(turn.meant) or len(ids) < 2):
            return _complement(shop, turn, focus)
        if not ids:
            return Reply("utter_recommend_needs_wish")
        if len(ids) == 1:
            return _complement(shop, turn, ids[0])
        best = next((p for p in products(shop, ids) if _available(shop, p)), products(shop, ids)[0])
        reason = best.features[0] if best.features else best.summary
        facts = {"title": best.title, "price": best.price, "reason": reason}
        events = (SlotSet("product_id", best.id), SlotSet("variant_sku", None), offer(do="add", product=best.id))
        return Reply("utter_recommend", facts, Deck(shop, turn.locale).product(best), events)


def found(shop: Shop, turn: Turn, text: str, previous: str) -> Reply:
    """The first page of a search, and what had to be let go for it."""
    looked = shop.catalogue.look(text, previous=previous, limit=PAGE)
    deck = Deck(shop, turn.locale)
    if not looked.ids:
        return Reply("utter_search_nothing", card=_directory(shop, turn))
    card, events = _page(shop, turn, looked, 0)
    chips = [*narrowing.chips(deck, looked), *card.get("quick_replies", ())]
    return Reply(*narrowing.heading(deck, looked, PAGE), {**card, "quick_replies": chips}, events)


def alike(shop: Shop, turn: Turn, product_id: str) -> Reply:
    """Others like a thing; a search by its name makes "cheaper ones" work."""
    product = shop.catalogue.product(product_id)
    ids = shop.catalogue.similar(product_id, PAGE)
    if product is None or not ids:
        return Reply("utter_search_nothing_alike", card=_directory(shop, turn))
    category = next((c.title for c in shop.catalogue.categories() if c.id == product.category), "")
    looked = replace(shop.catalogue.look(category, limit=1), ids=ids, total=len(ids))
    return Reply("utter_search_alike", {"title": product.title}, *_page(shop, turn, looked, 0))


def department(shop: Shop, turn: Turn, category: str) -> Reply:
    """What a department holds. A search by its title makes "show me more" work."""
    title = next((c.title for c in shop.catalogue.categories() if c.id == category), category)
    looked = shop.catalogue.look(title, limit=PAGE)
    return Reply("utter_search_department", {"title": title}, *_page(shop, turn, looked, 0))


def _page(shop: Shop, turn: Turn, looked: Looked, offset: int) -> tuple[Card, tuple[Event, ...]]:
    """Card and events of a page of results."""
    here = products(shop, looked.ids)
    more = looked.total > offset + len(here)
    card = Deck(shop, turn.locale).carousel(here, more)
    events = (
        SlotSet("shown", [p.id for p in here]),
        SlotSet("search", looked.query),
        SlotSet("search_offset", offset + len(here)),
        SlotSet("product_id", here[0].id if len(here) == 1 else None),
        SlotSet("variant_sku", None),
        SlotSet("pending", None),
        offer(),
    )
    return card, events


def _directory(shop: Shop, turn: Turn) -> Card:
    card = Deck(shop, turn.locale).directory(shop.catalogue.categories())
    return {**card, "quick_replies": []}


def _complement(shop: Shop, turn: Turn, product: str) -> Reply:
    other = shop.catalogue.goes_with(product)
    if other is None:
        return Reply("utter_recommend_nothing_with")
    facts = {"title": other.title, "price": other.price, "reason": other.summary}
    about = (SlotSet("product_id", other.id), SlotSet("variant_sku", None), SlotSet("complement", other.id))
    events = (*about, offer(do="add", product=other.id))
    return Reply("utter_recommend_with", facts, Deck(shop, turn.locale).product(other), events)


def _available(shop: Shop, product: Product) -> bool:
    return any(level.free for level in shop.catalogue.stock([v.sku for v in product.variants]).values())


def _side(which: str, product: Product) -> dict[str, object]:
    claims = "; ".join(product.features[:2]) or product.summary
    return {f"{which}_title": product.title, f"{which}_price": product.price, f"{which}_claims": claims,
            f"{which}_grams": product.weight_grams}  # fmt: skip


def _lighter(one: Product, other: Product) -> str:
    known = one.weight_grams and other.weight_grams
    return "utter_compare_weights" if known else "utter_compare"


def subject_or_search(shop: Shop, turn: Turn) -> tuple[tuple[str, ...], Reply | None]:
    """The products that are meant; or, when none is, the reply to give instead."""
    ids = subjects(shop, turn)
    if ids:
        return ids, None
    if shown(turn) and not mentions(shop, turn):
        card = Deck(shop, turn.locale).products(products(shop, shown(turn)), "product_details")
        return (), Reply("utter_product_which", card=card)
    return (), found(shop, turn, turn.meant, "")
