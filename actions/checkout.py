"""Checkout skill: takes what a message tells, asks for what is missing, lists, and places what was confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rasa_sdk.events import FollowupAction, SlotSet

from actions.asked import CHANGE, CONFIRMED, FORM, refused
from actions.base import PASSING, Event, Reply, Shop, ShopAction, Turn
from actions.bills import delivery_card, quote_card
from actions.cards import Deck
from actions.filling import short
from actions.placing import placed
from actions.taking import NO, PARTS, Taking, divided
from actions.wishes import serve
from floorwalker.conversations.spoken import weekday
from floorwalker.domain.cart import Cart
from floorwalker.domain.checkout import DeliveryOption, Draft
from floorwalker.errors import NothingInCart, OutOfStock, QuoteChanged

OPENS = ("checkout_start", "checkout_correct")
"""Say nothing else, but that the checkout goes on."""


class ValidateCheckout(ShopAction):
    """Takes every fact that the message tells, in any order; tells the form what is missing.

    Without a fact it returns nothing: the form then lets rules answer, and asks again.
    """

    keeps = True

    def name(self) -> str:
        return "validate_checkout_form"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        cart = shop.carts.show(turn.conversation)
        if not cart.lines or shortage(cart):
            return Reply(events=(SlotSet(CONFIRMED, None), SlotSet("requested_slot", None)))
        mine, beside = divided(turn)
        taken = Taking(shop, mine)
        taken.take()
        if not (taken.told or turn.asked is None or turn.intent in OPENS):
            return Reply()
        served = [serve(shop, turn, beside)] if beside and not turn.follows else []
        again = (refused(turn),) if taken.refused else ()
        understood = [SlotSet(name, None) for name in PASSING if turn.slots.get(name)]
        state = _state(shop.checkout.draft(turn.conversation), taken)
        return Reply(more=(*served, *taken.says, *again), events=(*understood, *state))


class AskAddress(ShopAction):
    """Asks exactly for the parts that are missing."""

    keeps = True

    def name(self) -> str:
        return "action_ask_checkout_address"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        missing = shop.checkout.draft(turn.conversation).address.missing
        return Reply(ASKS.get(missing, "utter_ask_checkout_address_all"))


ASKS = {
    ("street",): "utter_ask_checkout_address_street",
    ("postcode",): "utter_ask_checkout_address_postcode",
    ("city",): "utter_ask_checkout_address_city",
    ("postcode", "city"): "utter_ask_checkout_address_place",
    (): "utter_ask_checkout_address_new",
}


class AskDelivery(ShopAction):
    """The ways to deliver, with price and day."""

    keeps = True

    def name(self) -> str:
        return "action_ask_checkout_delivery"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        options = shop.checkout.delivery_options(turn.conversation)
        days = {option.id: _arrival(option, turn.locale) for option in options}
        return Reply("utter_ask_checkout_delivery", card=delivery_card(Deck(shop, turn.locale), options, days))


class AskConfirmed(ShopAction):
    """Lists everything once; when it is the same as listed before, only asks."""

    keeps = True

    def name(self) -> str:
        return "action_ask_checkout_confirmed"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        try:
            quote = shop.checkout.quote(turn.conversation)
        except (NothingInCart, OutOfStock):
            return Reply(events=(SlotSet("requested_slot", None),))  # ends the form; placing says why
        card = quote_card(Deck(shop, turn.locale), quote)
        facts = {"total": quote.total}
        if turn.slots.get("quote_id") == quote.id and turn.intent not in ("checkout_start", "checkout_correct"):
            small = {"schema": card["schema"], "type": "text", "quick_replies": card["actions"]}
            return Reply("utter_ask_checkout_confirmed_again", facts, small)
        return Reply("utter_ask_checkout_confirmed", facts, card, (SlotSet("quote_id", quote.id),))


class CheckoutPlace(ShopAction):
    """Places what was confirmed and hands over the pay link; what changed meanwhile is listed again."""

    def name(self) -> str:
        return "action_checkout_place"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        cart, confirmed = shop.carts.show(turn.conversation), turn.slots.get(CONFIRMED)
        if not cart.lines:
            raise NothingInCart
        if gap := shortage(cart):
            return _gone(shop, turn, gap)
        if not confirmed or confirmed == NO:
            return _kept(shop, turn)
        try:
            return placed(shop, turn, shop.checkout.place(turn.conversation, confirmed), _closed())
        except QuoteChanged as no:
            return Reply(
                no.response, events=(SlotSet(CONFIRMED, None), SlotSet("quote_id", None), FollowupAction(FORM))
            )
        except OutOfStock as no:
            return _gone(shop, turn, no)


def shortage(cart: Cart) -> OutOfStock | None:
    """A line of which fewer are free than it holds."""
    short_lines = (x for x in cart.lines if x.quantity > x.free)
    return next((OutOfStock(x.sku, x.quantity, x.free, f"{x.title}, {x.detail}") for x in short_lines), None)


def _gone(shop: Shop, turn: Turn, no: OutOfStock) -> Reply:
    """Somebody was faster: fewer pieces, or the nearest alternative, instead of it."""
    variant = shop.catalogue.variant(no.sku)
    if no.free > 0:
        cart = shop.carts.set_quantity(turn.conversation, no.sku, no.free)
        return Reply("utter_checkout_fewer_left", {**no.facts, "total": cart.total}, events=_closed())
    shop.carts.remove(turn.conversation, no.sku)
    reply = short(shop, turn, shop.catalogue.product(variant.product), variant, no)
    first = Reply("utter_checkout_gone", no.facts, events=_closed())
    return Reply(more=(first, reply))


def _kept(shop: Shop, turn: Turn) -> Reply:
    """Nothing is ordered; what may be changed."""
    deck = Deck(shop, turn.locale)
    parts = [deck.chip(f"change_{part}", "checkout_correct", part=part) for part in ("address", "delivery", "email")]
    card = deck.choices("", [*parts, deck.chip("my_cart", "cart_show")])
    return Reply("utter_checkout_kept", card=card, events=(*_closed(), SlotSet("asking", CHANGE)))


def _closed() -> tuple[Event, ...]:
    return (SlotSet(CONFIRMED, None), SlotSet("quote_id", None))


def _state(draft: Draft, taken: Taking) -> tuple[Event, ...]:
    """The form's slots as the shop knows the facts, and what is asked next."""
    facts = {"email": draft.email, "address": draft.address.line, "delivery": draft.delivery}
    missing = [part for part in PARTS if part in draft.missing or part == taken.again]
    slots = [SlotSet(f"checkout_{part}", None if part in missing else facts[part] or "-") for part in PARTS]
    return (*slots, SlotSet(CONFIRMED, taken.confirmed), *_next(missing, taken))


def _next(missing: list[str], taken: Taking) -> Iterator[Event]:
    wanted = taken.again or next(iter(missing), None)
    if taken.confirmed == NO:
        yield SlotSet("requested_slot", None)
    elif wanted:
        yield SlotSet("requested_slot", f"checkout_{wanted}")
    else:
        yield SlotSet("requested_slot", None if taken.confirmed else CONFIRMED)


def _arrival(option: DeliveryOption, locale: str) -> str:
    return weekday(date.fromisoformat(option.expected[0]), locale) if option.expected[0] else option.detail
