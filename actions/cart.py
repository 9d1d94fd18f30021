"""Cart skill: add, remove, change, show, clear, bring back, codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa_sdk.events import SlotSet

from actions.alternatives import facts_of, instead_card, instead_facts
from actions.base import Event, Reply, Shop, ShopAction, Turn
from actions.bills import cart_card
from actions.cards import Deck
from actions.focus import (
    fitting,
    in_stock,
    known_options,
    line,
    offer,
    open_option,
    products,
    quantity,
    shown,
    subjects,
    talk_of,
)
from floorwalker.domain.cart import Cart, CartLine
from floorwalker.domain.catalogue import Product, Variant
from floorwalker.errors import OutOfStock


class CartAdd(ShopAction):
    """Puts what is meant into the cart; asks for colour or size where more than one thing fits."""

    def name(self) -> str:
        return "action_cart_add"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        count = quantity(turn) or 1
        if sku := turn.tapped("sku"):
            return put(shop, turn, str(sku), count)
        ids = subjects(shop, turn)
        if not ids:
            return _which(shop, turn)
        first, *rest = [add_wanted(shop, turn, id_, count) for id_ in ids]
        return Reply(more=(first, *rest)) if rest else first


class CartRemove(ShopAction):
    """Takes a line out, or some of its pieces when a smaller number was said."""

    def name(self) -> str:
        return "action_cart_remove"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        cart = shop.carts.show(turn.conversation)
        found = line(shop, turn, cart)
        if found is None:
            return _which_line(shop, turn, cart, "cart_remove")
        count = quantity(turn)
        if count and count < found.quantity:
            return _set(shop, turn, found, found.quantity - count)
        return _removed(shop, turn, found)


class CartChange(ShopAction):
    """Another number, or another colour or size of the same thing."""

    def name(self) -> str:
        return "action_cart_change"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        cart = shop.carts.show(turn.conversation)
        found = line(shop, turn, cart)
        if found is None:
            return _which_line(shop, turn, cart, "cart_change")
        count = quantity(turn)
        if turn.is_tap and count is not None:
            return _set(shop, turn, found, count)
        other = _other_variant(shop, turn, found)
        if other is not None:
            return _swapped(shop, turn, found, other, count or found.quantity)
        return _set(shop, turn, found, count) if count is not None else _how_many(shop, turn, found)


class CartShow(ShopAction):
    """The cart as it is now."""

    def name(self) -> str:
        return "action_cart_show"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        cart = shop.carts.show(turn.conversation)
        if not cart.lines:
            return Reply("utter_cart_empty")
        return Reply("utter_cart_shown", _facts(cart), cart_card(Deck(shop, turn.locale), cart))


class CartClear(ShopAction):
    """Empties the cart; a button brings it back."""

    def name(self) -> str:
        return "action_cart_clear"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        if not shop.carts.show(turn.conversation).lines:
            return Reply("utter_cart_empty")
        shop.carts.clear(turn.conversation)
        return Reply("utter_cart_cleared", events=(SlotSet("cart_last", None), SlotSet("pending", None)))


class CartUndo(ShopAction):
    """Brings back what was taken out last."""

    def name(self) -> str:
        return "action_cart_undo"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        before = shop.carts.show(turn.conversation)
        cart = shop.carts.undo(turn.conversation)
        response = "utter_cart_restored" if cart.lines != before.lines else "utter_cart_nothing_to_restore"
        return Reply(response, _facts(cart), cart_card(Deck(shop, turn.locale), cart) if cart.lines else None)


class CartCoupon(ShopAction):
    """Tries a promotion code, or asks for it."""

    def name(self) -> str:
        return "action_cart_coupon"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        code = turn.entity("code")
        if not code:
            return Reply("utter_cart_code_ask", events=(SlotSet("asking", "code"),))
        return apply_code(shop, turn, str(code))


class CartCouponRemove(ShopAction):
    """Takes the code off."""

    def name(self) -> str:
        return "action_cart_coupon_remove"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        cart = shop.carts.drop_code(turn.conversation)
        card = cart_card(Deck(shop, turn.locale), cart) if cart.lines else None
        return Reply("utter_cart_code_removed", _facts(cart), card)


def apply_code(shop: Shop, turn: Turn, code: str) -> Reply:
    cart = shop.carts.apply_code(turn.conversation, code.strip().strip(".!\"'"))
    facts = {**_facts(cart), "code": cart.code or code, "saved": cart.discount}
    return Reply("utter_cart_code_applied", facts, cart_card(Deck(shop, turn.locale), cart), (SlotSet("asking", None),))


def add_wanted(shop: Shop, turn: Turn, product_id: str, count: int) -> Reply:
    """Adds the one variant that fits; with several, asks for the first option that is open."""
    product = shop.catalogue.product(product_id)
    if product is None:
        return Reply("utter_product_unknown")
    known = known_options(shop, turn, product)
    variants = fitting(shop, turn, product, known)
    if not variants:
        return _ask(shop, turn, product, in_stock(shop, product.variants), {}, count, "utter_cart_not_made")
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
    facts = {**facts_of(shop, product, variant), **_facts(cart), "quantity": count}
    response = "utter_cart_added" if count == 1 else "utter_cart_added_several"
    events = (*talk_of(product.id, sku), SlotSet("cart_last", sku), SlotSet("pending", None), offer())
    return Reply(response, facts, cart_card(Deck(shop, turn.locale), cart), events)


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
    pending = {"product": product.id, "quantity": count, "known": told}
    events = (*talk_of(product.id), SlotSet("pending", pending), offer())
    return Reply(response, facts, deck.values(product, option, variants, count), events)


def _which(shop: Shop, turn: Turn) -> Reply:
    """Nothing is pointed at: the things shown, or a search for the words."""
    here = products(shop, shown(turn))
    if not here:
        return Reply("utter_cart_add_what")
    card = Deck(shop, turn.locale).products(here, "cart_add")
    return Reply("utter_cart_which", card=card, events=(SlotSet("asking", "add"),))


def _which_line(shop: Shop, turn: Turn, cart: Cart, intent: str) -> Reply:
    if not cart.lines:
        return Reply("utter_cart_empty")
    return Reply("utter_cart_which_line", card=cart_card(Deck(shop, turn.locale), cart))


def _how_many(shop: Shop, turn: Turn, found: CartLine) -> Reply:
    cart = shop.carts.show(turn.conversation)
    facts = {"title": found.title, "detail": found.detail}
    return Reply(
        "utter_cart_how_many", facts, cart_card(Deck(shop, turn.locale), cart), (SlotSet("cart_last", found.sku),)
    )


def _set(shop: Shop, turn: Turn, found: CartLine, count: int) -> Reply:
    if count <= 0:
        return _removed(shop, turn, found)
    try:
        cart = shop.carts.set_quantity(turn.conversation, found.sku, count)
    except OutOfStock as no:
        return Reply("utter_stock_short", no.facts)
    facts = {**_facts(cart), "title": found.title, "detail": found.detail, "quantity": count}
    events = (SlotSet("cart_last", found.sku), SlotSet("pending", None))
    response = "utter_cart_now_one" if count == 1 else "utter_cart_now"
    return Reply(response, facts, cart_card(Deck(shop, turn.locale), cart), events)


def _removed(shop: Shop, turn: Turn, found: CartLine) -> Reply:
    cart = shop.carts.remove(turn.conversation, found.sku)
    facts = {**_facts(cart), "title": found.title, "detail": found.detail}
    if not cart.lines:
        return Reply("utter_cart_removed_last", facts, events=(SlotSet("cart_last", None),))
    return Reply("utter_cart_removed", facts, cart_card(Deck(shop, turn.locale), cart), (SlotSet("cart_last", None),))


def _other_variant(shop: Shop, turn: Turn, found: CartLine) -> Variant | None:
    """The variant that was named instead of the one in the cart."""
    known = dict(found.options)
    variants = shop.catalogue.wanted(found.product, turn.said, known)
    return variants[0] if len(variants) == 1 and variants[0].sku != found.sku else None


def _swapped(shop: Shop, turn: Turn, found: CartLine, other: Variant, count: int) -> Reply:
    """First the new one in, then the old one out: a refusal leaves the cart as it was."""
    product = shop.catalogue.product(other.product)
    try:
        shop.carts.add(turn.conversation, other.sku, count)
    except OutOfStock as no:
        return short(shop, turn, product, other, no) if no.free else gone(shop, turn, product, other)
    cart = shop.carts.remove(turn.conversation, found.sku)
    facts = {**_facts(cart), **facts_of(shop, product, other), "before": found.detail}
    events: tuple[Event, ...] = (*talk_of(product.id, other.sku), SlotSet("cart_last", other.sku))
    return Reply("utter_cart_swapped", facts, cart_card(Deck(shop, turn.locale), cart), events)


def _facts(cart: Cart) -> dict[str, Any]:
    return {"total": cart.total, "pieces": cart.pieces}
