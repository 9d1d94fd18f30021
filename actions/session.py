"""A session begins: what was remembered stays, and the page's language is spoken until the shopper's own is heard."""

from __future__ import annotations

import asyncio
from typing import Any

from rasa_sdk.events import ActionExecuted, ConversationPaused, SessionStarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker

from actions.base import Reply, Shop, Turn, guarded, turn_of

METADATA = "session_started_metadata"
"""Where Rasa puts what the channel told along with the first message."""


class SessionStart(Action):
    """Rasa's own session start, with a language from the first moment."""

    def name(self) -> str:
        return "action_session_start"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[Any]:
        reply = await asyncio.to_thread(guarded, self.name(), remembered, turn_of(tracker))
        lock = [ConversationPaused()] if is_paused(tracker) else []
        return [SessionStarted(), *reply.events, ActionExecuted("action_listen"), *lock]


def is_paused(tracker: Tracker) -> bool:
    """Whether a person answered when the last session ended: Rasa forgets it with the session, we do not."""
    locks = [event["event"] for event in tracker.events if event.get("event") in ("pause", "resume")]
    return bool(locks) and locks[-1] == "pause"


def remembered(shop: Shop, turn: Turn) -> Reply:
    """Every slot that holds something."""
    kept = {name: value for name, value in turn.slots.items() if value is not None and name != METADATA}
    language = kept.get("language") or page_language(shop, turn)
    slots = {**kept, "language": language} if language else kept
    return Reply(events=tuple(SlotSet(name, value) for name, value in slots.items()))


def page_language(shop: Shop, turn: Turn) -> str:
    """The language of the page the shopper writes from; "" where it tells none that the shop speaks."""
    told = turn.slots.get(METADATA)
    language = str(told.get("locale") or "")[:2].lower() if isinstance(told, dict) else ""
    return language if language in shop.store.languages else ""
