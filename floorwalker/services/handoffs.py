"""The shopper's side of a handoff: asks for a person, waits, leaves an address, or goes back to the assistant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from floorwalker.domain.handoff import (
    ONLINE_SECONDS,
    OWNED,
    Handoff,
    Line,
    Outcome,
    Present,
    Situation,
    State,
    Support,
    line,
)
from floorwalker.domain.records import Callback
from floorwalker.domain.store import Store
from floorwalker.errors import HandoffMoved
from floorwalker.ports import Books, Clock, Ids, UnitOfWork
from floorwalker.services.contact import read_contact
from floorwalker.services.crm import Crm
from floorwalker.services.customers import Customers

OVERRIDE = "desk"
"""Key of the desk's own word on whether it is open: "open", "closed", or nothing (the hours hold)."""
FIGURES = ("value", "cart", "orders")
Packet = Callable[[str, Situation], Mapping[str, Any]]


def nothing(_conversation: str, _situation: Situation) -> Mapping[str, Any]:
    """No facts go with the episode."""
    return {}


@dataclass(frozen=True)
class Asked:
    """What came of asking. `line` while queued; `opens`, `until`: when people are there, in epoch seconds."""

    handoff: Handoff
    line: Line | None
    opens: int | None
    until: int | None


@dataclass(frozen=True)
class Handoffs:
    """Who answers, as the shopper, the assistant and the connectors ask it."""

    books: Books
    customers: Customers
    store: Store
    clock: Clock
    ids: Ids
    packet: Packet = nothing

    @property
    def support(self) -> Support:
        return self.store.support

    @property
    def crm(self) -> Crm:
        return Crm(self.support.crm, self.clock)

    def ask(
        self, conversation: str, reason: str = "asked", detail: str = "", situation: Situation | None = None
    ) -> Asked:
        """A person is wanted: queued while people are there, else offered an answer later. One episode at a time.
        `situation`: what the assistant was doing, for the packet."""
        packet = self.packet(conversation, situation or {})
        with self.books.begin() as work:
            self.customers.within(work, conversation)
            work.handoffs.lock(conversation)
            known = work.handoffs.open_of(conversation)
            handoff = known or self._new(work, conversation, reason, detail, packet)
            if handoff.state in ("offered", "callback") and self.is_open(work):
                asked = self._anew(work, known, reason, detail, packet) if known else handoff
                handoff = self._queue(work, asked)
            return self._asked(work, handoff)

    def wait(self, conversation: str) -> Asked:
        """The shopper waits for a person, also overnight. Raises HandoffMoved where nothing is open."""
        with self.books.begin() as work:
            handoff = self._locked(work, conversation)
            if handoff.state in ("offered", "callback"):
                handoff = self._queue(work, handoff)
            return self._asked(work, handoff)

    def read_contact(self, text: str) -> str:
        """An e-mail address or a phone number in a text. Raises BadValue."""
        return read_contact(text)

    def request_callback(self, conversation: str, contact: str, consent: str = "", reason: str = "asked") -> str:
        """Somebody is to write or call; returns the address as it was read. Who waits in line gives up the place.

        `consent`: the words that were agreed to. Raises BadValue for what is neither e-mail nor phone number.
        """
        address = read_contact(contact)
        packet = self.packet(conversation, {})
        with self.books.begin() as work:
            self.customers.within(work, conversation)
            work.handoffs.lock(conversation)
            known = work.handoffs.open_of(conversation)
            handoff = known or self._new(work, conversation, reason, "", packet)
            if self._leaves(work, handoff, contact=address, consent=consent[:400], updated=self.clock.now()):
                self._owed(work, handoff, address, consent)
        return address

    def _leaves(self, work: UnitOfWork, handoff: Handoff, **facts: Any) -> bool:
        """Whether an answer is owed now, there; no longer where an agent was first."""
        if handoff.state == "callback":
            work.handoffs.change(handoff.id, **facts)
            return True
        moved = work.handoffs.move(handoff, "callback", **facts)
        if moved:
            self.released(work, handoff, "", push=False)
        return moved

    def _owed(self, work: UnitOfWork, handoff: Handoff, address: str, consent: str) -> None:
        """A CRM hears whom an answer is owed, and that this was agreed to."""
        kind = "email" if "@" in address else "phone"
        self.crm.contact(work, handoff.conversation, "callback", consent[:400], **{kind: address})
        key = f"callback:{handoff.id}:{self.clock.now()}"
        self.crm.handoff(work, handoff, "handoff.callback", key, contact=address)

    def cancel(self, conversation: str) -> bool:
        """The shopper goes back to the assistant, whose turn it is to say so; False: nobody else was asked."""
        to: Mapping[State, tuple[State, Outcome]] = {
            "offered": ("closed", "declined"), "queued": ("abandoned", "canceled"), "human": ("given_back", "left"),
        }  # fmt: skip
        with self.books.begin() as work:
            work.handoffs.lock(conversation)
            handoff = work.handoffs.open_of(conversation)
            if handoff is None or handoff.state not in to:
                return False
            state, outcome = to[handoff.state]
            return self.end(work, handoff, state, outcome, push=False)

    def typing(self, conversation: str) -> bool:
        """The shopper is writing to a person; False where no person answers."""
        with self.books.begin() as work:
            return work.handoffs.typing(conversation, self.clock.now())

    def said(self, conversation: str) -> None:
        """The shopper wrote while a person answers."""
        with self.books.begin() as work:
            work.handoffs.said(conversation, self.clock.now())

    def current(self, conversation: str) -> Handoff | None:
        """The open episode, else the last one."""
        with self.books.view() as work:
            return work.handoffs.last_of(conversation)

    def rate(self, conversation: str, stars: int, words: str = "") -> bool:
        """Once, after an agent resolved it. False otherwise; then nothing changes."""
        with self.books.begin() as work:
            work.handoffs.lock(conversation)
            handoff = work.handoffs.last_of(conversation)
            fits = handoff is not None and handoff.outcome == "resolved" and handoff.csat is None
            if handoff is None or not fits or not 1 <= stars <= 5:
                return False
            work.handoffs.change(handoff.id, csat=stars, csat_text=words[:400])
            return True

    def callbacks(self) -> tuple[Callback, ...]:
        """Who waits, longest first."""
        with self.books.view() as work:
            return work.handoffs.callbacks()

    # inside a transaction, for the desk too

    def is_open(self, work: UnitOfWork) -> bool:
        """The desk's own word, else its hours; a desk without hours is always open."""
        word = work.values.get(OVERRIDE)
        if word in ("open", "closed"):
            return word == "open"
        return not self.support.hours.week or self.support.hours.is_open(self.clock.now())

    def line_of(self, work: UnitOfWork, handoff: Handoff) -> Line | None:
        """Where a waiting shopper stands."""
        if handoff.state != "queued":
            return None
        queue = [id_ for id_, team in work.handoffs.queue() if team == handoff.team]
        place = queue.index(handoff.id) + 1 if handoff.id in queue else len(queue) + 1
        return line(place, self._present(work), self.support)

    def lines(self, work: UnitOfWork) -> Mapping[str, Line]:
        """Where each who waits stands, by the episode's id."""
        places: Counter[str] = Counter()
        found, present = {}, self._present(work)
        for id_, team in work.handoffs.queue():
            places[team] += 1
            found[id_] = line(places[team], present, self.support)
        return found

    def _present(self, work: UnitOfWork) -> tuple[Present, ...]:
        return work.handoffs.present(self.clock.now() - ONLINE_SECONDS)

    def end(self, work: UnitOfWork, handoff: Handoff, to: State, outcome: Outcome, *, push: bool, **more: Any) -> bool:
        """Ends an episode and gives the assistant its voice back; `push`: it says so by itself."""
        now = self.clock.now()
        values = {"outcome": outcome, "ended_at": now, "updated": now, "waiting_since": None, **more}
        moved = work.handoffs.move(handoff, to, **values)
        if moved:
            self.released(work, handoff, outcome, push)
            self.crm.handoff(work, handoff, "handoff.ended", f"ended:{handoff.id}:{now}", state=to, outcome=outcome)
        return moved

    def released(self, work: UnitOfWork, handoff: Handoff, outcome: str, push: bool) -> None:
        """Rasa's second lock is lifted before anything else is told."""
        if handoff.state not in OWNED:
            return
        now, conversation = self.clock.now(), handoff.conversation
        work.handoffs.change(handoff.id, ended_seq=work.handoffs.last_seq(conversation))
        work.outbox.put("rasa", f"resume:{handoff.id}:{now}", conversation, {"events": "resume"}, now)
        if push:
            told = {"intent": "EXTERNAL_handoff_ended", "handoff": handoff.id}
            work.outbox.put("rasa", f"handoff:{handoff.id}", conversation, told, now)

    def _asked(self, work: UnitOfWork, handoff: Handoff) -> Asked:
        now, hours = self.clock.now(), self.support.hours
        return Asked(handoff, self.line_of(work, handoff), hours.opens(now), hours.closes(now))

    def _locked(self, work: UnitOfWork, conversation: str) -> Handoff:
        work.handoffs.lock(conversation)
        handoff = work.handoffs.open_of(conversation)
        if handoff is None:
            raise HandoffMoved("")
        return handoff

    def _new(self, work: UnitOfWork, conversation: str, reason: str, detail: str, packet: Mapping[str, Any]) -> Handoff:
        """An offered episode, under the conversation's lock."""
        now, support = self.clock.now(), self.support
        handoff = Handoff(
            self.ids.new(), conversation, "offered", reason, now, now, detail[:400], support.team_for(reason),
            support.priority_of(reason), packet=packet,
        )  # fmt: skip
        work.handoffs.add(handoff)
        return handoff

    def _anew(
        self, work: UnitOfWork, handoff: Handoff, reason: str, detail: str, packet: Mapping[str, Any]
    ) -> Handoff:
        """An episode that nobody came for, as it is asked for now; an answer that is owed keeps the graver reason."""
        values: dict[str, Any] = {"packet": packet}
        priority = self.support.priority_of(reason)
        if handoff.state == "offered" or priority > handoff.priority:
            team = self.support.team_for(reason)
            values |= {"reason": reason, "detail": detail[:400], "team": team, "priority": priority}
        work.handoffs.change(handoff.id, **values)
        return replace(handoff, **values)

    def _queue(self, work: UnitOfWork, handoff: Handoff) -> Handoff:
        now = self.clock.now()
        times = {"queued_at": now, "waiting_since": now, "seen_at": now, "updated": now}
        work.handoffs.move(handoff, "queued", **times)
        self.crm.handoff(work, handoff, "handoff.queued", f"queued:{handoff.id}:{now}", packet=_figures(handoff))
        return replace(handoff, state="queued", **times)  # type: ignore[arg-type]


def _figures(handoff: Handoff) -> Mapping[str, Any]:
    """Of the packet what holds no word of the shopper's."""
    return {name: handoff.packet[name] for name in FIGURES if name in handoff.packet}
