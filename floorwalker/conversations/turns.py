"""A turn from the first word to `turn_end`: what the connectors ask of the conversation.

A turn belongs to one process at a time, by a lease that the process renews while it lives; what a dead process held
is taken up by another, or by itself after its next start. Of a conversation one turn runs at a time, in stored order,
whichever process has it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from floorwalker.conversations.guard import Guard
from floorwalker.conversations.intake import Accepted, Intake
from floorwalker.conversations.log import MessageLog
from floorwalker.conversations.wording import Wording
from floorwalker.domain.message import Card, text
from floorwalker.domain.transcript import Inbound, Row

REMOVED = "utter_card_number_removed"
LEASE_SECONDS = 20
RENEW_SECONDS = 4
"""How often a lease is renewed, and how often what others left is looked for."""

Claim = Literal["mine", "later", "over"]


@dataclass(frozen=True)
class Turns:
    """Takes messages in, ends their turns, and answers where nobody else did. `now`: real epoch seconds."""

    log: MessageLog
    wording: Wording
    now: Callable[[], int] = lambda: int(time.time())
    guard: Guard = Guard()

    @property
    def intake(self) -> Intake:
        return Intake(self.log, self.guard)

    def accept(self, message: Inbound) -> Accepted:
        """Stores the message; a dropped one is answered here, since Rasa never sees it."""
        accepted = self.intake.accept(message, self._until())
        if accepted.route == "card":
            self._removed(message.conversation)
        if accepted.route in ("card", "person"):
            self._end(accepted.row)
        return accepted

    def _removed(self, conversation: str) -> None:
        """A card number is answered whoever has the conversation; a person sees that something was written."""
        if self.log.rows.owner(conversation) == "assistant":
            self.answer(conversation, REMOVED)
            return
        self.log.say(conversation, self._words(conversation, REMOVED), "system", response=REMOVED)
        self.guard.said(conversation)

    def claim(self, row: Row) -> Claim:
        """Before Rasa gets it. `later`: an earlier turn of the conversation is not over, or Rasa has yet to hear that
        the assistant answers again; `over`: another had it, or a person took the conversation meanwhile."""
        rows = self.log.rows
        if rows.owner(row.conversation) != "assistant":
            return self._to_person(row)
        if rows.returning(row.conversation):
            return "later"
        if rows.claim(row.conversation, row.seq, self._until()):
            return "mine"
        stored = rows.get(row.conversation, row.seq)
        return "later" if stored and stored.state == "received" else "over"

    def _to_person(self, row: Row) -> Claim:
        if self.log.advance(row, "done"):
            self.guard.said(row.conversation)
            self._end(row)
        return "over"

    def renew(self, rows: Sequence[Row]) -> None:
        """This process lives and keeps its turns."""
        self.log.rows.renew([(row.conversation, row.seq) for row in rows], self._until())

    def finish(self, row: Row, answered: bool | None = None) -> None:
        """The turn is over; where nothing was said, the shopper is told that something broke. `answered` is None
        where only the log can tell."""
        if not (self._answered(row) if answered is None else answered):
            self.answer(row.conversation, "utter_error_unavailable")
        self._end(row)
        self.log.advance(row, "done")

    def left_over(self, channel: str) -> Sequence[Accepted]:
        """What dead processes left: cut turns are ended with an answer; returns those that still wait, now ours."""
        waiting = []
        for row in self.log.rows.take_over(channel, self.now(), self._until()):
            if self._has_ended(row):  # its process died right after the end
                self.log.advance(row, "done")
            elif row.state == "handed":
                self.finish(row)
            else:
                waiting.append(Accepted(row, "assistant", self.intake.text_for_rasa(row)))
        return waiting

    def answer(self, conversation: str, response: str) -> None:
        """Says a response of the YAML files without Rasa; silent where a person took the conversation."""
        words = self._words(conversation, response)
        self.log.say_as("assistant", conversation, words, "bot", response=response)

    def _words(self, conversation: str, response: str) -> Card:
        return text(self.wording.response(response, self.log.rows.locale(conversation)))

    def _answered(self, row: Row) -> bool:
        """Whether something was said since the last turn before this one ended."""
        said = False
        for later in self.log.rows.since(row.conversation, row.seq):
            ends_another = later.direction == "control" and isinstance(later.body.get("reply_to"), int)
            said = (said or later.direction == "out") and not ends_another
        return said

    def _has_ended(self, row: Row) -> bool:
        later = self.log.rows.since(row.conversation, row.seq)
        return any(one.direction == "control" and one.body.get("reply_to") == row.seq for one in later)

    def _until(self) -> int:
        return self.now() + LEASE_SECONDS

    def _end(self, row: Row) -> None:
        self.log.turn_end(row.conversation, row.seq)
