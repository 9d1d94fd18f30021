"""What the desk needs from the books, and who the shoppers are; part of `floorwalker.ports`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from floorwalker.domain.handoff import Agent, Handoff, Present, State
from floorwalker.domain.records import Ask, Callback, Note


class HandoffBook(Protocol):
    """Episodes. Whoever changes who answers takes `lock` first: the message log respects it."""

    def lock(self, conversation: str) -> None:
        """Keeps the conversation from others, messages too, until the transaction ends."""

    def add(self, handoff: Handoff) -> bool:
        """False while an episode of the conversation is open."""

    def get(self, handoff: str) -> Handoff | None: ...

    def open_of(self, conversation: str) -> Handoff | None: ...

    def last_of(self, conversation: str) -> Handoff | None:
        """The open episode, else the newest."""

    def move(self, handoff: Handoff, to: State, **values: Any) -> bool:
        """One conditional UPDATE from the state and assignee it was read with; False: somebody was first, or the
        state cannot be reached from there."""

    def change(self, handoff: str, **values: Any) -> None:
        """Sets what is no state."""

    def tell(self, handoff: Handoff, told: str) -> bool:
        """Notes what the shopper's screen is told now; False: another told it."""

    def said(self, conversation: str, now: int) -> None:
        """The shopper wrote to a person: waits from then on, where nobody waited yet."""

    def seen(self, conversations: Iterable[str], now: int) -> None:
        """These shoppers have the chat open."""

    def typing(self, conversation: str, now: int) -> bool:
        """The shopper is writing; False where no person answers."""

    def typed(self, conversation: str) -> int | None:
        """When that was; None once it is said, or where no person answers."""

    def queue(self) -> Sequence[tuple[str, str]]:
        """Who waits, in the order of `listed`: the episode's id and its team."""

    def listed(self, states: Sequence[State]) -> tuple[Handoff, ...]:
        """In these states: most urgent first, then longest waiting."""

    def since(self, moment: int) -> tuple[Handoff, ...]:
        """Episodes that began since, oldest first."""

    def untold(self, since: int) -> tuple[Handoff, ...]:
        """Open ones, and those that ended since."""

    def arrive(self, agent: Agent, away: bool, now: int) -> None:
        """The agent's console was heard of."""

    def present(self, since: int) -> tuple[Present, ...]: ...

    def note(self, note: Note) -> None: ...

    def notes(self, conversation: str) -> tuple[Note, ...]:
        """In the order of the messages they stand behind."""

    def noted(self, conversations: Sequence[str]) -> dict[str, int]:
        """How many notes each has; those without are left out."""

    def ask(self, ask: Ask) -> None: ...

    def asks(self, conversation: str | None = None, state: str = "asked") -> tuple[Ask, ...]:
        """Oldest first."""

    def decide(self, ask: str, state: str, by: str) -> bool:
        """asked → approved | refused; False: it was decided."""

    def last_seq(self, conversation: str) -> int: ...

    def turns(self, conversation: str, count: int) -> tuple[tuple[str, str], ...]:
        """The last messages of both sides, oldest first: author and redacted words."""

    def to_relay(self) -> tuple[Handoff, ...]:
        """Episodes that a helpdesk outside has to hear of: a person answers, or it was not told of the end."""

    def relayed_before(self, handoff: Handoff) -> Handoff | None:
        """The newest earlier episode of the conversation that a helpdesk was told of."""

    def heard(self, event: str) -> bool:
        """Whether a helpdesk's event was noted as one that must not count again."""

    def hear(self, event: str, now: int) -> bool:
        """Notes it; False: it was noted before."""

    def forget_heard(self, before: int) -> None:
        """Those noted before that moment."""

    def judged(self) -> tuple[tuple[str, bool], ...]:
        """Why it was passed on, and whether the agent thought that right, where one said so; oldest first."""

    def callbacks(self) -> tuple[Callback, ...]:
        """Who waits to be written to, longest first."""


class CustomerBook(Protocol):
    def quiet(self, before: int, limit: int) -> Sequence[tuple[str, int]]:
        """Conversations with messages that no CRM has heard of, the last of them written before then (epoch seconds of
        the real clock), and the number of that last one."""

    def told(self, conversation: str, seq: int) -> bool:
        """Notes that a CRM hears of everything up to there; False: it had."""

    def ensure(self, conversation: str, channel: str, account: str, external_id: str, new_id: str, now: int) -> str:
        """The conversation's customer; makes conversation, identity and anonymous customer where absent."""

    def of(self, conversation: str) -> str | None: ...

    def speak(self, conversation: str, locale: str) -> None:
        """Sets the language the shopper reads."""

    def locale(self, conversation: str) -> str: ...

    def where(self, conversation: str) -> tuple[str, str]:
        """Its channel and language; empty where it does not exist."""

    def email(self, conversation: str) -> str:
        """Of its customer, "" where none is known."""

    def learn(self, customer: str, email: str) -> None:
        """Keeps the e-mail of a customer who had none."""
