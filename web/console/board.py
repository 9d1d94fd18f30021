"""The queue as the console shows it: read once for everybody who looks, then drawn for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from floorwalker.domain.handoff import Handoff, lateness
from floorwalker.domain.money import Money
from floorwalker.domain.staff import Member

VIEWS = ("waiting", "mine", "all", "bot")
OPEN = ("queued", "human", "callback", "offered")
RECENT = 50
MOST = 100
"""Lines of a queue; who looks for more takes some first."""


@dataclass(frozen=True)
class Line:
    """One conversation in the queue."""

    conversation: str
    short: str
    state: str
    reason: str
    name: str
    late: str
    waited: int | None
    value: Money | None
    last: str
    mine: bool


@dataclass(frozen=True)
class Seen:
    """What was read: every open episode in its order, and what was said last in each, with the `seq` it stands for."""

    found: tuple[Handoff, ...] = ()
    words: Mapping[str, tuple[int, str]] = field(default_factory=dict)

    @property
    def signs(self) -> list[object]:
        """What a change of the queue is seen by."""
        return [
            (one.id, one.state, one.assignee, one.priority, one.waiting_since, one.snoozed_until) for one in self.found
        ]

    def writing(self, before: Seen) -> set[str]:
        """Conversations whose shopper has been seen writing since `before`."""
        known = {one.id: one.typing_at for one in before.found}
        return {one.conversation for one in self.found if one.typing_at and known.get(one.id) != one.typing_at}

    @property
    def waiting(self) -> int:
        return sum(one.state == "queued" for one in self.found)


def look(state: Any, before: Seen | None = None) -> Seen:
    """What is open now. Words are read anew only where something was said since `before`."""
    found = state.shop.desk.listed(*OPEN)
    heads = state.log.rows.heads([one.conversation for one in found])
    known = dict(before.words) if before else {}
    stale = [one for one, seq in heads.items() if known.get(one, (-1, ""))[0] != seq]
    said = state.desk.last_words(stale)
    fresh = {one: (heads[one], said.get(one, "")) for one in stale}
    return Seen(found, {one: fresh.get(one) or known[one] for one in heads})


@dataclass(frozen=True)
class Board:
    """What was seen, for one member of staff."""

    state: Any
    member: Member
    seen: Seen
    now: int

    def lines(self, which: str) -> Sequence[Line]:
        """The queue that is asked for; what rests until later stands in "all" only."""
        if which == "bot":
            live = self.state.desk.live(RECENT)
            said = self.state.desk.last_words(live)
            return [_assistants(one, said.get(one, "")) for one in live]
        found = [one for one in self.seen.found if which == "all" or self._belongs(one, which)]
        return [self._line(one) for one in found[:MOST]]

    def counts(self) -> Mapping[str, int]:
        found = self.seen.found
        own = {view: sum(self._belongs(one, view) for one in found) for view in ("waiting", "mine")}
        return {**own, "all": len(found)}

    def _belongs(self, one: Handoff, which: str) -> bool:
        if one.snoozed_until and one.snoozed_until > self.now:
            return False
        mine = one.assignee == self.member.id and one.state == "human"
        return mine if which == "mine" else one.state in ("queued", "callback")

    def _line(self, one: Handoff) -> Line:
        late, waited = lateness(one, self.now, self.state.shop.store.support)
        value = one.packet.get("value") or {}
        worth = Money(int(value["amount"]), value["currency"]) if value.get("amount") else None
        mine = one.assignee == self.member.id and one.state == "human"
        last = self.seen.words.get(one.conversation, (0, ""))[1]
        return Line(
            one.conversation, one.conversation[:4].upper(), one.state, one.reason, one.assignee_name, late, waited,
            worth, last, mine,
        )  # fmt: skip


def _assistants(conversation: str, last: str) -> Line:
    return Line(conversation, conversation[:4].upper(), "", "", "", "ok", None, None, last, False)
