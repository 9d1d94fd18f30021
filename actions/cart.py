"""Cart skill: add, remove, change, show, clear, bring back, codes."""

from __future__ import annotations

from rasa_sdk.events import ActiveLoop, FollowupAction, SlotSet

from actions.asked import FORM
from actions.base import Event, Reply, Shop, ShopAction, Turn
from actions.bills import cart_card
from actions.cards import Deck
from actions.filling import add_each, add_tapped, apply_code, facts_in, other_variant, swapped, with_wishes
from actions.focus import line, mentions, products, quantity, shown, subjects
from floorwalker.domain.cart import Cart, CartLine
from floorwalker.errors import OutOfStock

MOST = 6
"""Products of a kind that are offered to choose from."""


class CartAdd(ShopAction):
    """Puts what is meant into the cart; asks for colour or size where more than one thing fits."""

    def name(self) -> str:
        return "action_cart_add"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        count = quantity(turn) or 1
        if sku := turn.tapped("sku"):
            return add_tapped(shop, turn, str(sku), count)
        ids = subjects(shop, turn)
        if not ids:
            return _which(shop, turn)
        return with_wishes(shop, turn, add_each(shop, turn, ids, count))


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
        return with_wishes(shop, turn, self._changed(shop, turn, found, quantity(turn)))

    def _changed(self, shop: Shop, turn: Turn, found: CartLine, count: int | None) -> Reply:
        if turn.is_tap and count is not None:
            return _set(shop, turn, found, count)
        other = other_variant(shop, turn, found)
        if other is not None:
            return swapped(shop, turn, found, other, count or found.quantity)
        return _set(shop, turn, found, count) if count is not None else _how_many(shop, turn, found)


class CartShow(ShopAction):
    """The cart as it is now."""

    def name(self) -> str:
        return "action_cart_show"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        cart = shop.carts.show(turn.conversation)
        if not cart.lines:
            return Reply("utter_cart_empty")
        return Reply("utter_cart_shown", facts_in(cart), cart_card(Deck(shop, turn.locale), cart))


class CartClear(ShopAction):
    """Empties the cart; a button brings it back."""

    def name(self) -> str:
        return "action_cart_clear"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        if not shop.carts.show(turn.conversation).lines:
            return Reply("utter_cart_empty")
        shop.carts.clear(turn.conversation)
        over = (SlotSet("cart_last", None), SlotSet("pending", None), *till_closed(turn))
        return Reply("utter_cart_cleared", events=over)


class CartUndo(ShopAction):
    """Brings back what was taken out last."""

    def name(self) -> str:
        return "action_cart_undo"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        before = shop.carts.show(turn.conversation)
        cart = shop.carts.undo(turn.conversation)
        response = "utter_cart_restored" if cart.lines != before.lines else "utter_cart_nothing_to_restore"
        return Reply(response, facts_in(cart), cart_card(Deck(shop, turn.locale), cart) if cart.lines else None)


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
        return Reply("utter_cart_code_removed", facts_in(cart), card)


def _which(shop: Shop, turn: Turn) -> Reply:
    """Nothing is pointed at: the things shown, or a search for the words."""
    kind = mentions(shop, turn)
    here = products(shop, kind[:MOST] or shown(turn))
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
    facts = {**facts_in(cart), "title": found.title, "detail": found.detail, "quantity": count}
    events = (SlotSet("cart_last", found.sku), SlotSet("pending", None))
    response = "utter_cart_now_one" if count == 1 else "utter_cart_now"
    return Reply(response, facts, cart_card(Deck(shop, turn.locale), cart), events)


def _removed(shop: Shop, turn: Turn, found: CartLine) -> Reply:
    cart = shop.carts.remove(turn.conversation, found.sku)
    facts = {**facts_in(cart), "title": found.title, "detail": found.detail}
    if not cart.lines:
        return Reply("utter_cart_removed_last", facts, events=(SlotSet("cart_last", None), *till_closed(turn)))
    return Reply("utter_cart_removed", facts, cart_card(Deck(shop, turn.locale), cart), (SlotSet("cart_last", None),))


def till_closed(turn: Turn) -> tuple[Event, ...]:
    """With nothing to buy a checkout has nothing to ask."""
    if turn.loop != FORM:
        return ()
    return (ActiveLoop(None), SlotSet("requested_slot", None), FollowupAction("action_listen"))
