"""What time does to handoffs: shoppers leave, agents fall silent, nobody comes, a talk goes quiet."""

from __future__ import annotations

from dataclasses import dataclass

from floorwalker.domain.handoff import Handoff, Outcome, State
from floorwalker.errors import HandoffMoved
from floorwalker.ports import UnitOfWork
from floorwalker.services.handoffs import OVERRIDE, Handoffs
from floorwalker.services.handoffs_desk import HandoffDesk

Due = tuple[State, Outcome]
OFFERED_SECONDS = 86400
"""An answer later that nobody left an address for is not offered for ever."""


@dataclass(frozen=True)
class Doors:
    """The moment that is asked about; whether the desk is open then, and whether it is by its own word."""

    now: int
    open: bool
    by_hand: bool


@dataclass(frozen=True)
class HandoffTime:
    """Run again and again by whoever likes, also by several at once."""

    handoffs: Handoffs
    desk: HandoffDesk

    def sweep(self) -> int:
        """How many episodes it moved."""
        with self.handoffs.books.view() as work:
            doors = self._doors(work)
            due = [one for one in work.handoffs.listed(("offered", "queued", "human")) if self._due(doors, one)]
        return sum(self._act(one) for one in due)

    def _act(self, seen: Handoff) -> bool:
        handoffs = self.handoffs
        with handoffs.books.begin() as work:
            work.handoffs.lock(seen.conversation)
            handoff = work.handoffs.get(seen.id)
            what = self._due(self._doors(work), handoff) if handoff else None
            if handoff is None or what is None:
                return False
            if what[0] == "queued":
                return self._requeued(work, handoff)
            state, outcome = what
            return handoffs.end(work, handoff, state, outcome, push=outcome in ("unreached", "quiet"))

    def _requeued(self, work: UnitOfWork, handoff: Handoff) -> bool:
        try:
            return bool(self.desk.requeue(work, handoff))
        except HandoffMoved:
            return False

    def _doors(self, work: UnitOfWork) -> Doors:
        now = self.handoffs.clock.now()
        return Doors(now, self.handoffs.is_open(work), work.values.get(OVERRIDE) == "open")

    def _due(self, doors: Doors, handoff: Handoff) -> Due | None:
        now, support = doors.now, self.handoffs.support
        if handoff.state == "queued":
            return self._waiting(doors, handoff)
        if handoff.state == "offered":
            return ("closed", "left") if now - handoff.updated >= OFFERED_SECONDS else None
        if handoff.state != "human":
            return None
        waiting = handoff.waiting_since
        if waiting is not None and now - waiting >= support.silent_minutes * 60 and (handoff.snoozed_until or 0) <= now:
            return "queued", ""
        quiet = now - max(handoff.updated, handoff.seen_at or 0)
        return ("given_back", "quiet") if quiet >= support.return_hours * 3600 else None

    def _waiting(self, doors: Doors, handoff: Handoff) -> Due | None:
        support = self.handoffs.support
        queued, seen = handoff.queued_at or handoff.created, handoff.seen_at or handoff.created
        if not doors.open:
            return None
        if self._open_seconds(doors, queued) >= support.wait_minutes * 60:
            return "abandoned", "unreached"
        gone = self._open_seconds(doors, seen) >= support.leave_minutes * 60
        return ("abandoned", "left") if gone else None

    def _open_seconds(self, doors: Doors, since: int) -> int:
        """Closed hours do not count: who waits for the morning is not given up at night. All hours count while the
        desk itself says that it is open."""
        hours = self.handoffs.support.hours
        return doors.now - since if doors.by_hand or not hours.week else hours.between(since, doors.now)
