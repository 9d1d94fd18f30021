"""What agents do in a helpdesk outside, as acts of our desk. Every event may come twice, late, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import structlog

from floorwalker.conversations.desk import Desk
from floorwalker.domain.handoff import Agent, Handoff
from floorwalker.domain.helpdesk import HelpdeskEvent
from floorwalker.errors import HandoffMoved, ShopError
from floorwalker.ports import Books
from floorwalker.ports_helpdesk import Helpdesk

log = structlog.get_logger()


@dataclass(frozen=True)
class HelpdeskInbox:
    """All agents over there are one agent here, called by the name each writes under. `note(conversation, agent,
    words, key)` keeps a note for colleagues, once a key."""

    helpdesk: Helpdesk
    desk: Desk
    books: Books
    note: Callable[[str, Agent, str, str], object]

    def hear(self, headers: Mapping[str, str], body: bytes) -> int:
        """How many events a webhook held that concern us. Raises BadSignature, BadValue, LookupError for a
        conversation that does not exist, TakenByOther where a person of our own console answers."""
        return sum(self._acted(event) for event in self.helpdesk.read(headers, body))

    def catch_up(self) -> int:
        """Asks for what webhooks may have lost, for every conversation that people have in hand."""
        with self.books.view() as work:
            known = [one for one in work.handoffs.to_relay() if one.owned and one.external_ref]
        return sum(self._caught_up(one) for one in known)

    def _caught_up(self, handoff: Handoff) -> int:
        done = 0
        try:
            for event in self.helpdesk.missed(handoff.external_ref, handoff.conversation):
                done += self._acted(event)
        except (ShopError, LookupError) as no:
            log.info("helpdesk.not_caught_up", handoff=handoff.id, why=type(no).__name__)
        return done

    def _acted(self, event: HelpdeskEvent) -> bool:
        """Whether anything changed."""
        if not self.desk.log.rows.exists(event.conversation):
            raise LookupError(event.conversation)
        try:
            return self._act(event, Agent(self.helpdesk.name, event.agent or self.helpdesk.name.title()))
        except HandoffMoved:
            return False

    def _act(self, event: HelpdeskEvent, agent: Agent) -> bool:
        if event.kind == "said":
            return self._said(event, agent)
        if event.kind == "noted":
            return bool(self.note(event.conversation, agent, event.text, event.id))
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

    def _current(self, event: HelpdeskEvent) -> Handoff | None:
        """The open episode, where it is the one that they know: what is told late of an earlier one is void."""
        with self.books.view() as work:
            handoff = work.handoffs.open_of(event.conversation)
        if handoff is None or not handoff.external_ref:
            return None
        return handoff if event.ref in ("", handoff.external_ref) else None
