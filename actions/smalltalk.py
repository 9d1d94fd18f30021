"""Smalltalk skill: greeting, yes and no, language, a new start, and what to say when nothing was understood."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions.base import Event, Reply, Shop, ShopAction, Turn
from actions.browse import found
from actions.cards import Deck, tap
from actions.filling import add_wanted, put
from actions.focus import shown
from actions.payment import canceled, renewed
from actions.product import chosen, told
from floorwalker.domain.message import Card, button

GUESSES = 3
FEW_WORDS = 3
GERMAN = re.compile(r"deutsch|german", re.I)
FALLBACKS = ("utter_fallback_first", "utter_fallback_again", "utter_fallback_person")


class Greet(ShopAction):
    """Says hello and shows the floor directory."""

    keeps = True

    def name(self) -> str:
        return "action_greet"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        if turn.loop:
            return Reply("utter_greet_again")
        card = Deck(shop, turn.locale).directory(shop.catalogue.categories())
        return Reply("utter_greet", {"shop": shop.store.name}, more=(Reply("utter_greet_person", card=card),))


class Affirm(ShopAction):
    """Does what was offered."""

    def name(self) -> str:
        return "action_affirm"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        return agreed(shop, turn)


class Deny(ShopAction):
    """Lets go what was offered."""

    def name(self) -> str:
        return "action_deny"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        return Reply() if turn.loop else Reply("utter_deny")


class Stop(ShopAction):
    """The form is closed by its rule; the cart stays."""

    def name(self) -> str:
        return "action_stop"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        full = bool(shop.carts.show(turn.conversation).lines)
        over = (SlotSet("interrupted", None), SlotSet("checkout_confirmed", None), SlotSet("quote_id", None))
        return Reply("utter_stopped_cart_kept" if full else "utter_stopped", events=over)


class RestartTalk(ShopAction):
    """Forgets what was looked at; the cart and the language stay."""

    def name(self) -> str:
        return "action_restart_talk"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        names = ("shown", "search", "search_offset", "product_id", "variant_sku", "interrupted", "quote_id",
                 "checkout_confirmed")  # fmt: skip
        card = Deck(shop, turn.locale).directory(shop.catalogue.categories())
        return Reply("utter_restarted", card=card, events=tuple(SlotSet(name, None) for name in names))


class Repeat(ShopAction):
    """Says the last answer again; a form asks its question by itself."""

    keeps = True

    def name(self) -> str:
        return "action_repeat"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[Any]:
        if not (said := last_answer(tracker.events)):
            return await super().run(dispatcher, tracker, domain)
        for event in said if not tracker.active_loop else ():
            dispatcher.utter_message(text=event.get("text"), buttons=(event.get("data") or {}).get("buttons"))
        return []

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        return Reply("utter_nothing_to_repeat")


class Language(ShopAction):
    """Changes the language for what follows."""

    keeps = True

    def name(self) -> str:
        return "action_language"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        language = "de" if GERMAN.search(turn.said) else "en"
        return Reply(f"utter_language_{language}", events=(SlotSet("language", language),))


class OutOfScope(ShopAction):
    """Says what it is there for; what the shop has by that name is shown all the same."""

    keeps = True

    def name(self) -> str:
        return "action_out_of_scope"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        if not turn.loop and shop.catalogue.named(turn.said):
            return found(shop, turn, turn.said, "")
        times = int(turn.slots.get("fallbacks") or 0)
        response = "utter_out_of_scope_again" if times % 2 else "utter_out_of_scope"
        return Reply(response, events=(SlotSet("fallbacks", times + 1),))


class Fallback(ShopAction):
    """Nothing was understood: the open question first, then the shop's own words, then the likeliest meanings."""

    keeps = True

    def name(self) -> str:
        return "action_fallback"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        return short_answer(shop, turn) or unread(turn) or not_understood(shop, turn)


