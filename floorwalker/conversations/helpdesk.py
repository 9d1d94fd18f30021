"""What agents do in a helpdesk outside, as acts of our desk. Every event may come twice, late, or not at all: an act
that has an id of its own counts once, and what was refused stays refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import structlog

from floorwalker.conversations.desk import MOST_CHARACTERS, Desk
from floorwalker.domain.handoff import Agent, Handoff
from floorwalker.domain.helpdesk import HelpdeskEvent
from floorwalker.errors import BadValue, HandoffMoved, ShopError, TakenByOther
from floorwalker.ports import Books, Clock
from floorwalker.ports_helpdesk import Helpdesk

log = structlog.get_logger()
MOVES = ("taken", "gave_back", "resolved")
KEPT_SECONDS = 30 * 86400
"""How long it is remembered that an act must not count again."""


@dataclass(frozen=True)
class HelpdeskInbox:
    """All agents over there are one agent here, called by the name each writes under. `note(conversation, agent,
    words, key)` keeps a note for colleagues, once a key."""

    helpdesk: Helpdesk
    desk: Desk
    books: Books
    note: Callable[[str, Agent, str, str], object]
    clock: Clock

    def hear(self, headers: Mapping[str, str], body: bytes) -> int:
        """How many events a webhook held that concern us. Raises BadSignature, BadValue, LookupError for a
        conversation that does not exist, TakenByOther where a person of our own console answers."""
        return sum(self._acted(event) for event in self.helpdesk.read(headers, body))

    def catch_up(self) -> int:
        """Asks for what webhooks may have lost, for every conversation that people have in hand."""
        with self.books.begin() as work:
            work.handoffs.forget_heard(self.clock.now() - KEPT_SECONDS)
            known = [one for one in work.handoffs.to_relay() if one.owned and one.external_ref]
        return sum(self._caught_up(one) for one in known)

    def _caught_up(self, handoff: Handoff) -> int:
        try:
            missed = self.helpdesk.missed(handoff.external_ref, handoff.conversation, handoff.id)
        except ShopError as no:
            log.info("helpdesk.not_caught_up", handoff=handoff.id, why=type(no).__name__)
            return 0
        return sum(self._caught(event) for event in missed)

    def _caught(self, event: HelpdeskEvent) -> bool:
        try:
            return self._acted(event)
        except (ShopError, LookupError) as no:
            log.info("helpdesk.not_caught_up", conversation=event.conversation, why=type(no).__name__)
            return False

    def _acted(self, event: HelpdeskEvent) -> bool:
        """Whether anything changed."""
        if not self.desk.log.rows.exists(event.conversation):
            raise LookupError(event.conversation)
        if self._over(event):
            return False
        try:
            acted = self._act(event, Agent(self.helpdesk.name, event.agent or self.helpdesk.name.title()))
        except HandoffMoved:
            acted = False
        except (BadValue, TakenByOther) as no:
            self._end(event, once=_failed(event, no))
            raise
        self._end(event, once=event.unique and event.kind in MOVES)
        return acted

    def _over(self, event: HelpdeskEvent) -> bool:
        with self.books.view() as work:
            return work.handoffs.heard(self._key(event))

    def _end(self, event: HelpdeskEvent, once: bool) -> None:
        if once:
            with self.books.begin() as work:
                work.handoffs.hear(self._key(event), self.clock.now())

    def _key(self, event: HelpdeskEvent) -> str:
        return f"{self.helpdesk.name}:{event.kind}:{event.id}"[:200]

    def _act(self, event: HelpdeskEvent, agent: Agent) -> bool:
        if event.kind in ("said", "noted") and not self._named(event):
            raise BadValue("ref", event.ref)
        if event.kind == "said":
            return self._said(event, agent)
        if event.kind == "noted":
            return bool(self.note(event.conversation, agent, event.text[:MOST_CHARACTERS], event.id))
        handoff = self._current(event)
        if handoff is None:
            return False
        if event.kind == "typing":
            return self._typing(handoff, agent)
        return self._moved(event, handoff, agent)

    def _said(self, event: HelpdeskEvent, agent: Agent) -> bool:
        key = f"{self.helpdesk.name}:{event.id}"
        if self.desk.log.rows.by_provider_id(event.conversation, key):
            return False
        self.desk.say(event.conversation, agent, event.text, key)
        return True

    def _typing(self, handoff: Handoff, agent: Agent) -> bool:
        theirs = handoff.state == "human" and handoff.assignee == agent.id
        if theirs:
            self.desk.typing(handoff.conversation, agent)
        return theirs

    def _moved(self, event: HelpdeskEvent, handoff: Handoff, agent: Agent) -> bool:
        """Who ends what nobody took has taken it."""
        if handoff.state == "callback":
            return event.kind == "resolved" and bool(self.desk.resolve(handoff.id, agent))
        if handoff.state == "human" and (handoff.assignee != agent.id or event.kind == "taken"):
            return False
        self.desk.take(handoff.id, agent)
        if event.kind == "gave_back":
            self.desk.give_back(handoff.id, agent)
        if event.kind == "resolved":
            self.desk.resolve(handoff.id, agent)
        return True

    def _named(self, event: HelpdeskEvent) -> bool:
        """Whether they mean the conversation by the name that is in use: what is written elsewhere goes nowhere."""
        with self.books.view() as work:
            known = work.handoffs.last_of(event.conversation)
        return event.ref == "" or known is None or known.external_ref in ("", event.ref)

    def _current(self, event: HelpdeskEvent) -> Handoff | None:
        """The open episode, where it goes by the name that they use."""
        with self.books.view() as work:
            handoff = work.handoffs.open_of(event.conversation)
        if handoff is None or not handoff.external_ref:
            return None
        return handoff if event.ref in ("", handoff.external_ref) else None


def _failed(event: HelpdeskEvent, no: ShopError) -> bool:
    """Whether it is marked as failed over there and must not come later; an act with an id of its own may be mended."""
    return event.kind in ("said", "noted") and (isinstance(no, TakenByOther) or not event.unique)
