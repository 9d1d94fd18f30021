"""What a helpdesk outside has to hear: who waits, what is said while a person answers, and that it is over.

`collect` compares what it was told with what is, and puts the difference into the outbox in the order it happened;
the sink reads the facts when they are delivered, so no word of a shopper's lies in the outbox.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from floorwalker.conversations.log import Transcript
from floorwalker.conversations.packet_words import PacketWords
from floorwalker.domain.handoff import ASKED, Handoff
from floorwalker.domain.helpdesk import Opening, Said
from floorwalker.domain.outbox import OutboxItem
from floorwalker.domain.transcript import Row
from floorwalker.errors import Gone, Unavailable
from floorwalker.ports import Books, Clock, UnitOfWork
from floorwalker.ports_helpdesk import Helpdesk

TURNS = 10
"""So many messages of before go along."""
CLOSED = "closed"
WATCHED = ("state", "team", "priority", "contact", "outcome", "ended_by", "relayed", "relayed_seq", "ended_seq")
"""What a telling depends on; somebody who is seen, or types, changes none of it."""
Tell = tuple[str, Mapping[str, Any]]
"""An outbox item's key and payload."""


@dataclass(frozen=True)
class Relay:
    """`name`: the helpdesk's."""

    name: str
    books: Books
    rows: Transcript
    clock: Clock

    def collect(self) -> int:
        """How many items it wrote. Run again and again, also by several at once."""
        with self.books.view() as work:
            due = work.handoffs.to_relay()
        heads = self.rows.heads(one.conversation for one in due)
        changed = [one for one in due if _told(one) != one.relayed or _more(one, heads[one.conversation])]
        return sum(self._write(one) for one in changed)

    def _write(self, seen: Handoff) -> int:
        start = self._start(seen)
        rows = [row for row in self.rows.since(seen.conversation, start) if _belongs(seen, row)]
        last = max([seen.relayed_seq, start, *(row.seq for row in rows)])
        told = _told(seen)
        tells = [*self._opening(seen, told), *self._messages(seen, rows)]
        tells += self._closing(seen, told, bool(tells))
        with self.books.begin() as work:
            work.handoffs.lock(seen.conversation)
            if not _same(work.handoffs.get(seen.id), seen):
                return 0  # it went on meanwhile: the next look sees it as it is
            work.handoffs.change(seen.id, relayed=told, relayed_seq=last)
            return sum(self._put(work, seen, *tell) for tell in tells)

    def _start(self, seen: Handoff) -> int:
        """The message after which to begin: the last turns before people had it go along, unless they went before."""
        if seen.relayed and not seen.relayed.startswith("callback"):
            return seen.relayed_seq
        with self.books.view() as work:
            before = work.handoffs.relayed_before(seen)
        spoken = [row.seq for row in self.rows.since(seen.conversation, 0) if row.direction != "control"]
        least = spoken[-TURNS] - 1 if len(spoken) >= TURNS else 0
        return max(least, seen.relayed_seq, before.relayed_seq if before else 0)

    def _opening(self, seen: Handoff, told: str) -> Iterator[Tell]:
        if told not in (seen.relayed, CLOSED):
            yield f"open:{seen.id}:{seen.updated}:{seen.relayed}>{told}"[:160], {"tell": "open"}

    def _messages(self, seen: Handoff, rows: Sequence[Row]) -> Iterator[Tell]:
        theirs = f"{self.name}:"
        for row in rows:
            came_from_there = row.author == "agent" and (row.provider_id or "").startswith(theirs)
            if row.direction != "control" and not came_from_there:
                yield f"said:{seen.conversation}:{row.seq}", {"tell": "said", "seq": row.seq}

    def _closing(self, seen: Handoff, told: str, news: bool) -> Iterator[Tell]:
        """Who ended it over there needs not be told, unless a message has opened it again."""
        if told == CLOSED and (news or seen.ended_by != self.name):
            yield f"close:{seen.id}:{seen.ended_at}", {"tell": "close"}

    def _put(self, work: UnitOfWork, seen: Handoff, key: str, payload: Mapping[str, Any]) -> bool:
        item = {**payload, "handoff": seen.id}
        return work.outbox.put(f"helpdesk:{self.name}", key, seen.conversation, item, self.clock.now())


