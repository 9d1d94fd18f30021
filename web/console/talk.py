"""The transcript as the console shows it: whole at first, then what is new to one open page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Any

from floorwalker.domain.records import Note
from floorwalker.domain.staff import Member
from floorwalker.domain.transcript import Row

SIDES = {"shopper": "shopper", "bot": "bot", "system": "bot"}
TYPING_SECONDS = 5
"""How long somebody counts as writing after a sign of it."""
TOLD = ("human", "given_back", "closed", "queued")
"""States of a handover that stand in the transcript as a line."""


@dataclass(frozen=True)
class Said:
    """One entry of the transcript. `kind`: shopper, bot, mine, agent, note, line. `tick`: how far an agent's message
    has come: stored, sent, delivered, failed; `failure`: why it did not, in the channel's words."""

    kind: str
    name: str
    text: str
    at: int
    seq: int = 0
    card: str = ""
    state: str = ""
    tick: str = ""
    failure: str = ""


@dataclass(frozen=True)
class Tick:
    """How far an agent's message has come by now."""

    seq: int
    tick: str
    failure: str


@dataclass
class Place:
    """How far an open page has been told: the last message's `seq`, how many notes, how far which of the agents'
    messages had come (those up to `settled` have arrived). `typed`: when the shopper was last seen writing."""

    seq: int = 0
    notes: int = 0
    ticks: dict[int, tuple[str | None, str]] = field(default_factory=dict)
    settled: int = 0
    waits: bool = True
    typed: int | None = None

    @property
    def id(self) -> str:
        return f"{self.seq}.{self.notes}"

    @property
    def told(self) -> tuple[int, int]:
        return self.seq, self.notes

    @classmethod
    def read(cls, said: str) -> Place:
        """Of `seq.notes`; what is no such thing is the beginning."""
        seq, _, notes = said.partition(".")
        whole = all(part.isdecimal() and len(part) < 10 for part in (seq, notes))
        return cls(int(seq), int(notes)) if whole else cls()


@dataclass(frozen=True)
class Talk:
    """One conversation over the web process's state, for one member of staff."""

    state: Any
    member: Member
    conversation: str

    def after(self, place: Place) -> Iterator[Said]:
        """Messages and notes behind `place` in the order in which they were written; moves it on with each."""
        rows = self.state.log.rows.since(self.conversation, place.seq)
        notes, place.typed = self.state.shop.desk.beside(self.conversation)
        for row in rows:
            yield from _notes(notes, place, row.seq)
            place.seq = row.seq
            place.waits = place.waits or row.author == "agent"
            yield from self._row(row)
        yield from _notes(notes, place)

    def ticks(self, place: Place) -> Sequence[Tick]:
        """What has come further since it was told."""
        if not place.waits:
            return []
        now = self.state.log.rows.deliveries(self.conversation, place.settled)
        news = {seq: found for seq, found in now.items() if place.ticks.get(seq) != found}
        place.ticks.update(news)
        left = [seq for seq, (state, _) in now.items() if state != "delivered"]
        place.settled, place.waits = min(left, default=max(now, default=place.settled) + 1) - 1, bool(left)
        return [Tick(seq, state or "stored", failure) for seq, (state, failure) in news.items()]

    def writes(self, place: Place) -> bool:
        """The shopper has just been seen writing."""
        return bool(place.typed and self.state.shop.clock.now() - place.typed < TYPING_SECONDS)

    def _row(self, row: Row) -> Iterator[Said]:
        body = row.body
        if row.direction == "control":
            if body["type"] == "handover" and body["state"] in TOLD:
                yield Said("line", row.name or "", "", row.created, row.seq, state=body["state"])
            return
        kind = SIDES.get(row.author, "mine" if row.name == self.member.name else "agent")
        title = str(body.get("title") or "") if body["type"] != "text" else ""
        words, shown = str(body.get("text") or ""), title or _kind_of(body)
        tick = (row.delivery or "stored") if row.author == "agent" else ""
        yield Said(kind, row.name or "", words, row.created, row.seq, shown, tick=tick, failure=row.failure)


def _kind_of(body: Mapping[str, Any]) -> str:
    return "" if body["type"] == "text" else str(body["type"])


def _notes(notes: Sequence[Note], place: Place, before: float = inf) -> Iterator[Said]:
    """What was noted behind `place` and before that message."""
    while place.notes < len(notes) and notes[place.notes].after_seq < before:
        note = notes[place.notes]
        place.notes += 1
        yield Said("note", note.author_name, note.body, note.created)
