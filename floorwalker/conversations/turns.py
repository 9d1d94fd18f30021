"""A turn from the first word to `turn_end`: what the connectors ask of the conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from floorwalker.conversations.intake import Accepted, Intake
from floorwalker.conversations.log import MessageLog
from floorwalker.conversations.wording import Wording
from floorwalker.domain.message import text
from floorwalker.domain.transcript import Inbound, Row


@dataclass(frozen=True)
class Turns:
    """Takes messages in, ends their turns, and answers where nobody else did."""

    log: MessageLog
    wording: Wording

    def accept(self, message: Inbound) -> Accepted:
        """Stores the message; a dropped one is answered here, since Rasa never sees it."""
        accepted = Intake(self.log).accept(message)
        if accepted.route == "card":
            self.answer(message.conversation, "utter_card_number_removed")
        if accepted.route in ("card", "person"):
            self._end(accepted.row)
        return accepted

    def hand_over(self, row: Row) -> None:
        """Rasa has it now."""
        self.log.advance(row, "handed")

    def finish(self, row: Row) -> None:
        """The turn is over; where nothing was said, the shopper is told that something broke."""
        if not self._answered(row):
            self.answer(row.conversation, "utter_error_unavailable")
        self.log.advance(row, "done")
        self._end(row)

    def left_over(self, channel: str) -> Sequence[Accepted]:
        """After a start of this channel: cut turns are ended with an answer; returns those that still wait."""
        waiting = []
        for row in self.log.rows.unfinished(channel):
            if row.state == "handed":
                self.finish(row)
            else:
                waiting.append(Accepted(row, "assistant", Intake(self.log).text_for_rasa(row)))
        return waiting

    def answer(self, conversation: str, response: str) -> None:
        """Says a response of the YAML files without Rasa."""
        locale = self.log.rows.locale(conversation)
        self.log.say(conversation, text(self.wording.response(response, locale)), response=response)

    def _answered(self, row: Row) -> bool:
        return any(later.direction == "out" for later in self.log.rows.since(row.conversation, row.seq))

    def _end(self, row: Row) -> None:
        self.log.turn_end(row.conversation, row.seq)
