"""Shoppers who do not give up: they write again after an error and wait for a shop that is away."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from floorwalker.cli.chat_client import ChatClient, Refused
from floorwalker.errors import Unavailable
from floorwalker.testing.dialogue.world import World

LINES = ("hello", "add the rook beanie in pine", "check out", "jo@example.org", "Lindenweg 4, 50667 Köln", "standard")
STEPS = {"greeting": 1, "cart": 2, "form": 4, "summary": 6}
"""How many lines were said when something happens."""
ERRORS = {"utter_error_unavailable", "utter_error_unexpected"}
PATIENCE = 150


@dataclass
class Buyer:
    """One purchase, from wherever it stands to its end. `said` lists the responses heard."""

    world: World
    client: ChatClient
    next: int = 0
    said: list[str] = field(default_factory=list)

    @classmethod
    def arrives(cls, world: World) -> Buyer:
        client = ChatClient(world.stack.web)
        client.open()
        return cls(world, client)

    def until(self, count: int) -> Buyer:
        """Says the first lines."""
        while self.next < count:
            self.insist(LINES[self.next])
            self.next += 1
        return self

    def orders(self) -> str:
        """The rest of the lines, and yes; returns the order's number."""
        self.until(len(LINES))
        end = time.monotonic() + PATIENCE
        while "utter_payment_link" not in self.insist("yes"):
            if time.monotonic() > end:
                raise AssertionError(f"no link: {self.said}")
            self.insist("check out")
        return self.number()

    def number(self) -> str:
        """The order that the newest payment card names."""
        cards = [event["msg"] for event in self.client.screen.values() if event["msg"]["type"] == "payment"]
        return str(cards[-1]["order"])

    def insist(self, text: str) -> list[str]:
        """Says it again until it is answered without an error."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            heard = self._heard(text)
            if heard and not ERRORS & set(heard):
                return heard
            time.sleep(0.5)
        raise AssertionError(f"{text!r} was not answered in {PATIENCE} s: {self.said}")

    def _heard(self, text: str) -> list[str]:
        try:
            events = self.client.say(text)
        except (Unavailable, Refused, httpx.HTTPError):
            return []
        heard = [str(self._response(event)) for event in events]
        self.said += heard
        return heard

    def _response(self, event: dict[str, Any]) -> str | None:
        row = self.world.log.rows.get(self.client.conversation, event["seq"])
        return row.response if row else None


def wait_until(true: Callable[[], object], seconds: float = 60) -> None:
    """Looks every 50 ms. Raises TimeoutError."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(true.__name__)
        time.sleep(0.05)
