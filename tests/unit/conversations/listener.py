"""A helpdesk that only hears, for the relay's tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from floorwalker.domain.helpdesk import HelpdeskEvent, Opening, Said


class Listener:
    """A helpdesk that hears; `lately` is what its agents did while nobody heard them."""

    name = "listener"

    def __init__(self) -> None:
        self.openings: list[Opening] = []
        self.said: list[str] = []
        self.closed: list[str] = []
        self.lately: list[HelpdeskEvent] = []

    def open(self, opening: Opening) -> str:
        self.openings.append(opening)
        return "R"

    def say(self, ref: str, said: Said, again: bool) -> None:
        self.said.append(str(said.body["text"]))

    def close(self, ref: str, handoff: str, event: str, note: str) -> None:
        self.closed.append(note)

    def read(self, headers: Mapping[str, str], body: bytes) -> Sequence[HelpdeskEvent]:
        return []

    def missed(self, ref: str, conversation: str, handoff: str) -> Sequence[HelpdeskEvent]:
        return self.lately

    def check(self) -> str:
        return ""
