"""The guard on every connector: while a person answers, or is awaited, Rasa never sees the message."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from floorwalker.conversations.wording import yaml_file
from floorwalker.domain.transcript import Owner

Commands = Mapping[str, frozenset[str]]
"""Intent → whole messages that mean it, in lower case without marks."""
LEAVING = ("handoff_cancel", "handoff_callback")
"""Intents that end the wait: back to the assistant, or an answer later."""


class Episodes(Protocol):
    """The part of the handoffs that the guard needs."""

    def cancel(self, conversation: str) -> bool: ...
    def said(self, conversation: str) -> None: ...


def nobody() -> Episodes | None:
    """No desk stands behind the connector: people answer, nobody counts the waiting."""
    return None


@dataclass(frozen=True)
class Guard:
    """`episodes` is asked for at the first need."""

    episodes: Callable[[], Episodes | None] = nobody
    commands: Commands = field(default_factory=dict)

    def leaves(self, owner: Owner, conversation: str, words: str, payload: str) -> str:
        """Whether the shopper goes back to the assistant with this message: what Rasa is to read of it, or ""."""
        intent = self._intent(owner, words, payload)
        episodes = self.episodes()
        if not intent or episodes is None or not episodes.cancel(conversation):
            return ""
        return f"/{intent}"

    def said(self, conversation: str) -> None:
        """The message is stored; a person is to answer it."""
        episodes = self.episodes()
        if episodes is not None:
            episodes.said(conversation)

    def _intent(self, owner: Owner, words: str, payload: str) -> str:
        tapped = re.match(r"/(\w+)", payload)
        if tapped:
            return tapped[1] if tapped[1] in LEAVING else ""
        if owner == "human":  # to a person, words are words
            return ""
        plain = plainly(words)
        return next((intent for intent in LEAVING if plain in self.commands.get(intent, ())), "")


def read_commands(root: Path) -> Commands:
    """`data/skills/handoff/commands.yml`: intent → language → messages."""
    known: Mapping[str, Mapping[str, Sequence[str]]] = yaml_file(root / "skills/handoff/commands.yml")["commands"]
    return {
        intent: frozenset(plainly(one) for said in by_language.values() for one in said)
        for intent, by_language in known.items()
    }


def plainly(words: str) -> str:
    """Lower case, without marks and doubled spaces."""
    return " ".join(re.sub(r"[^\w\s]", " ", words.casefold()).split())
