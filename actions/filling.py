"""Filling the cart: what is wanted goes in, what is open is asked, what is gone is replaced, a code is tried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet

from actions.alternatives import facts_of, instead_card, instead_facts
from actions.asked import RUNGS
from actions.base import Event, Reply, Shop, Turn
from actions.bills import cart_card
from actions.cards import Deck
from actions.focus import fitting, in_stock, known_options, offer, open_option, products, talk_of
from actions.rescue import person_offered
from floorwalker.domain.cart import Cart, CartLine
from floorwalker.domain.catalogue import Product, Variant
from floorwalker.errors import OutOfStock, Refused

NOT_MADE = "utter_cart_not_made"
ADDED = {
    (False, False): "utter_cart_added",
    (False, True): "utter_cart_added_several",
    (True, False): "utter_cart_added_meanwhile",
    (True, True): "utter_cart_added_several_meanwhile",
}
"""By (something else goes on, several pieces): during a checkout nothing more is asked."""


def apply_code(shop: Shop, turn: Turn, code: str) -> Reply:
    cart = shop.carts.apply_code(turn.conversation, code.strip().strip(".!\"'"))
    facts = {**facts_in(cart), "code": cart.code or code, "saved": cart.discount}
    return Reply("utter_cart_code_applied", facts, cart_card(Deck(shop, turn.locale), cart), (SlotSet("asking", None),))


def add_each(shop: Shop, turn: Turn, ids: Sequence[str], count: int) -> Reply:
    """One after the other, up to the first that has a question; the rest waits for its answer."""
    replies: list[Reply] = []
    for place, id_ in enumerate(ids):
        reply = add_wanted(shop, turn, id_, count)
        replies.append(reply)
        if pending := _pending(reply):
            rest = list(ids[place + 1 :])
            return joined(replies, *([SlotSet("pending", {**pending, "then": rest})] if rest else []))
    return joined(replies)


def add_pending(shop: Shop, turn: Turn) -> Reply:
    """The thing whose colour or size was asked, now that it is told, then those that waited behind it."""
    pending = turn.slots["pending"]
    count, rest = int(pending.get("quantity") or 1), list(pending.get("then") or ())
    first = add_wanted(shop, replace(turn, goes_on=turn.goes_on or bool(rest)), pending["product"], count)
    if asked := _pending(first):
        waiting = {name: pending[name] for name in ("then", "wishes") if pending.get(name)}
        return joined([first], SlotSet("pending", {**asked, **waiting}))
    return _and_then(shop, turn, first, rest, count)


def add_tapped(shop: Shop, turn: Turn, sku: str, count: int) -> Reply:
    """The variant of a button, then what waited behind its question."""
    pending = turn.slots.get("pending") or {}
    asked = pending.get("product") == shop.catalogue.variant(sku).product
    rest = list(pending.get("then") or ()) if asked else []
    first = put(shop, replace(turn, goes_on=turn.goes_on or bool(rest)), sku, count)
    return _and_then(shop, turn, first, rest, count)


def _and_then(shop: Shop, turn: Turn, first: Reply, rest: Sequence[str], count: int) -> Reply:
    """The first, then the others, which the turn's words do not speak of."""
    unsaid = replace(turn, words="", mended="", entities=(), slots={**turn.slots, **first.slots()})
    return joined([first, add_each(shop, unsaid, rest, count)]) if rest else first


def joined(replies: Sequence[Reply], *events: Event) -> Reply:
    """All of them, one after the other; the cart is drawn once, below the last one that changed it."""
    last = max((n for n, reply in enumerate(replies) if _has_cart(reply)), default=len(replies) - 1)
    first, *rest = [reply if n == last else _without_cart(reply) for n, reply in enumerate(replies)]
    if not rest:
        return replace(first, events=(*first.events, *events))
    return Reply(more=(first, *rest, Reply(events=events)))


