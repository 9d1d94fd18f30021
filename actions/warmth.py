"""Opens the shop before the first shopper comes."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker

from actions import base
from floorwalker.errors import BadFile, BadSettings


class WarmUp(Action):
    """Called by a fresh Rasa process, never predicted. A shop that cannot open says so to the first shopper."""

    def name(self) -> str:
        return "action_warm_up"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[Any]:
        with suppress(BadSettings, BadFile):
            await asyncio.to_thread(opened, (tracker.latest_message or {}).get("text") or "")
        return []


def opened(words: str) -> None:
    """Reads the catalogue and looks for the words: index, vectors and speller are loaded."""
    base.shop().catalogue.look(words)
