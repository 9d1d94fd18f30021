"""Checkout skill: takes what a message tells, asks for what is missing, lists, and places what was confirmed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from rasa_sdk.events import FollowupAction, SlotSet

from actions.base import Event, Reply, Shop, ShopAction, Turn
from actions.bills import delivery_card, payment_card, quote_card
from actions.cards import Deck
from actions.filling import short
from floorwalker.conversations.spoken import clock, weekday
from floorwalker.domain.cart import Cart
from floorwalker.domain.checkout import DeliveryOption, Draft, Placed
from floorwalker.errors import BadValue, NothingInCart, OutOfStock, QuoteChanged

FORM, CONFIRMED, NO = "checkout_form", "checkout_confirmed", "no"
PARTS = ("email", "address", "delivery")
TELLING = ("checkout_tell", "checkout_correct", "checkout_start", "inform", "choose", "affirm", "deny", "nlu_fallback",
           "out_of_scope", "product_search", "product_refine", "greet", "cart_change")  # fmt: skip
"""Intents whose words may be the answer to the question; all others interrupt it."""
ABOUT = {
    "email": re.compile(r"e-?mail|\bmail\b|@", re.I),
    "address": re.compile(
        r"address|street|house number|post ?code|\bzip\b|city|adresse|straße|hausnummer|plz|\bort\b", re.I
    ),
    "delivery": re.compile(r"deliver(y|ed)?\b(?! address)|shipping|express|standard|collect|versand|abhol", re.I),
}
"""What a correction without a value is about."""


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
        taken = Taking(shop, turn)
        taken.take()
        if not (taken.told or turn.asked is None or turn.intent in ("checkout_start", "checkout_correct")):
            return Reply()
        return Reply(more=tuple(taken.says), events=_state(shop.checkout.draft(turn.conversation), taken))


class Taking:
    """Reads one message for facts of the checkout. `told`: it held one; `again`: a part to be asked anew."""

    def __init__(self, shop: Shop, turn: Turn) -> None:
        self.shop, self.turn = shop, turn
        self.told, self.says = False, []  # type: bool, list[Reply]
        self.again: str | None = None
        self.confirmed: str | None = None

    def take(self) -> None:
        if self.turn.intent.startswith("EXTERNAL") or self.turn.intent == "handoff_request":
            return
        self._email()
        self._address()
        self._delivery()
        if not self.told:
            self._yes_or_no()
            self._correction()

    def _email(self) -> None:
        if "@" in self.turn.said:
            self._set("email", self.shop.checkout.set_email, str(self.turn.entity("email") or self.turn.said))

    def _address(self) -> None:
        said = EMAIL.sub(" ", self.turn.said).strip(" ,.;")
        asked = self.turn.asked == "checkout_address" and self._is_answer() and not self.told
        if said and (self.shop.checkout.looks_like_address(said) or asked):
            self._set("address", self.shop.checkout.set_address, said, quiet=asked)

    def _delivery(self) -> None:
        asked = self.turn.asked == "checkout_delivery" and self._is_answer() and not self.told
        text = self.turn.tapped("delivery") or (self.turn.said if asked or self._names_delivery() else "")
        if text:
            self._set("delivery", self.shop.checkout.set_delivery, str(text), quiet=asked)

    def _names_delivery(self) -> bool:
        if self.turn.intent not in TELLING:
            return False
        said = set(re.findall(r"\w+", self.turn.said.casefold()))
        return any({way.id, *way.words} & said for way in self.shop.store.delivery)

    def _yes_or_no(self) -> None:
        tapped = self.turn.tapped("quote_id")
        if tapped:
            self.told, self.confirmed = True, str(tapped)
        elif self.turn.asked == CONFIRMED and self._says_yes():
            self.told, self.confirmed = True, self.turn.slots.get("quote_id")
        elif self.turn.asked == CONFIRMED and self.turn.intent == "deny" and not self._about():
            self.told, self.confirmed = True, NO

    def _says_yes(self) -> bool:
        """At the summary "ok, order" is a yes; "check out" lists it again."""
        wants = self.turn.intent == "checkout_start" and bool(ORDERING.search(self.turn.said))
        return wants or self.turn.intent in ("affirm", "checkout_confirm")

    def _correction(self) -> None:
        """ "The address is wrong" tells no address: it is asked again."""
        correcting = self.turn.intent == "checkout_correct"
        part = self.turn.tapped("part") or (self._about() if correcting or self.turn.intent == "deny" else None)
        if part and not self.told:
            self.told, self.again = True, str(part)
        elif correcting and not self.told and self.turn.asked in (None, CONFIRMED):
            self.told, self.confirmed = True, NO

    def _about(self) -> str | None:
        return next((part for part, cue in ABOUT.items() if cue.search(self.turn.said)), None)

    def _is_answer(self) -> bool:
        return not self.turn.is_tap and self.turn.intent in TELLING and not self.turn.said.rstrip().endswith("?")

    def _set(self, part: str, use: Callable[[str, str], Draft], text: str, quiet: bool = False) -> None:
        try:
            use(self.turn.conversation, text)
            self.told = True
        except BadValue as no:
            if not quiet or no.what == "country":
                self.told = True
                self.says.append(Reply(f"utter_checkout_unread_{no.what if no.what in PARTS else 'country'}"))


EMAIL = re.compile(r"\S+@\S+")
ORDERING = re.compile(r"\border|\bbuy\b|bestell|kauf", re.I)


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


def placed(shop: Shop, turn: Turn, order: Placed, events: tuple[Event, ...] = ()) -> Reply:
    """The pay link, and until when the things are set aside."""
    facts = {
        "number": order.number,
        "total": order.total,
        "until": clock(order.held_until, turn.locale, shop.store.timezone),
    }
    if order.url is None:
        return Reply("utter_payment_free", facts, events=events)
    return Reply("utter_payment_link", facts, payment_card(Deck(shop, turn.locale), order), events)


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
    return Reply("utter_checkout_kept", card=card, events=_closed())


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
