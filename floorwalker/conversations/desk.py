"""The desk: what agents do, and what shoppers then see of it.

An agent's message is stored first, under the rule that only who answers may speak; from the message table it reaches
the shopper. What the shopper's screen shows of the handover itself is told by `tell`, which compares what it was told
last with what is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from floorwalker.conversations.log import MessageLog
from floorwalker.conversations.spoken import hours
from floorwalker.conversations.wording import Wording
from floorwalker.domain.handoff import Agent, Handoff, Hint, Line, State, Support
from floorwalker.domain.message import Card, button, card, control, text
from floorwalker.domain.transcript import Row
from floorwalker.errors import BadValue, TakenByOther

MOST_CHARACTERS = 4000
TOLD_SECONDS = 3600
"""How long after its end an episode is looked at, for a screen that was told nothing of it."""
SHOWN: Mapping[str, str] = {"offered": "nobody", "abandoned": "assistant", "callback": "assistant"}
"""What a state is called on the shopper's screen, where it has another name there."""


class Episodes(Protocol):
    """The use cases behind the desk; see `services.handoffs_desk`."""

    def take(self, handoff_id: str, agent: Agent) -> Handoff: ...
    def take_over(self, conversation: str, agent: Agent) -> Handoff: ...
    def replied(self, handoff: Handoff, agent: Agent) -> None: ...
    def transfer(self, handoff_id: str, agent: Agent, team: str, to: Agent | None = None) -> Handoff: ...
    def give_back(self, handoff_id: str, agent: Agent, hint: Hint | None = None) -> Handoff: ...
    def resolve(self, handoff_id: str, agent: Agent) -> Handoff: ...
    def seen(self, conversations: Iterable[str]) -> None: ...
    def place(self, handoff: Handoff) -> Line | None: ...
    def places(self) -> Mapping[str, Line]: ...
    def untold(self, seconds: int) -> tuple[Handoff, ...]: ...
    def told(self, handoff: Handoff, words: str) -> bool: ...
    def until(self) -> int | None: ...


