"""Product skill: details, colours and sizes, fit; and short answers that point at something."""

from __future__ import annotations

import re

from rasa_sdk.events import FollowupAction, SlotSet

from actions.alternatives import facts_of
from actions.asked import CHANGE, FORM, about, unread
from actions.base import Reply, Shop, ShopAction, Turn
from actions.browse import found, subject_or_search
from actions.cards import FEW, Deck
from actions.filling import add_pending, add_wanted, apply_code, gone, other_variant, swapped
from actions.focus import (
    fitting,
    in_stock,
    known_options,
    offer,
    place_of,
    products,
    said_option,
    shown,
    subjects,
    talk_of,
)
from floorwalker.domain.catalogue import Product, Variant

ASPECTS = {
    "price": r"how much|price|cost|kostet|preis|teuer",
    "weight": r"heav|weigh|light|schwer|wiegt|gewicht|leicht",
    "material": r"made of|material|wool|cotton|leather|fabric|woraus|wolle|baumwolle|leder|stoff",
    "care": r"wash|clean|care|dryer|iron|wasch|pfleg|trockner|reinig",
    "water": r"water|rain|wet|dry in|dicht|regen|nass",
}
"""What a question about a product is about, by the words in it."""
ORDER = re.compile(r"\bfirst\b|sort|zuerst", re.I)
MOST_ASPECTS = 3
FEW_WORDS = 3
INSTEAD = re.compile(r"^\W*(no|nope|sorry|actually|rather|wait|nein|nee|doch|lieber|ach)\b", re.I)
"""Takes back what was just done."""
WATER = re.compile(r"water|rain|seam|wasser|regen|membran", re.I)


class ProductDetails(ShopAction):
    """Answers from the product's own data, with its card."""

    def name(self) -> str:
        return "action_product_details"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        ids, instead = subject_or_search(shop, turn)
        found = products(shop, ids)
        if not found:
            return instead or Reply("utter_product_unknown")
        return details_of_each(shop, turn, found[:2])


class ProductAvailability(ShopAction):
    """Whether a variant is there, read at this moment; what the shop calls a colour is said."""

    def name(self) -> str:
        return "action_product_availability"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        ids, instead = subject_or_search(shop, turn)
        product = shop.catalogue.product(ids[0]) if ids else None
        if product is None:
            return instead or Reply("utter_product_unknown")
        return availability(shop, turn, product)


class ProductSizeAdvice(ShopAction):
    """The measurements of the product, size by size; no guess about a body."""

    def name(self) -> str:
        return "action_product_size_advice"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        ids, instead = subject_or_search(shop, turn)
        product = shop.catalogue.product(ids[0]) if ids else None
        if product is None:
            return instead or Reply("utter_product_unknown")
        events = talk_of(product.id, turn.slots.get("variant_sku"))
        if not product.measurements:
            return Reply("utter_size_unknown", {"title": product.title}, events=events)
        sizes = "; ".join(f"{part}: {value}" for part, value in product.measurements.items())
        card = Deck(shop, turn.locale).product(product)
        return Reply("utter_size_table", {"title": product.title, "sizes": sizes}, card, events)


class ProductRefine(ShopAction):
    """Narrows or sorts what is shown; without a list it is a search."""

    def name(self) -> str:
        return "action_product_refine"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        if INSTEAD.search(turn.meant) and (mended := instead(shop, turn)):
            return mended
        pick = turn.entity("reference")
        picked: tuple[str, ...] = (
            shop.catalogue.resolve(turn.meant, shown(turn), None, ()) if _one_of_them(pick, turn) else ()
        )
        product = shop.catalogue.product(picked[0]) if len(picked) == 1 else None
        if product is not None:
            return details(shop, turn, product)
        return found(shop, turn, str(turn.tapped("topic") or turn.meant), turn.slots.get("search") or "")


