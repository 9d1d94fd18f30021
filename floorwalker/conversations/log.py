"""The message log: the one way into the message table, for both directions.

Actions and buttons carry payloads (`/cart_add{…}`); what is stored for the world carries tokens `seq.n` instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from floorwalker.conversations import redact
from floorwalker.domain.message import SCHEMA, Card, control
from floorwalker.domain.transcript import Delivery, Entry, Owner, Row, TurnState

MOVES: Mapping[TurnState, tuple[TurnState, ...]] = {"handed": ("received",), "done": ("received", "handed")}


REACHED: Mapping[Delivery, tuple[Delivery, ...]] = {"sent": (), "delivered": ("sent", "failed"), "failed": ("sent",)}
"""What a delivery can follow on, beside being stored."""


class Sealer(Protocol):
    """Encrypts a JSON value to text and back."""

    def seal(self, value: Any) -> str: ...
    def unseal(self, sealed: str) -> Any: ...


class Transcript(Protocol):
    """Stores rows. `append` numbers them per conversation without gaps, in commit order."""

    def append(self, entry: Entry, body: Card, sealed: str | None) -> Row | None:
        """The stored row; None when the provider's id was seen before in this conversation, or its speaker does not
        answer it any more."""

    def since(self, conversation: str, seq: int, limit: int | None = None) -> Sequence[Row]:
        """Rows after `seq`, in order; at most `limit`."""

    def get(self, conversation: str, seq: int) -> Row | None: ...

    def by_provider_id(self, conversation: str, provider_id: str) -> Row | None: ...

    def heads(self, conversations: Iterable[str]) -> Mapping[str, int]:
        """The highest `seq` of each."""

    def last_said(self, conversations: Iterable[str]) -> Mapping[str, Row]:
        """What was said last in each, by whomever."""

    def advance(self, conversation: str, seq: int, to: TurnState, sources: Sequence[TurnState]) -> bool:
        """One conditional UPDATE; False: it was there already, or beyond."""

    def hand_on(self, conversation: str, upto: int, to: Delivery, sources: Sequence[Delivery]) -> bool:
        """A person's messages up to `upto` that are stored or in `sources` have come so far; False: none moved."""

    def turn_away(self, conversation: str, seq: int, why: str, sources: Sequence[Delivery]) -> bool:
        """The channel does not take a person's message; False: it was there, or somebody else's."""

    def deliveries(self, conversation: str, after: int) -> Mapping[int, tuple[Delivery | None, str]]:
        """How far each of a person's messages after `after` has come, and why not further, by `seq`."""

    def claim(self, conversation: str, seq: int, until: int) -> bool:
        """A waiting turn is handed over and held; False where it does not wait, or an earlier one is not over."""

    def renew(self, turns: Sequence[tuple[str, int]], until: int) -> None:
        """Holds unfinished turns on."""

    def take_over(self, channel: str, now: int, until: int) -> Sequence[Row]:
        """Unfinished turns of the channel that nobody holds any more, oldest first; held from now on."""

    def exists(self, conversation: str) -> bool: ...

    def locale(self, conversation: str) -> str:
        """The language the shopper reads; "en" where nothing is known."""

    def channel(self, conversation: str) -> str | None:
        """The conversation's channel; None: no such conversation."""

    def said(self, conversation: str) -> int:
        """How many messages went out in it so far."""

    def owner(self, conversation: str) -> Owner:
        """Who answers this conversation now."""

    def recent(self, limit: int) -> Sequence[str]:
        """Conversations with the assistant in which something was said, the latest first."""

    def returning(self, conversation: str) -> bool:
        """Whether Rasa has not heard yet that the assistant answers again."""


def nobody(_conversation: str) -> None:
    """Nobody waits for news."""


