"""A shopper's message on its way in: dedupe, firewall, card guard, log, handoff guard (channels.md section 3.1)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import structlog

from floorwalker.conversations import cardguard, firewall
from floorwalker.conversations.guard import Guard
from floorwalker.conversations.log import MessageLog, shopper_text
from floorwalker.domain.transcript import Entry, Inbound, Row
from floorwalker.errors import Refused

log = structlog.get_logger()

MOST_CHARACTERS = 2000
REMOVED = "•••• ••••"
"""Stands in the transcript where a card number was typed."""

Route = Literal["assistant", "card", "person", "duplicate"]


@dataclass(frozen=True)
class Accepted:
    """What became of a message: its row, who takes it from here, and the text for Rasa."""

    row: Row
    route: Route
    text: str = ""


@dataclass(frozen=True)
class Intake:
    """The one way in, for every channel."""

    log: MessageLog
    guard: Guard = Guard()

    def accept(self, message: Inbound, held_until: int) -> Accepted:
        """Stores the message once and says who answers it; its turn is the caller's until then."""
        words, payload = self._read(message)
        if cardguard.holds_card_number(words):
            return self._store(message, REMOVED, "dropped", "card")
        owner = self.log.rows.owner(message.conversation)
        if owner != "assistant":
            if known := self._known(message):
                return Accepted(known, "duplicate")
            payload = self.guard.leaves(owner, message.conversation, words, payload)
            if not payload:
                return self._for_a_person(message, words)
        return self._store(message, words, "received", "assistant", payload, held_until)

    def _for_a_person(self, message: Inbound, words: str) -> Accepted:
        accepted = self._store(message, words, "done", "person")
        if accepted.route == "person":
            self.guard.said(message.conversation)
        return accepted

    def text_for_rasa(self, row: Row) -> str:
        """What Rasa is to read of a stored message: the button's payload, else the original words."""
        return row.payloads.get("0") or str(self.log.shown(row).get("text", ""))

    def _read(self, message: Inbound) -> tuple[str, str]:
        if not message.action:
            return firewall.typed(message.text)[:MOST_CHARACTERS], ""
        payload = self.log.payload(message.conversation, message.action)
        title = firewall.typed(message.title)[:200]
        try:
            return title, _with_fields(firewall.tapped(payload), message.fields) if payload else ""
        except Refused:
            log.warning("intake.private_intent", conversation=message.conversation, token=message.action)
            return title, ""

    def _store(
        self, message: Inbound, words: str, state: str, route: Route, payload: str = "", held_until: int = 0
    ) -> Accepted:
        payloads = {"0": payload} if payload else {}
        entry = Entry(
            message.conversation, "in", "shopper", shopper_text(words), payloads=payloads,
            provider_id=message.message_id, state=state, held_until=held_until,  # type: ignore[arg-type]
        )  # fmt: skip
        row = self.log.write(entry)
        if row is None:
            known = self._known(message)
            assert known is not None  # noqa: S101  (it is the reason why nothing was written)
            return Accepted(known, "duplicate")
        return Accepted(row, route, payload or words)

    def _known(self, message: Inbound) -> Row | None:
        return self.log.rows.by_provider_id(message.conversation, message.message_id)


def _with_fields(payload: str, fields: Mapping[str, str]) -> str:
    """A form's button that carries nothing itself takes along what was filled in."""
    if not fields or "{" in payload:
        return payload
    return payload + json.dumps({name: firewall.typed(value) for name, value in fields.items()}, ensure_ascii=False)
