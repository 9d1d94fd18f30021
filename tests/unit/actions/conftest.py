"""Actions against a whole shop in memory: what they say, show and remember."""

from __future__ import annotations

import asyncio
import importlib.util
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from floorwalker.testing.fakes import WordSearch
from floorwalker.testing.shop_bench import ShopBench

collect_ignore_glob = [] if importlib.util.find_spec("rasa_sdk") else ["test_*.py"]
if not collect_ignore_glob:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from rasa_sdk import Tracker
        from rasa_sdk.executor import CollectingDispatcher

        from actions import base


@dataclass
class Said:
    """What one action answered."""

    messages: list[dict[str, Any]]
    events: list[dict[str, Any]]

    @property
    def responses(self) -> list[str]:
        return [message["response"] for message in self.messages]

    @property
    def card(self) -> dict[str, Any]:
        return self.messages[-1]["custom"]

    @property
    def slots(self) -> dict[str, Any]:
        return {event["name"]: event["value"] for event in self.events if event["event"] == "slot"}

    @property
    def followups(self) -> list[str]:
        return [event["name"] for event in self.events if event["event"] == "followup"]


@dataclass
class Talk:
    """A conversation that remembers its slots as Rasa would."""

    bench: ShopBench
    name: str = "c1"
    slots: dict[str, Any] = field(default_factory=dict)
    loop: str | None = None

    def turn(
        self, action: Any, words: str = "", intent: str = "", ranking: Sequence[str] = (),
        wishes: Sequence[tuple[str, str]] = (), **entities: Any,
    ) -> Said:  # fmt: skip
        """`wishes`: (words, intent) of each clause."""
        found = [{"entity": name, "value": value} for name, value in entities.items()]
        clauses = [{"text": said, "intent": name, "start": 0, "end": 0} for said, name in wishes]
        message = {
            "text": words, "intent": {"name": intent}, "entities": found,
            "intent_ranking": [{"name": name} for name in ranking], "clauses": clauses,
        }  # fmt: skip
        loop = {"name": self.loop} if self.loop else {}
        tracker = Tracker(self.name, dict(self.slots), message, [], False, None, loop, "action_listen")
        dispatcher = CollectingDispatcher()
        events = asyncio.run(action().run(dispatcher, tracker, {}))
        said = Said(dispatcher.messages, events)
        self.slots.update(said.slots)
        return said

    def tap(self, action: Any, intent: str, **entities: Any) -> Said:
        return self.turn(action, f"/{intent}", intent, **entities)


@pytest.fixture
def bench() -> Iterator[ShopBench]:
    bench = ShopBench()
    yield bench
    bench.close()


class Pointing(WordSearch):
    """Points at nothing by itself."""

    def resolve(self, text: str, shown: Sequence[str], focus: str | None, cart: Sequence[str]) -> tuple[str, ...]:
        return self.named(text) or ((focus,) if focus else ())


@pytest.fixture
def talk(bench: ShopBench, monkeypatch: pytest.MonkeyPatch) -> Talk:
    bench.shop.catalogue.search = Pointing(bench.shop.catalogue.products)
    monkeypatch.setattr(base, "shop", lambda: bench.shop)
    return Talk(bench)