@dataclass(frozen=True)
class MessageLog:
    """Writes, redacts, seals, and reads back. `wake` is told of every conversation that has a new row."""

    rows: Transcript
    sealer: Sealer
    wake: Callable[[str], None] = nobody

    def write(self, entry: Entry) -> Row | None:
        """Stores the entry; None for a repeat of a provider's message."""
        open_body = redact.redacted(entry.body)
        sealed = None if open_body == entry.body else self.sealer.seal(entry.body)
        row = self.rows.append(entry, open_body, sealed)
        if row is not None:
            self.wake(entry.conversation)
        return row

    def say(self, conversation: str, body: Card, author: str = "bot", *, response: str | None = None,
            name: str | None = None) -> Row:  # fmt: skip
        """An outgoing message; its buttons get tokens."""
        row = self.say_as("", conversation, body, author, response=response, name=name)
        assert row is not None  # noqa: S101  (without a provider's id nothing can repeat)
        return row

    def say_as(self, speaker: str, conversation: str, body: Card, author: str, *, response: str | None = None,
               name: str | None = None, provider_id: str | None = None) -> Row | None:  # fmt: skip
        """The same, but only while the speaker ("assistant", or an agent's id) answers; else None, nothing stored.
        None as well for a repeat of what came under that `provider_id`."""
        public, payloads = tokenized(body)
        key = body.get("key")
        said = Entry(conversation, "out", author, public, name, key, payloads, response, provider_id, speaker=speaker)
        return self.write(said)

    def channel(self, conversation: str) -> str | None:
        return self.rows.channel(conversation)

    def person_owns(self, conversation: str) -> bool:
        """Whether the assistant must be silent."""
        return self.rows.owner(conversation) != "assistant"

    def said(self, conversation: str) -> int:
        return self.rows.said(conversation)

    def turn_end(self, conversation: str, reply_to: int | str) -> None:
        """Ends a turn: `reply_to` is the `seq` of the message it answered, or `outbox:<id>` after a push."""
        self.control(conversation, control("turn_end", reply_to=reply_to))

    def control(self, conversation: str, body: Card, name: str | None = None) -> None:
        """A control event: typing, handover, turn_end. Its buttons get tokens, `name` is whom it tells of."""
        public, payloads = tokenized(body)
        self.write(Entry(conversation, "control", "system", public, name, payloads=payloads))

    def shown(self, row: Row) -> Card:
        """The message as its shopper sees it: the original words, tokens made of `seq`."""
        body = self.sealer.unseal(row.sealed) if row.sealed else row.body
        shown: Card = _with_seq(body, row.seq)
        return shown

    def payload(self, conversation: str, token: str) -> str | None:
        """What a button stands for; None: no such button was ever shown here."""
        seq, dot, number = token.partition(".")
        if not (dot and seq.isdecimal() and len(seq) < 10):
            return None
        row = self.rows.get(conversation, int(seq))
        return row.payloads.get(number) if row else None

    def handed_on(self, conversation: str, upto: int, to: Delivery) -> bool:
        """A person's messages up to there are "sent" (their channel has taken them) or "delivered" (the shopper's
        screen has them). Forward only; False: nothing was new."""
        return self._told(conversation, self.rows.hand_on(conversation, upto, to, REACHED[to]))

    def turned_away(self, conversation: str, seq: int, why: str) -> bool:
        """The channel will never take this message: the agent is told why."""
        return self._told(conversation, self.rows.turn_away(conversation, seq, why, REACHED["failed"]))

    def _told(self, conversation: str, changed: bool) -> bool:
        if changed:
            self.wake(conversation)
        return changed

    def advance(self, row: Row, to: TurnState) -> bool:
        return self.rows.advance(row.conversation, row.seq, to, MOVES[to])


def tokenized(body: Card) -> tuple[Card, Mapping[str, str]]:
    """The body with `id: ".n"` in place of each `payload`, and the payloads by n."""
    payloads: dict[str, str] = {}
    return _replace_payloads(body, payloads), payloads


def _replace_payloads(value: Any, payloads: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [_replace_payloads(item, payloads) for item in value]
    if not isinstance(value, dict):
        return value
    rest = {name: _replace_payloads(item, payloads) for name, item in value.items() if name != "payload"}
    if "payload" in value:
        number = str(len(payloads) + 1)
        payloads[number] = str(value["payload"])
        rest["id"] = f".{number}"
    return rest


def _with_seq(value: Any, seq: int) -> Any:
    if isinstance(value, list):
        return [_with_seq(item, seq) for item in value]
    if not isinstance(value, dict):
        return value
    filled = {name: _with_seq(item, seq) for name, item in value.items()}
    if isinstance(filled.get("id"), str) and filled["id"].startswith("."):
        filled["id"] = f"{seq}{filled['id']}"
    return filled


def shopper_text(words: str) -> Card:
    """A shopper's words as a neutral message."""
    return {"schema": SCHEMA, "type": "text", "text": words}


def with_text(body: Card, words: str) -> Card:
    """A card with its mandatory text."""
    return body if body.get("text") else {**body, "text": words}
