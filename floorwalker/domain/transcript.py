"""What the log takes in and hands out: rows of the message table as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from floorwalker.domain.message import Card

Direction = Literal["in", "out", "control"]
Owner = Literal["assistant", "queued", "human"]
"""Who answers: the assistant; nobody yet, a person is awaited; a person."""
TurnState = Literal["received", "handed", "done", "dropped"]
Delivery = Literal["sent", "delivered", "failed"]
"""How far a person's message has come beyond being stored: on its way, on the shopper's screen, or turned away."""


@dataclass(frozen=True)
class Inbound:
    """One message from a shopper as a channel parsed it (channels.md 4.3). Exactly one of `text` and `action` is set;
    `title` is what the tapped button said, `fields` what a form held with it; `message_id` is the provider's, unique
    in the conversation."""

    conversation: str
    message_id: str
    text: str = ""
    action: str = ""
    title: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """A row to be written; the log gives it its `seq`. `body` is the original, redacted on the way in; `held_until`:
    how long the turn belongs to the process that wrote it. `speaker`: whose words these are, where they count only
    while that one answers: "assistant", or an agent's id; where another answers by then, nothing is stored."""

    conversation: str
    direction: Direction
    author: str
    body: Card
    name: str | None = None
    key: str | None = None
    payloads: Mapping[str, str] = field(default_factory=dict)
    response: str | None = None
    provider_id: str | None = None
    state: TurnState | None = None
    held_until: int = 0
    speaker: str = ""


@dataclass(frozen=True)
class Row:
    """A stored row. `body` is what may be shown to anybody in the house; `sealed` the encrypted original, if any.
    `delivery` of a person's message, None: stored, nobody has it yet; `failure`: why it was turned away."""

    conversation: str
    seq: int
    direction: Direction
    author: str
    name: str | None
    key: str
    body: Card
    sealed: str | None
    payloads: Mapping[str, str]
    response: str | None
    provider_id: str | None
    state: TurnState | None
    created: int
    delivery: Delivery | None = None
    failure: str = ""