@dataclass(frozen=True)
class Desk:
    """`sweep` moves what time moves; see `services.handoffs_time`."""

    episodes: Episodes
    log: MessageLog
    wording: Wording
    support: Support
    sweep: Callable[[], int]

    def take(self, handoff_id: str, agent: Agent) -> Handoff:
        """Raises TakenByOther, HandoffMoved."""
        return self._told(self.episodes.take(handoff_id, agent))

    def say(self, conversation: str, agent: Agent, words: str, provider_id: str | None = None) -> Row:
        """An agent's words; who writes first takes the conversation over. `provider_id`: the sender's name for the
        message, which is said once. Raises BadValue, TakenByOther, LookupError."""
        if not words.strip() or len(words) > MOST_CHARACTERS:
            raise BadValue("message", words[:40])
        return self.show(conversation, agent, text(words.strip()), provider_id=provider_id)

    def show(self, conversation: str, agent: Agent, body: Card, response: str | None = None,
             provider_id: str | None = None) -> Row:  # fmt: skip
        """A card of an agent's, like their words."""
        known = self._known(conversation, provider_id)
        if known:
            return known
        handoff = self._told(self.episodes.take_over(conversation, agent))
        row = self.log.say_as(
            agent.id, conversation, body, "agent", name=agent.name, response=response, provider_id=provider_id
        ) or self._known(conversation, provider_id)
        if row is None:
            raise TakenByOther(handoff.assignee_name)
        self.episodes.replied(handoff, agent)
        return row

    def typing(self, conversation: str, agent: Agent) -> None:
        """The shopper sees that somebody writes."""
        self.log.control(conversation, control("typing", name=agent.name), agent.name)

    def transfer(self, handoff_id: str, agent: Agent, team: str, to: Agent | None = None) -> Handoff:
        return self._told(self.episodes.transfer(handoff_id, agent, team, to))

    def give_back(self, handoff_id: str, agent: Agent, hint: Hint | None = None) -> Handoff:
        return self._told(self.episodes.give_back(handoff_id, agent, hint))

    def resolve(self, handoff_id: str, agent: Agent) -> Handoff:
        """Asks once how it was."""
        handoff = self._told(self.episodes.resolve(handoff_id, agent))
        if handoff.outcome == "resolved":
            asked = self._rating(handoff.conversation)
            self.log.say(handoff.conversation, asked, "system", response="utter_handoff_rate")
        return handoff

    def live(self, limit: int) -> Sequence[str]:
        """Conversations in which something was said lately and which the assistant answers, newest first."""
        return self.log.rows.recent(limit)

    def last_words(self, conversations: Iterable[str]) -> Mapping[str, str]:
        """What was said last in each, as anybody in the house may read it."""
        found = self.log.rows.last_said(conversations)
        return {conversation: str(row.body.get("text") or "") for conversation, row in found.items()}

    def run_due(self, here: Iterable[str] = ()) -> int:
        """What time moved, and what screens have to be told; how many were told. `here`: conversations whose shopper
        has the chat open."""
        self.episodes.seen(here)
        self.sweep()
        untold, lines = self.episodes.untold(TOLD_SECONDS), self.episodes.places()
        return sum(self._tell(handoff, lines.get(handoff.id)) for handoff in untold)

    def tell(self, handoff: Handoff) -> bool:
        """Tells the shopper's screen where the handover stands, once each time it changes."""
        return self._tell(handoff, self.episodes.place(handoff))

    def _tell(self, handoff: Handoff, line: Line | None) -> bool:
        words = _words(handoff, line)
        if words == handoff.told or (not handoff.told and handoff.state in ("callback", "closed")):
            return False
        if not self.episodes.told(handoff, words):
            return False
        body = self._handover(handoff, line)
        self.log.control(handoff.conversation, body, handoff.assignee_name or None)
        return True

    def _known(self, conversation: str, provider_id: str | None) -> Row | None:
        return self.log.rows.by_provider_id(conversation, provider_id) if provider_id else None

    def _told(self, handoff: Handoff) -> Handoff:
        self.tell(handoff)
        return handoff

    def _handover(self, handoff: Handoff, line: Line | None) -> Card:
        locale = self.log.rows.locale(handoff.conversation)
        never_came = handoff.state == "closed" and not handoff.assignee_name
        facts: dict[str, Any] = {"state": "assistant" if never_came else SHOWN.get(handoff.state, handoff.state)}
        if handoff.state in ("human", "given_back", "closed"):
            facts |= {"name": handoff.assignee_name, "team": _in(self.support.team(handoff.team).title, locale)}
        if line:
            facts |= {"place": line.place if line.minutes else None, "minutes": line.minutes,
                      "until": self.episodes.until()}  # fmt: skip
            facts["actions"] = [button(self.wording.label("handoff_stay", locale), "/handoff_cancel")]
        if handoff.state == "offered":
            facts["hours"] = hours(self.support.opening, locale)
        return control("handover", **facts)

    def _rating(self, conversation: str) -> Card:
        locale = self.log.rows.locale(conversation)

        def label(key: str) -> str:
            return self.wording.label(key, locale)

        fields = [
            {"name": "stars", "kind": "rating", "label": label("handoff_rate_stars"), "required": True},
            {"name": "remark", "kind": "textarea", "label": label("handoff_rate_words")},
        ]
        submit = {"title": label("handoff_rate_send"), "payload": "/handoff_rate"}
        words = self.wording.response("utter_handoff_rate", locale)
        return card("form", text=words, title=label("handoff_rate"), fields=fields, submit=submit)


def _words(handoff: Handoff, line: Line | None) -> str:
    state: State = handoff.state
    if line:
        return f"queued:{line.place if line.minutes else 0}:{line.minutes or 0}"
    return f"{state}:{handoff.assignee}" if state == "human" else state


def _in(words: Mapping[str, str], locale: str) -> str:
    return words.get(locale[:2]) or next(iter(words.values()), "")
