"""Smalltalk skill: what to say when nothing was understood."""

from __future__ import annotations

from rasa_sdk.events import SlotSet

from actions.base import Reply, Shop, ShopAction, Turn


class Fallback(ShopAction):
    """Says that it did not understand, never twice in the same words."""

    def name(self) -> str:
        return "action_fallback"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        again = bool(turn.slots.get("fallbacks"))
        response = "utter_fallback_again" if again else "utter_fallback_first"
        return Reply(response, events=(SlotSet("fallbacks", not again),))