class Choose(ShopAction):
    """Something shown is pointed at: adds it when that was the question, else shows it."""

    def name(self) -> str:
        return "action_choose"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        return chosen(shop, turn)


class Inform(ShopAction):
    """A bare value: the answer to the last question, or a wish about what is shown."""

    def name(self) -> str:
        return "action_inform"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        return told(shop, turn)


def told(shop: Shop, turn: Turn) -> Reply:
    """What a short message means here; the last question decides first."""
    pending, focus = turn.slots.get("pending"), turn.slots.get("product_id")
    if turn.slots.get("asking") == "code":
        return apply_code(shop, turn, str(turn.entity("code") or turn.said))
    if turn.entity("code"):
        return apply_code(shop, turn, str(turn.entity("code")))
    if pending:
        return add_pending(shop, turn)
    if turn.slots.get("asking") == CHANGE and about(turn.meant):
        return Reply(events=(SlotSet("asking", CHANGE), FollowupAction(FORM)))
    if INSTEAD.search(turn.meant) and (mended := instead(shop, turn)):
        return mended
    product = shop.catalogue.product(focus) if focus else None
    if product and said_option(shop, turn, product):
        return availability(shop, turn, product)
    if not bare_value(turn) and not shop.catalogue.named(turn.meant) and (lost := unread(turn)):
        return lost
    return found(shop, turn, turn.meant, turn.slots.get("search") or "")


def chosen(shop: Shop, turn: Turn) -> Reply:
    if turn.slots.get("asking") == "code":
        return told(shop, turn)
    if turn.slots.get("pending"):
        return told(shop, turn)
    ids = subjects(shop, turn)
    product = shop.catalogue.product(ids[0]) if ids else None
    if product is None and place_of(turn):
        return no_such_place(shop, turn)
    if product is None:
        return told(shop, turn)
    if turn.slots.get("asking") == "add":
        return add_wanted(shop, turn, product.id, 1)
    return availability(shop, turn, product) if said_option(shop, turn, product) else details(shop, turn, product)


def instead(shop: Shop, turn: Turn) -> Reply | None:
    """ "No, size L": another variant of what was put in the cart last."""
    line = shop.carts.show(turn.conversation).line(turn.slots.get("cart_last") or "")
    other = other_variant(shop, turn, line) if line else None
    return swapped(shop, turn, line, other, line.quantity) if line and other else None


def bare_value(turn: Turn) -> bool:
    """A few words with a size or colour in them, where things are shown: the grammars know better."""
    named = turn.entity("size") or turn.entity("colour")
    return bool(named and len(turn.meant.split()) <= FEW_WORDS and shown(turn) and not turn.loop)


def _one_of_them(reference: object, turn: Turn) -> bool:
    """ "The cheapest one", not "the cheapest first"."""
    return isinstance(reference, dict) and "by" in reference and bool(shown(turn)) and not ORDER.search(turn.meant)


def no_such_place(shop: Shop, turn: Turn) -> Reply:
    """The fifth of three."""
    here = products(shop, shown(turn))
    if not here:
        return Reply("utter_product_nothing_shown")
    card = Deck(shop, turn.locale).products(here, "product_details")
    return Reply("utter_product_which", card=card)


def details_of_each(shop: Shop, turn: Turn, found: list[Product]) -> Reply:
    """ "Tell me about both": one after the other; the first stays the one that is talked about."""
    replies = [details(shop, turn, product) for product in found]
    about = talk_of(found[0].id) if len(found) > 1 else ()
    return Reply(more=(*replies, Reply(events=about))) if about else replies[0]


