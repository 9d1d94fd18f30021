"""The agent's side of a handoff: take, answer, pass on, give back, resolve. Exactly one wins where several act."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import Any

from floorwalker.domain.handoff import (
    FORMS,
    ONLINE_SECONDS,
    SETTABLE,
    URGENT,
    Agent,
    Handoff,
    Hint,
    Line,
    Outcome,
    Present,
    Situation,
    State,
)
from floorwalker.domain.records import Note
from floorwalker.errors import BadValue, HandoffMoved, TakenByOther
from floorwalker.ports import Books, UnitOfWork
from floorwalker.services.handoffs import OVERRIDE, Handoffs

BOSSES = ("supervisor", "merchant")
Doing = Callable[[str], Situation]
"""What the assistant is doing in a conversation, as far as it can be told."""


def nothing(_conversation: str) -> Situation:
    """It cannot be told."""
    return {}


@dataclass(frozen=True)
class HandoffDesk:
    """Every call names the agent. Raises HandoffMoved where the episode is elsewhere by now, TakenByOther where a
    colleague has it; nothing is changed then."""

    handoffs: Handoffs
    doing: Doing = nothing

    def take(self, handoff_id: str, agent: Agent) -> Handoff:
        """The conversation is this agent's; taking one's own again changes nothing."""
        with self._books.begin() as work:
            handoff = self._locked(work, handoff_id)
            return self._taken(work, handoff, agent)

    def take_over(self, conversation: str, agent: Agent) -> Handoff:
        """An agent who writes first has the conversation. Raises LookupError for one that does not exist."""
        handoffs = self.handoffs
        with self._books.view() as work:  # mostly it is theirs: nobody has to be kept waiting
            mine = work.handoffs.open_of(conversation)
            known = work.customers.of(conversation) is not None
        if mine and mine.state == "human" and mine.assignee == agent.id:
            return mine
        packet = handoffs.packet(conversation, self.doing(conversation)) if known and not mine else {}
        with self._books.begin() as work:
            if work.customers.of(conversation) is None:
                raise LookupError(conversation)
            work.handoffs.lock(conversation)
            handoff = work.handoffs.open_of(conversation)
            if handoff is not None:
                return self._taken(work, handoff, agent)
            now = handoffs.clock.now()
            team = handoffs.support.team_for("agent")
            id_ = handoffs.ids.new()
            handoff = Handoff(id_, conversation, "offered", "agent", now, now, team=team, packet=packet)
            work.handoffs.add(handoff)
            return self._taken(work, handoff, agent)

    def replied(self, handoff: Handoff, agent: Agent) -> None:
        """The agent's words are stored: nobody waits any more."""
        now = self.handoffs.clock.now()
        first = {} if handoff.replied_at else {"replied_at": now}
        with self._books.begin() as work:
            work.handoffs.change(handoff.id, waiting_since=None, snoozed_until=None, updated=now, **first)

    def transfer(self, handoff_id: str, agent: Agent, team: str, to: Agent | None = None) -> Handoff:
        """Back into the queue for another team, or straight into a colleague's hands."""
        if team not in {one.id for one in self.handoffs.support.teams}:
            raise BadValue("team", team)
        with self._books.begin() as work:
            handoff = self._owned(work, handoff_id, agent)
            queued = self._requeue(work, handoff, handoff.priority, team)
            return self._taken(work, queued, to) if to else queued

    def requeue(self, work: UnitOfWork, handoff: Handoff) -> Handoff:
        """The agent fell silent: back into the queue, more urgent."""
        return self._requeue(work, handoff, min(URGENT, handoff.priority + 1), handoff.team)

    def give_back(self, handoff_id: str, agent: Agent, hint: Hint | None = None) -> Handoff:
        """The assistant goes on, and knows what the hint says. No rating is asked."""
        hint = _checked(hint or Hint())
        with self._books.begin() as work:
            handoff = self._owned(work, handoff_id, agent)
            return self._ended(work, handoff, agent, "given_back", "returned", push=True, hint=asdict(hint))

    def resolve(self, handoff_id: str, agent: Agent) -> Handoff:
        """The matter is settled: what the shopper writes next goes to the assistant."""
        with self._books.begin() as work:
            handoff = self._locked(work, handoff_id)
            if handoff.state == "callback":
                return self._ended(work, handoff, agent, "closed", "answered", push=False)
            handoff = self._mine(handoff, agent)
            return self._ended(work, handoff, agent, "closed", "resolved", push=False)

    def prioritize(self, handoff_id: str, priority: int) -> None:
        if not 0 <= priority <= URGENT:
            raise BadValue("priority", str(priority))
        self._change(handoff_id, priority=priority)

    def snooze(self, handoff_id: str, until: int | None) -> None:
        """Out of sight until then, or until the shopper writes."""
        self._change(handoff_id, snoozed_until=until)

    def judge(self, handoff_id: str, right: bool) -> None:
        """Whether it was right to pass this conversation on: what the thresholds are tuned by."""
        self._change(handoff_id, right=right)

    def note(self, conversation: str, agent: Agent, words: str, key: str = "") -> bool:
        """For colleagues only; once a `key`. False: it was noted before."""
        if not words.strip():
            raise BadValue("note", words)
        now, mark = self.handoffs.clock.now(), sha256(key.encode()).hexdigest()[:20]
        with self._books.begin() as work:
            work.handoffs.lock(conversation)
            if key and any(known.id.endswith(mark) for known in work.handoffs.notes(conversation)):
                return False
            id_ = self.handoffs.ids.new()
            id_ = id_[:16] + mark if key else id_  # its beginning keeps notes of one second in their order
            after = work.handoffs.last_seq(conversation)
            work.handoffs.note(Note(id_, conversation, after, agent.id, agent.name, words.strip(), now))
            return True

    def seen(self, conversations: Iterable[str]) -> None:
        """These shoppers have the chat open now."""
        here = tuple(conversations)
        if here:
            with self._books.begin() as work:
                work.handoffs.seen(here, self.handoffs.clock.now())

    # looking

    def listed(self, *states: State) -> tuple[Handoff, ...]:
        """Most urgent first, then longest waiting."""
        with self._books.view() as work:
            return work.handoffs.listed(states)

    def get(self, handoff_id: str) -> Handoff | None:
        with self._books.view() as work:
            return work.handoffs.get(handoff_id)

    def untold(self, seconds: int) -> tuple[Handoff, ...]:
        """Open episodes, and those that ended so many seconds ago at most."""
        with self._books.view() as work:
            return work.handoffs.untold(self.handoffs.clock.now() - seconds)

    def told(self, handoff: Handoff, words: str) -> bool:
        """Notes what the shopper's screen is told; False: another told it, or it changed meanwhile."""
        with self._books.begin() as work:
            return work.handoffs.tell(handoff, words)

    def until(self) -> int | None:
        """When the desk closes by its hours; None while they say it is closed."""
        return self.handoffs.support.hours.closes(self.handoffs.clock.now())

    def beside(self, conversation: str) -> tuple[tuple[Note, ...], int | None]:
        """What stands beside the messages: the notes, and when the shopper was last seen writing what is not sent."""
        with self._books.view() as work:
            return work.handoffs.notes(conversation), work.handoffs.typed(conversation)

    def noted(self, conversations: Iterable[str]) -> Mapping[str, int]:
        """How many notes each has; those without are left out."""
        with self._books.view() as work:
            return work.handoffs.noted(tuple(conversations))

    def place(self, handoff: Handoff) -> Line | None:
        if handoff.state != "queued":
            return None
        with self._books.view() as work:
            return self.handoffs.line_of(work, handoff)

    def places(self) -> Mapping[str, Line]:
        """Where each who waits stands, by the episode's id."""
        with self._books.view() as work:
            return self.handoffs.lines(work)

    # who is there

    def arrive(self, agent: Agent, away: bool = False) -> None:
        """The agent's console is open; to be said again within ONLINE_SECONDS."""
        with self._books.begin() as work:
            work.handoffs.arrive(agent, away, self.handoffs.clock.now())

    def present(self) -> tuple[Present, ...]:
        with self._books.view() as work:
            return work.handoffs.present(self.handoffs.clock.now() - ONLINE_SECONDS)

    def open_desk(self, word: str) -> None:
        """ "open" or "closed" until said otherwise; "hours": as store.yml says."""
        if word not in ("open", "closed", "hours"):
            raise BadValue("desk", word)
        with self._books.begin() as work:
            work.values.set(OVERRIDE, "" if word == "hours" else word)

    def is_open(self) -> bool:
        with self._books.view() as work:
            return self.handoffs.is_open(work)

    # inside

    @property
    def _books(self) -> Books:
        return self.handoffs.books

    def _taken(self, work: UnitOfWork, handoff: Handoff, agent: Agent) -> Handoff:
        if handoff.state == "human" and handoff.assignee == agent.id:
            return handoff
        if handoff.state == "human":
            raise TakenByOther(handoff.assignee_name)
        now = self.handoffs.clock.now()
        values = {"assignee": agent.id, "assignee_name": agent.name, "taken_at": now, "updated": now}
        if not work.handoffs.move(handoff, "human", **values):
            raise HandoffMoved(handoff.state)
        if not handoff.owned:
            pause = {"events": "pause"}
            work.outbox.put("rasa", f"pause:{handoff.id}:{now}", handoff.conversation, pause, now)
        self.handoffs.crm.handoff(work, handoff, "handoff.taken", f"taken:{handoff.id}:{now}", agent=agent.name)
        return replace(handoff, state="human", **values)  # type: ignore[arg-type]

    def _requeue(self, work: UnitOfWork, handoff: Handoff, priority: int, team: str) -> Handoff:
        now = self.handoffs.clock.now()
        values = {"assignee": "", "assignee_name": "", "team": team, "priority": priority, "queued_at": now,
                  "waiting_since": handoff.waiting_since or now, "updated": now}  # fmt: skip
        if not work.handoffs.move(handoff, "queued", **values):
            raise HandoffMoved(handoff.state)
        return replace(handoff, state="queued", **values)  # type: ignore[arg-type]

    def _ended(
        self, work: UnitOfWork, handoff: Handoff, by: Agent, to: State, outcome: Outcome, push: bool, **more: Any
    ) -> Handoff:
        if not self.handoffs.end(work, handoff, to, outcome, push=push, ended_by=by.id, **more):
            raise HandoffMoved(handoff.state)
        return replace(handoff, state=to, outcome=outcome)

    def _locked(self, work: UnitOfWork, handoff_id: str) -> Handoff:
        found = work.handoffs.get(handoff_id)
        if found is None:
            raise HandoffMoved("")
        work.handoffs.lock(found.conversation)
        return work.handoffs.get(handoff_id) or found

    def _owned(self, work: UnitOfWork, handoff_id: str, agent: Agent) -> Handoff:
        return self._mine(self._locked(work, handoff_id), agent)

    def _mine(self, handoff: Handoff, agent: Agent) -> Handoff:
        if handoff.state != "human":
            raise HandoffMoved(handoff.state)
        if handoff.assignee != agent.id and agent.role not in BOSSES:
            raise TakenByOther(handoff.assignee_name)
        return handoff

    def _change(self, handoff_id: str, **values: object) -> None:
        with self._books.begin() as work:
            if work.handoffs.get(handoff_id) is None:
                raise HandoffMoved("")
            work.handoffs.change(handoff_id, **values, updated=self.handoffs.clock.now())


def _checked(hint: Hint) -> Hint:
    if hint.form and hint.form not in FORMS:
        raise BadValue("form", hint.form)
    for name in hint.slots:
        if name not in SETTABLE:
            raise BadValue("slot", name)
    return hint
