"""The transcript as the console shows it: whole at first, then what is new to one open page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from floorwalker.domain.staff import Member
from floorwalker.domain.transcript import Row

SIDES = {"shopper": "shopper", "bot": "bot", "system": "bot"}
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


@dataclass
class Place:
    """How far an open page has been told: the last message's `seq`, and how many notes."""

    seq: int = 0
    notes: int = 0

    @property
    def id(self) -> str:
        return f"{self.seq}.{self.notes}"

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

    def after(self, place: Place) -> Sequence[Said]:
        """Messages and notes behind `place` in the order in which they were written; moves it on."""
        rows = self.state.log.rows.since(self.conversation, place.seq)
        notes = list(self.state.shop.desk.notes(self.conversation)[place.notes :])
        place.notes += len(notes)
        said: list[Said] = []
        for row in rows:
            place.seq = row.seq
            while notes and notes[0].after_seq < row.seq:
                said.append(_note(notes.pop(0)))
            said.extend(self._row(row))
        return [*said, *map(_note, notes)]

    def _row(self, row: Row) -> Iterator[Said]:
        body = row.body
        if row.direction == "control":
            if body["type"] == "handover" and body["state"] in TOLD:
                yield Said("line", row.name or "", "", row.created, row.seq, state=body["state"])
            return
        kind = SIDES.get(row.author, "mine" if row.name == self.member.name else "agent")
        title = str(body.get("title") or "") if body["type"] != "text" else ""
        yield Said(
            kind, row.name or "", str(body.get("text") or ""), row.created, row.seq, card=title or _kind_of(body)
        )


def _kind_of(body: Mapping[str, Any]) -> str:
    return "" if body["type"] == "text" else str(body["type"])


def _note(note: Any) -> Said:
    return Said("note", note.author_name, note.body, note.created)