def details(shop: Shop, turn: Turn, product: Product) -> Reply:
    """The aspect that was asked about, else the description."""
    aspects = asked_aspects(turn.meant)
    water = next((claim for claim in product.features if WATER.search(claim)), "")
    facts = {
        "title": product.title, "price": product.price, "summary": product.summary,
        "description": product.description, "grams": product.weight_grams, "care": product.care,
        "materials": "; ".join(product.materials), "claims": "; ".join(product.features), "water": water,
    }  # fmt: skip
    needed = {"weight": "grams", "material": "materials", "care": "care", "water": "water", "price": "price"}
    known = [f"utter_details_{aspect}" for aspect in aspects if facts[needed[aspect]]] or ["utter_details"]
    card = Deck(shop, turn.locale).product(product)
    last = Reply(known[-1], facts, card, talk_of(product.id))
    return Reply(more=(*(Reply(response, facts) for response in known[:-1]), last)) if known[:-1] else last


def asked_aspects(words: str) -> list[str]:
    """All that is asked about, in the order of the words."""
    asked = [(found.start(), name) for name, cue in ASPECTS.items() if (found := re.search(cue, words, re.I))]
    return [name for _, name in sorted(asked)][:MOST_ASPECTS]


def availability(shop: Shop, turn: Turn, product: Product) -> Reply:
    """One variant: there, few, or gone with the nearest alternative. Several: which colours and sizes are left."""
    known = known_options(shop, turn, product) if said_option(shop, turn, product) else {}
    variants = fitting(shop, turn, product, known)
    if not variants:
        return _not_made(shop, turn, product)
    if len(variants) == 1:
        return one_variant(shop, turn, product, variants[0])
    left = in_stock(shop, variants)
    if not left:
        return gone(shop, turn, product, variants[0])
    return _what_is_left(shop, turn, product, left)


def one_variant(shop: Shop, turn: Turn, product: Product, variant: Variant) -> Reply:
    free = shop.catalogue.stock([variant.sku])[variant.sku].free
    if not free:
        return gone(shop, turn, product, variant)
    facts = {**facts_of(shop, product, variant), "free": free, "called": called(shop, turn, variant)}
    few = "few" if free <= FEW else "yes"
    response = f"utter_stock_{few}_named" if facts["called"] else f"utter_stock_{few}"
    events = (*talk_of(product.id, variant.sku), SlotSet("pending", None), offer(do="add", sku=variant.sku))
    return Reply(response, facts, Deck(shop, turn.locale).product(product, variant), events)


def called(shop: Shop, turn: Turn, variant: Variant) -> str:
    """The plain word for the colour that the shopper used, when the shop calls it otherwise."""
    colour = variant.option("colour")
    if not colour or turn.is_tap:
        return ""
    words = set(re.findall(r"[\w-]+", turn.meant.casefold()))
    ours = shop.catalogue.colour(colour)
    if {ours.name.casefold(), ours.title.casefold()} & words:
        return ""
    return next((family for family in ours.families if family.casefold() in words), "")


def _not_made(shop: Shop, turn: Turn, product: Product) -> Reply:
    """That colour or size does not exist: what does."""
    left = in_stock(shop, product.variants)
    facts = {"title": product.title, **_options_left(shop, product, left)}
    return Reply("utter_stock_not_made", facts, Deck(shop, turn.locale).product(product), talk_of(product.id))


def _what_is_left(shop: Shop, turn: Turn, product: Product, left: list[Variant]) -> Reply:
    facts = {"title": product.title, **_options_left(shop, product, left)}
    only = left[0] if len(left) == 1 else None
    card = Deck(shop, turn.locale).product(product, only)
    return Reply("utter_stock_options", facts, card, talk_of(product.id, only.sku if only else None))


def _options_left(shop: Shop, product: Product, left: list[Variant]) -> dict[str, object]:
    """Colours and sizes that are there, in words."""
    deck = Deck(shop, "en")
    parts = []
    for name in dict.fromkeys(name for v in product.variants for name, _ in v.options):
        values = dict.fromkeys(value for v in left if (value := v.option(name)))
        parts.append(", ".join(deck.option_words(product, name, value) for value in values))
    return {"options": " · ".join(filter(None, parts)) or product.summary}
