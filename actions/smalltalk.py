"""Smalltalk skill: greeting, yes and no, a step back, stop, language, a new start, anger."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions.base import Event, Reply, Shop, ShopAction, Turn
from actions.cards import Deck
from actions.focus import offer, products, shown
from actions.yes import agreed

GERMAN = re.compile(r"deutsch|german", re.I)


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
        return Reply("utter_deny_meanwhile" if turn.loop else "utter_deny")


class Back(ShopAction):
    """One step back: outside a form to what was shown before; inside, the form itself goes back."""

    def name(self) -> str:
        return "action_back"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        if turn.loop:
            return Reply()
        deck, before = Deck(shop, turn.locale), products(shop, shown(turn))
        if not before:
            return Reply("utter_back_directory", card=deck.directory(shop.catalogue.categories()))
        over = (SlotSet("product_id", None), SlotSet("variant_sku", None), SlotSet("pending", None))
        return Reply("utter_back_list", card=deck.carousel(before, more=bool(turn.slots.get("search"))), events=over)


class Complaint(ShopAction):
    """Anger is answered with a person."""

    def name(self) -> str:
        return "action_complaint"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        return Reply("utter_complaint", events=(offer(do="handoff", reason="complaint"),))


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


def last_answer(events: list[Event]) -> list[Event]:
    """What the assistant said in words in its last turn that had any."""
    said: list[Event] = []
    for event in reversed(events):
        if event.get("event") == "bot" and event.get("text"):
            said.insert(0, event)
        elif event.get("event") == "user" and said:
            break
    return said