def last_answer(events: list[Event]) -> list[Event]:
    """What the assistant said in words in its last turn that had any."""
    said: list[Event] = []
    for event in reversed(events):
        if event.get("event") == "bot" and event.get("text"):
            said.insert(0, event)
        elif event.get("event") == "user" and said:
            break
    return said


def agreed(shop: Shop, turn: Turn) -> Reply:
    """What a yes does now."""
    offered = turn.slots.get("offer") or {}
    if offered.get("do") == "add" and offered.get("sku"):
        return put(shop, turn, offered["sku"], int(offered.get("quantity") or 1))
    if offered.get("do") == "add":
        return add_wanted(shop, turn, offered["product"], 1)
    if offered.get("do") == "handoff":
        return Reply(events=(FollowupAction("handoff_form"),))
    if offered.get("do") == "cancel":
        return canceled(shop, turn)
    if offered.get("do") == "renew":
        return renewed(shop, turn)
    return Reply() if turn.loop else Reply("utter_affirm")


def short_answer(shop: Shop, turn: Turn) -> Reply | None:
    """Yes, no, a value, a pointer: what no policy was sure of is read by the open question."""
    by_intent = {"affirm": agreed, "choose": chosen, "inform": told}
    if turn.intent in by_intent:
        return by_intent[turn.intent](shop, turn)
    if turn.intent == "deny":
        return Reply("utter_deny")
    if turn.intent == "product_refine":
        return found(shop, turn, turn.said, turn.slots.get("search") or "")
    waits = turn.slots.get("asking") == "code" or turn.slots.get("pending")
    return told(shop, turn) if waits or bare_value(turn) else None


def bare_value(turn: Turn) -> bool:
    """A few words with a size or colour in them, where things are shown: the grammars know better."""
    named = turn.entity("size") or turn.entity("colour")
    return bool(named and len(turn.said.split()) <= FEW_WORDS and shown(turn) and not turn.loop)


def unread(turn: Turn) -> Reply | None:
    """Inside a form: what could not be read; the form then asks again."""
    if turn.loop and turn.intent in ("checkout_start", "checkout_correct", "checkout_tell", "checkout_confirm"):
        return Reply()
    responses = {
        "checkout_email": "utter_checkout_unread_email",
        "handoff_email": "utter_checkout_unread_email",
        "checkout_address": "utter_checkout_unread_address",
        "checkout_delivery": "utter_checkout_unread_delivery",
        "checkout_confirmed": "utter_checkout_unread_confirmed",
    }
    return Reply(responses[turn.asked]) if turn.loop and turn.asked in responses else None


def not_understood(shop: Shop, turn: Turn) -> Reply:
    if turn.said and shop.catalogue.named(turn.said):
        return found(shop, turn, turn.said, "")
    times = int(turn.slots.get("fallbacks") or 0)
    response = FALLBACKS[min(times, 2)] if times < 3 else FALLBACKS[1 + (times + 1) % 2]
    return Reply(response, card=guesses(shop, turn), events=(SlotSet("fallbacks", times + 1),))


def guesses(shop: Shop, turn: Turn) -> Card | None:
    """The likeliest intents that a button can stand for, and a person."""
    deck = Deck(shop, turn.locale)
    names = [str(rank["name"]) for rank in turn.ranking]
    known = [name for name in names if f"intent_{name}" in deck.words.labels and _possible(name, turn)]
    buttons = [button(deck.label(f"intent_{name}"), tap(name)) for name in known[:GUESSES]]
    if "handoff_request" not in known[:GUESSES]:
        buttons.append(deck.chip("person", "handoff_request"))
    return deck.choices(deck.label("meant"), buttons)


def _possible(intent: str, turn: Turn) -> bool:
    """Whether a bare tap on it makes sense now."""
    needs_list = ("product_more", "product_compare", "product_recommend", "product_details", "product_availability",
                  "product_size_advice", "cart_add")  # fmt: skip
    if intent in ("product_search", "faq"):
        return False
    return bool(shown(turn)) or intent not in needs_list