def _has_cart(reply: Reply) -> bool:
    return any((one.card or {}).get("type") == "cart" for one in (reply, *reply.more))


def _without_cart(reply: Reply) -> Reply:
    card = reply.card if (reply.card or {}).get("type") != "cart" else None
    return replace(reply, card=card, more=tuple(map(_without_cart, reply.more)))


def _pending(reply: Reply) -> dict[str, Any] | None:
    """What the reply asked an option of."""
    events = (event for event in reversed(reply.all_events()) if event.get("name") == "pending")
    found: dict[str, Any] | None = next(events, {}).get("value")
    return found


def add_wanted(shop: Shop, turn: Turn, product_id: str, count: int) -> Reply:
    """Adds the one variant that fits; with several, asks for the first option that is open."""
    product = shop.catalogue.product(product_id)
    if product is None:
        return Reply("utter_product_unknown")
    known = known_options(shop, turn, product)
    variants = fitting(shop, turn, product, known)
    if not variants:
        return _ask(shop, turn, product, in_stock(shop, product.variants), {}, count, NOT_MADE)
    left = in_stock(shop, variants)
    if not left:
        return gone(shop, turn, product, variants[0])
    if len(left) == 1 and (len(variants) == 1 or not open_option(variants)):
        return put(shop, turn, left[0].sku, count)
    told = {name: value for name, value in left[0].options if len({v.option(name) for v in variants}) == 1}
    return _ask(shop, turn, product, left, told, count, "utter_cart_which_option")


def put(shop: Shop, turn: Turn, sku: str, count: int) -> Reply:
    """Into the cart, with the cart's card; when too few are left, says how many and offers those."""
    variant = shop.catalogue.variant(sku)
    product = shop.catalogue.product(variant.product)
    try:
        cart = shop.carts.add(turn.conversation, sku, count)
    except OutOfStock as no:
        return short(shop, turn, product, variant, no)
    facts = {**facts_of(shop, product, variant), **facts_in(cart), "quantity": count}
    goes_on = bool(turn.loop or turn.entity("also") or turn.goes_on)
    with_it = None if goes_on else complement(shop, turn, product, cart)
    response = ADDED[bool(goes_on or with_it), count > 1]
    events = (*talk_of(product.id, sku), SlotSet("cart_last", sku), SlotSet("pending", None), offer())
    added = Reply(response, facts, cart_card(Deck(shop, turn.locale), cart), events)
    return Reply(more=(added, with_it)) if with_it else added


def complement(shop: Shop, turn: Turn, product: Product, cart: Cart) -> Reply | None:
    """What goes well with it and costs no more, offered once a purchase; nothing that lies in the cart already."""
    if turn.slots.get("complement"):
        return None
    inside = {line.product for line in cart.lines}
    fits = (one for one in products(shop, product.goes_with) if one.id not in inside and one.price <= product.price)
    other = next((one for one in fits if in_stock(shop, one.variants)), None)
    if other is None:
        return None
    facts = {"title": other.title, "price": other.price, "reason": other.summary}
    events = (offer(do="add", product=other.id), SlotSet("complement", other.id))
    return Reply("utter_cart_complement", facts, events=events)


def short(shop: Shop, turn: Turn, product: Product, variant: Variant, no: OutOfStock) -> Reply:
    """Fewer are free than wanted, counting what the cart holds already."""
    held = shop.carts.show(turn.conversation).line(variant.sku)
    inside = held.quantity if held else 0
    more = no.free - inside
    if more <= 0 and not inside:
        return gone(shop, turn, product, variant)
    facts = {**facts_of(shop, product, variant), "free": no.free, "inside": inside, "more": more}
    if more <= 0:
        return Reply("utter_stock_all_in_cart", facts, events=talk_of(product.id, variant.sku))
    deck = Deck(shop, turn.locale)
    take = deck.chip("add_the_free", "cart_add", {"quantity": more}, sku=variant.sku, quantity=more)
    card = {**deck.product(product, variant), "actions": [], "quick_replies": [take, deck.chip("no_thanks", "deny")]}
    events = (*talk_of(product.id, variant.sku), offer(do="add", sku=variant.sku, quantity=more))
    return Reply("utter_stock_fewer", facts, card, events)


