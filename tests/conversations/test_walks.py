"""Random walks to the receipt: at every turn the shopper digresses or corrects, and the checkout still gets there.

Each walk is told by its number. WALKS=100 runs a hundred (`make nightly`); a plain run takes the first dozen.
"""

from __future__ import annotations

import os
import random
from dataclasses import dataclass, field
from typing import Any

import pytest

from floorwalker.bootstrap import open_shop
from floorwalker.cli.chat_client import ChatClient, Event
from floorwalker.testing.dialogue.runner import ERRORS, PUSH_SECONDS
from floorwalker.testing.dialogue.state import look
from floorwalker.testing.dialogue.world import World

WALKS = int(os.environ.get("WALKS", "12"))
MOST_TURNS = 60
"""A walk that has not ordered by then goes in circles."""
THINGS = ("add the rook beanie in pine", "add the tarn bottle in oxblood", "add the kelder rain jacket in pine, M")
ANSWERS = {
    None: ("check out",),
    "checkout_email": ("jo@example.org", "my mail is jo@example.org"),
    "checkout_address": ("Lindenweg 4, 50667 Köln", "Am Markt 3, 04109 Leipzig"),
    "checkout_delivery": ("standard delivery", "express please"),
    "checkout_confirmed": ("yes", "yes please"),
    "handoff_contact": ("jo@example.org", "no thanks"),
}
ASIDES = (
    "how long does delivery take?", "what does delivery cost?", "can I send things back?", "is it safe to pay here?",
    "is the kelder rain jacket waterproof?", "do you have the kelder rain jacket in blue?", "show me warm socks",
    "what's in my cart", "where is my order?", "hello", "thanks", "are you a robot?", "what can you do?",
    "add the heath socks in moss, 39-42", "make it two", "use code WELCOME10", "use code NOPE99",
    "go back", "actually use express delivery", "my street is Hauptstr. 5", "the e-mail is wrong", "no", "yes", "ok",
    "xqzt brmpf wlkj", "this is terrible", "I want to talk to a human", "what's the weather tomorrow?",
    "the second one", "size L", "show me more", "cheaper please", "which one would you take?",
    "wie lange dauert die lieferung?", "zeig mir den warenkorb", "in english please",
)  # fmt: skip
CLOSES = ("stop", "start over", "empty my cart", "never mind")


@dataclass
class Walk:
    """One shopper; `said` keeps the talk for the failure's words."""

    world: World
    chance: random.Random
    said: list[str] = field(default_factory=list)
    before: frozenset[str] = frozenset()

    def to_the_receipt(self) -> None:
        self.world.reset()
        open_shop(self.world.stack.environ).desk.open_desk("closed")  # nobody takes the talk out of the walk
        self.client = ChatClient(self.world.stack.web)
        try:
            self.client.open()
            self._order()
            self._pay()
        finally:
            self.client.http.close()

    def _order(self) -> None:
        for _ in range(MOST_TURNS):
            if self._state()["order"].get("state") == "awaiting_payment":
                return
            self._aside()
            self._onward()
        self._fail("no order; it goes in circles")

    def _aside(self) -> None:
        """A digression or correction; only what says so closes the checkout."""
        asked, full = self._asked(), self._state()["cart"] != "empty"
        closing = self.chance.random() < 0.06
        self._say(self.chance.choice(CLOSES if closing else ASIDES))
        if asked and asked.startswith("checkout") and full and not closing and self._unordered() and not self._on():
            self._fail("the checkout is lost")

    def _onward(self) -> None:
        """What the assistant waits for."""
        if not self._unordered():
            return
        if self._state()["cart"] == "empty":
            self._say(self.chance.choice(THINGS))
        else:
            self._say(self.chance.choice(ANSWERS[self._asked()]))

    def _on(self) -> bool:
        """A question of the checkout is open, waits behind another task, or was just answered with a no."""
        slots = self.world.slots(self.client.conversation)
        return bool(slots["requested_slot"] or slots["interrupted"] or slots["asking"] == "change")

    def _unordered(self) -> bool:
        return not self._state()["order"]

    def _asked(self) -> str | None:
        found: str | None = self.world.slots(self.client.conversation)["requested_slot"]
        return found

    def _state(self) -> dict[str, Any]:
        return look(self.world, self.client.conversation, ("cart", "order"))

    def _say(self, words: str) -> None:
        events = [event for event in self.client.say(words) if event["from"] != "shopper"]
        texts = [str(event["msg"].get("text") or "") for event in events]
        self.said += [f"> {words}", *(f"  {text[:100]}" for text in texts)]
        if not any(texts):
            self._fail("silence")
        if any(self._response(event) in ERRORS for event in events):
            self._fail("an error")
        if twice := self.before & set(filter(None, texts)):
            self._fail(f"twice in a row: {sorted(twice)}")
        self.before = frozenset(filter(None, texts))

    def _response(self, event: Event) -> str | None:
        row = self.world.log.rows.get(self.client.conversation, event["seq"])
        return row.response if row else None

    def _pay(self) -> None:
        order = self._state()["order"]
        self.world.at_bank(str(self.world.payment_of(order["id"])), "pay")
        self.client.wait_push(PUSH_SECONDS)
        self.world.settle()
        if self._state()["order"].get("payment") != "paid" or self._state()["cart"] != "empty":
            self._fail("ordered, but not paid")

    def _fail(self, why: str) -> None:
        pytest.fail("\n".join([why, *self.said, f"slots {dict(self._set_slots())}"]), pytrace=False)

    def _set_slots(self) -> dict[str, Any]:
        return {name: value for name, value in self.world.slots(self.client.conversation).items() if value}


@pytest.mark.parametrize("number", range(WALKS))
def test_a_walk_gets_to_its_receipt(shop: World, number: int) -> None:
    Walk(shop, random.Random(number)).to_the_receipt()
