"""What Rasa says becomes one neutral message in the log; from there it reaches the shopper."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from rasa.core.channels.channel import OutputChannel

from floorwalker.conversations.log import MessageLog, with_text
from floorwalker.domain.message import SCHEMA, Card, button


class NeutralOutput(OutputChannel):
    """The one choke point out: a response of the YAML files, or a card beside it, as one row."""

    channel = "web"

    def __init__(self, log: MessageLog, in_turn: bool = False) -> None:
        self.log, self.said, self.in_turn = log, 0, in_turn

    @classmethod
    def name(cls) -> str:
        return cls.channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        await asyncio.to_thread(self._store, recipient_id, neutral(message), message.get("utter_action"))
        self.said += 1

    def _store(self, conversation: str, body: Card, response: str | None) -> None:
        """What answers a shopper is dropped where a person took the conversation during the turn; news of the shop's
        own (a payment arrived) comes through, in the house's name."""
        if self.in_turn:
            self.log.say_as("assistant", conversation, body, "bot", response=response)
        else:
            author = "system" if self.log.person_owns(conversation) else "bot"
            self.log.say(conversation, body, author, response=response)


def neutral(message: dict[str, Any]) -> Card:
    """A Rasa message as cc/1. YAML buttons beside a card become its quick replies."""
    words = str(message.get("text") or "")
    chips = [button(str(b["title"]), str(b["payload"])) for b in _buttons(message)]
    custom = message.get("custom")
    if isinstance(custom, dict) and custom.get("schema") == SCHEMA:
        return {**with_text(custom, words), "quick_replies": custom.get("quick_replies") or chips}
    picture = message.get("image")
    if picture:
        return {"schema": SCHEMA, "type": "media", "text": words, "url": picture, "alt": words, "quick_replies": chips}
    return {"schema": SCHEMA, "type": "text", "text": words, "quick_replies": chips}


def _buttons(message: dict[str, Any]) -> Sequence[dict[str, Any]]:
    return [*(message.get("buttons") or ()), *(message.get("quick_replies") or ())]