def gone(shop: Shop, turn: Turn, product: Product, variant: Variant) -> Reply:
    """Sold out, and the nearest thing that is there."""
    facts = facts_of(shop, product, variant)
    other = shop.catalogue.nearest(variant.sku)
    if other is None:
        return Reply("utter_stock_gone", facts, events=talk_of(product.id))
    card, events = instead_card(shop, turn, other)
    return Reply("utter_stock_gone_instead", {**facts, **instead_facts(shop, other)}, card, events)


def other_variant(shop: Shop, turn: Turn, found: CartLine) -> Variant | None:
    """The variant that was named instead of the one in the cart."""
    known = dict(found.options)
    variants = shop.catalogue.wanted(found.product, turn.meant, known)
    return variants[0] if len(variants) == 1 and variants[0].sku != found.sku else None


def swapped(shop: Shop, turn: Turn, found: CartLine, other: Variant, count: int) -> Reply:
    """First the new one in, then the old one out: a refusal leaves the cart as it was."""
    product = shop.catalogue.product(other.product)
    try:
        shop.carts.add(turn.conversation, other.sku, count)
    except OutOfStock as no:
        return short(shop, turn, product, other, no) if no.free else gone(shop, turn, product, other)
    cart = shop.carts.remove(turn.conversation, found.sku)
    facts = {**facts_in(cart), **facts_of(shop, product, other), "before": found.detail}
    events: tuple[Event, ...] = (*talk_of(product.id, other.sku), SlotSet("cart_last", other.sku))
    return Reply("utter_cart_swapped", facts, cart_card(Deck(shop, turn.locale), cart), events)


def _ask(
    shop: Shop,
    turn: Turn,
    product: Product,
    variants: Sequence[Variant],
    told: dict[str, str],
    count: int,
    response: str,
) -> Reply:
    """Which colour, which size: one question at a time."""
    option = open_option(variants) or "size"
    deck = Deck(shop, turn.locale)
    facts = {"title": product.title, "option": deck.named(option, option)}
    times = _refused(turn, product, option, response)
    pending = {"product": product.id, "quantity": count, "known": told, "option": option, "refused": times}
    events = (*talk_of(product.id), SlotSet("pending", pending), offer())
    person = (person_offered("refused"),) if times > RUNGS else ()
    return Reply(response, facts, deck.values(product, option, variants, count), events, person)


def _refused(turn: Turn, product: Product, option: str, response: str) -> int:
    """How many answers about this product could not be taken, the one of now among them."""
    before = turn.slots.get("pending") or {}
    again = before.get("product") == product.id and (response == NOT_MADE or before.get("option") == option)
    return 1 + int(before.get("refused") or 0) if again else 0


def facts_in(cart: Cart) -> dict[str, Any]:
    """Total and pieces."""
    return {"total": cart.total, "pieces": cart.pieces}


def with_wishes(shop: Shop, turn: Turn, reply: Reply) -> Reply:
    """The second wish of "make it one, and use code …, and check out", once the first is served."""
    if not any(event.get("name") == "cart_last" for event in reply.all_events()):
        return reply
    code = turn.entity("code")
    if code:
        reply = Reply(more=(replace(reply, card=None), _tried(shop, turn, str(code))))
    if turn.entity("also") == "checkout_start" and not turn.loop:
        return replace(reply, events=(*reply.events, FollowupAction("checkout_form")))
    return reply


def _tried(shop: Shop, turn: Turn, code: str) -> Reply:
    try:
        return apply_code(shop, turn, code)
    except Refused as no:
        cart = shop.carts.show(turn.conversation)
        return Reply(no.response, no.facts, cart_card(Deck(shop, turn.locale), cart))
