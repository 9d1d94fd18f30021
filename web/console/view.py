"""What the console shows, read for each page: the queue's lines, a transcript, a customer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from floorwalker.domain.handoff import Handoff, lateness
from floorwalker.domain.money import Money
from floorwalker.domain.staff import Member

VIEWS = ("waiting", "mine", "all", "bot")
OPEN = ("queued", "human", "callback", "offered")
RECENT = 50
MOST = 100
"""Lines of a queue; who looks for more takes some first."""
SIDES = {"shopper": "shopper", "bot": "bot", "system": "bot"}


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
    typing: bool


@dataclass(frozen=True)
class Said:
    """One entry of the transcript. `kind`: shopper, bot, mine, agent, note, line."""

    kind: str
    name: str
    text: str
    at: int
    card: str = ""
    state: str = ""


@dataclass(frozen=True)
class View:
    """Over the web process's state, for one member of staff."""

    state: Any
    member: Member

    def queue(self, which: str) -> Sequence[Line]:
        """The queue that is asked for; what rests until later stands in "all" only."""
        if which == "bot":
            live = self.state.desk.live(RECENT)
            said = self.state.desk.last_words(live)
            return [self._assistants(one, said.get(one, "")) for one in live]
        found = [one for one in self.state.shop.desk.listed(*OPEN) if which == "all" or self._belongs(one, which)]
        said = self.state.desk.last_words([one.conversation for one in found[:MOST]])
        return [self._line(one, said.get(one.conversation, "")) for one in found[:MOST]]

    def _belongs(self, one: Handoff, which: str) -> bool:
        if self._rests(one):
            return False
        mine = one.assignee == self.member.id and one.state == "human"
        return mine if which == "mine" else one.state in ("queued", "callback")

    def _rests(self, one: Handoff) -> bool:
        return bool(one.snoozed_until and one.snoozed_until > self.state.shop.clock.now())

    def counts(self) -> Mapping[str, int]:
        found = self.state.shop.desk.listed(*OPEN)
        return {
            "waiting": sum(self._belongs(one, "waiting") for one in found),
            "mine": sum(self._belongs(one, "mine") for one in found),
            "all": len(found),
        }

    def transcript(self, conversation: str) -> Sequence[Said]:
        """Messages and notes in the order in which they were written."""
        notes = list(self.state.shop.desk.notes(conversation))
        said: list[Said] = []
        for row in self.state.log.rows.since(conversation, 0):
            while notes and notes[0].after_seq < row.seq:
                said.append(_note(notes.pop(0)))
            said.extend(self._row(row))
        return [*said, *map(_note, notes)]

    def customer(self, conversation: str, handoff: Handoff | None) -> Mapping[str, Any]:
        shop, rows = self.state.shop, self.state.log.rows
        return {
            "cart": shop.carts.show(conversation),
            "orders": shop.orders.recent(conversation, 3),
            "language": rows.locale(conversation),
            "channel": rows.channel(conversation),
            "contact": handoff.contact if handoff and handoff.state == "callback" else "",
        }

    def _line(self, one: Handoff, last: str) -> Line:
        late, waited = lateness(one, self.state.shop.clock.now(), self.state.shop.store.support)
        value = one.packet.get("value") or {}
        worth = Money(int(value["amount"]), value["currency"]) if value.get("amount") else None
        now = self.state.shop.clock.now()
        typing = bool(one.typing_at and now - one.typing_at < 8)
        mine = one.assignee == self.member.id and one.state == "human"
        return Line(
            one.conversation, one.conversation[:4].upper(), one.state, one.reason, one.assignee_name, late, waited,
            worth, last, mine, typing,
        )  # fmt: skip

    def _assistants(self, conversation: str, last: str) -> Line:
        return Line(conversation, conversation[:4].upper(), "", "", "", "ok", None, None, last, False, False)

    def _row(self, row: Any) -> Iterator[Said]:
        body = row.body
        if row.direction == "control":
            if body["type"] == "handover" and body["state"] in ("human", "given_back", "closed", "queued"):
                yield Said("line", row.name or "", "", row.created, state=body["state"])
            return
        kind = SIDES.get(row.author, "mine" if row.name == self.member.name else "agent")
        title = str(body.get("title") or "") if body["type"] != "text" else ""
        yield Said(kind, row.name or "", str(body.get("text") or ""), row.created, card=title or _kind_of(body))


def _kind_of(body: Mapping[str, Any]) -> str:
    return "" if body["type"] == "text" else str(body["type"])


def _note(note: Any) -> Said:
    return Said("note", note.author_name, note.body, note.created)
