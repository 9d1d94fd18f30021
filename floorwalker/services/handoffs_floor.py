"""What a supervisor sees: how today goes at the desk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import mean, median
from zoneinfo import ZoneInfo

from floorwalker.domain.handoff import Agent, Handoff, Present, lateness
from floorwalker.errors import HandoffMoved, NotAllowed
from floorwalker.services.handoffs_desk import BOSSES, HandoffDesk


@dataclass(frozen=True)
class Colleague:
    """Somebody at the desk. `first_answer`: seconds, the middle of today; `solved`: conversations ended today."""

    present: Present
    first_answer: int | None
    solved: int


@dataclass(frozen=True)
class Floor:
    """Today. `waiting`, `late`: with the seconds they have waited, the longest first; `within`: share of first answers
    within the limit; `liked`: the mean of `rated` ratings."""

    waiting: tuple[tuple[Handoff, int], ...]
    late: tuple[tuple[Handoff, int], ...]
    with_a_person: int
    room: int
    first_answer: int | None
    within: float
    answered: int
    liked: float | None
    rated: int
    colleagues: tuple[Colleague, ...]
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Floors:
    desk: HandoffDesk

    def today(self) -> Floor:
        handoffs, support = self.desk.handoffs, self.desk.handoffs.support
        now = handoffs.clock.now()
        with handoffs.books.view() as work:
            every = work.handoffs.since(self._morning(now))
        waits = [(one, lateness(one, now, support)) for one in self.desk.listed("queued", "human")]
        waiting = sorted(((one, waited or 0, late) for one, (late, waited) in waits if waited), key=lambda it: -it[1])
        firsts = [one.replied_at - one.queued_at for one in every if one.replied_at and one.queued_at]
        limit = support.first_reply_seconds[1]
        rated = [one.csat for one in every if one.csat]
        present = self.desk.present()
        return Floor(
            waiting=tuple((one, waited) for one, waited, _ in waiting),
            late=tuple((one, waited) for one, waited, late in waiting if late == "late"),
            with_a_person=sum(one.state == "human" for one, _ in waits),
            room=sum(max(0, support.talks_each - one.open) for one in present if not one.away),
            first_answer=round(median(firsts)) if firsts else None,
            within=sum(first <= limit for first in firsts) / len(firsts) if firsts else 1.0,
            answered=len(firsts),
            liked=mean(rated) if rated else None,
            rated=len(rated),
            colleagues=tuple(_colleague(one, every) for one in present),
            reasons=tuple(Counter(one.reason for one in every).most_common()),
        )

    def assign(self, handoff_id: str, boss: Agent) -> Handoff:
        """Gives a waiting conversation to who has the most room. Raises NotAllowed where nobody has any, or for who is
        no supervisor; HandoffMoved where it does not wait any more."""
        if boss.role not in BOSSES:
            raise NotAllowed("role")
        waiting = self.desk.get(handoff_id)
        if waiting is None or waiting.state != "queued":
            raise HandoffMoved(waiting.state if waiting else "")
        most = self.desk.handoffs.support.talks_each
        free = [one for one in self.desk.present() if not one.away and one.open < most]
        if not free:
            raise NotAllowed("nobody_free")
        idlest = min(free, key=lambda one: (one.open, one.name))
        return self.desk.take(handoff_id, Agent(idlest.id, idlest.name))

    def _morning(self, now: int) -> int:
        zone = ZoneInfo(self.desk.handoffs.store.timezone)
        today = datetime.fromtimestamp(now, zone).replace(hour=0, minute=0, second=0, microsecond=0)
        return int(today.timestamp())


def _colleague(one: Present, every: Sequence[Handoff]) -> Colleague:
    mine = [handoff for handoff in every if handoff.assignee == one.id]
    firsts = [it.replied_at - it.queued_at for it in mine if it.replied_at and it.queued_at]
    return Colleague(one, round(median(firsts)) if firsts else None, sum(it.ended_at is not None for it in mine))
