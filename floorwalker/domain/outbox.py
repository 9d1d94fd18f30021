"""What must reach somebody outside: one item of the outbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class OutboxItem:
    """`sink`: rasa, channel:<name>, mail …; `key` is unique in its sink; `attempts` made before this one."""

    id: int
    sink: str
    key: str
    conversation: str | None
    payload: Mapping[str, Any]
    attempts: int
