"""What passes between the shop and a merchant's own helpdesk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from floorwalker.domain.message import Card

Kind = Literal["said", "noted", "taken", "gave_back", "resolved", "typing"]


@dataclass(frozen=True)
class HelpdeskEvent:
    """Something an agent did over there. `id` is the same at every repeat; `unique`: and never that of another act.
    `ref`: their name for the conversation, `conversation`: ours; `agent`: how the agent is called."""

    id: str
    kind: Kind
    conversation: str
    ref: str = ""
    agent: str = ""
    text: str = ""
    unique: bool = False


@dataclass(frozen=True)
class Opening:
    """An episode as the helpdesk gets it. `event` is the same at every try to tell it; `customer` and `conversation`
    are our ids, `guest` a name to show; `priority` counts from 0 (low) to 3 (urgent); `contact`: where an answer is
    wanted outside the chat; `note`: the packet in words, for agents only; `ref`: how the conversation is called there,
    where it was told before; `lost`: how it was called until it was deleted there."""

    event: str
    handoff: str
    conversation: str
    customer: str
    guest: str
    channel: str
    language: str
    reason: str
    team: str
    priority: int
    note: str
    contact: str = ""
    ref: str = ""
    lost: str = ""
    packet: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Said:
    """One message of the transcript, redacted; `seq` is its place in the conversation, `author` shopper, bot, agent
    or system."""

    conversation: str
    seq: int
    author: str
    body: Card