@dataclass(frozen=True)
class RelaySink:
    """Delivers what `Relay` collected."""

    helpdesk: Helpdesk
    books: Books
    rows: Transcript
    words: PacketWords

    def deliver(self, item: OutboxItem) -> str:
        """Returns the helpdesk's name for the conversation. Raises Unavailable."""
        with self.books.view() as work:
            handoff = work.handoffs.get(str(item.payload["handoff"]))
        if handoff is None:
            return "forgotten"
        try:
            return self._tell(handoff, item)
        except Gone:
            return self._anew(handoff, item)

    def _anew(self, handoff: Handoff, item: OutboxItem) -> str:
        """It was deleted over there."""
        if item.payload["tell"] == "close":
            return "deleted"
        try:
            found = self._open(handoff, f"{item.key}:again", lost=handoff.external_ref)
            if item.payload["tell"] == "open":
                return found
            return self._tell(replace(handoff, external_ref=found), item)
        except Gone as gone:
            raise Unavailable() from gone

    def _tell(self, handoff: Handoff, item: OutboxItem) -> str:
        ref, tell = handoff.external_ref, item.payload["tell"]
        if tell == "close" and (not ref or self._again(handoff)):
            return "people have it again" if ref else "never opened"
        if tell == "open" or not ref:
            ref = self._open(handoff, item.key)
        if tell == "said":
            row = self.rows.get(handoff.conversation, int(item.payload["seq"]))
            if row:
                self.helpdesk.say(ref, Said(row.conversation, row.seq, row.author, row.body), item.attempts > 0)
        if tell == "close":
            self.helpdesk.close(ref, handoff.id, item.key, self.words.ended(handoff))
        return ref

    def _again(self, handoff: Handoff) -> bool:
        """Whether a later episode is with people: the conversation over there is its own by now."""
        with self.books.view() as work:
            later = work.handoffs.open_of(handoff.conversation)
        return later is not None and later.id != handoff.id and later.state in ASKED

    def _open(self, handoff: Handoff, event: str, lost: str = "") -> str:
        found = self.helpdesk.open(self._described(handoff, event, lost))
        if found != handoff.external_ref:
            with self.books.begin() as work:
                work.handoffs.change(handoff.id, external_ref=found)
        return found

    def _described(self, handoff: Handoff, event: str, lost: str) -> Opening:
        conversation = handoff.conversation
        with self.books.view() as work:
            customer = work.customers.of(conversation) or conversation
            before = work.handoffs.relayed_before(handoff)
        known = handoff.external_ref or (before.external_ref if before else "")
        return Opening(
            event, handoff.id, conversation, customer, self.words.guest(conversation),
            self.rows.channel(conversation) or "", self.rows.locale(conversation), handoff.reason,
            self.words.team(handoff), handoff.priority, self.words.note(handoff),
            handoff.contact if handoff.state == "callback" else "", "" if lost else known, lost, handoff.packet,
        )  # fmt: skip


def _told(handoff: Handoff) -> str:
    """What a helpdesk is told of an episode, as it is now."""
    if handoff.state not in ASKED:
        return CLOSED if handoff.relayed else ""
    return f"{'callback' if handoff.state == 'callback' else 'open'}:{handoff.priority}:{handoff.team}"


def _more(handoff: Handoff, head: int) -> bool:
    """Whether something was said that people are to see: who is owed an answer elsewhere talks with the assistant."""
    return handoff.owned and head > handoff.relayed_seq


def _same(one: Handoff | None, other: Handoff) -> bool:
    return one is not None and all(getattr(one, name) == getattr(other, name) for name in WATCHED)


def _belongs(handoff: Handoff, row: Row) -> bool:
    """Whether a message is part of the episode: all while a person answers, none after it was over."""
    if handoff.owned or not handoff.relayed:
        return True
    return handoff.ended_seq is not None and row.seq <= handoff.ended_seq
