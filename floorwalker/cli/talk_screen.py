"""How a conversation looks in a terminal: words, cards in boxes, numbered buttons."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TextIO

from floorwalker.cli.chat_client import Event, actions_of
from floorwalker.rendering.plain import details

WIDTH = 64
BOLD, DIM, END = "\x1b[1m", "\x1b[2m", "\x1b[0m"
WHO = {"bot": "Assistant", "system": "·"}


@dataclass
class Screen:
    """Prints messages and remembers the numbers of the buttons shown last. `styled`: bold and dim are understood."""

    out: TextIO
    styled: bool = True
    buttons: list[str] = field(default_factory=list)

    def show(self, events: Sequence[Event]) -> None:
        """One turn's messages; its buttons are numbered through."""
        fresh = [event for event in events if event["from"] != "shopper"]
        if fresh:
            self.buttons = []
        for event in fresh:
            self._message(event)

    def chosen(self, typed: str) -> str | None:
        """The title of the button that a typed number means."""
        place = int(typed) - 1 if typed.isdecimal() and len(typed) < 4 else -1
        return self.buttons[place] if 0 <= place < len(self.buttons) else None

    def _message(self, event: Event) -> None:
        body = event["msg"]
        self._line(self._bold(str(event["name"] or WHO.get(event["from"], event["from"]))))
        for line in textwrap.wrap(str(body.get("text", "")), WIDTH):
            self._line(f"  {line}")
        self._box(body)
        self._buttons(body)

    def _box(self, body: dict[str, Any]) -> None:
        lines = [part for line in details(body) for part in (textwrap.wrap(line, WIDTH - 4) or [""])]
        if not lines:
            return
        self._line(f"  ┌{'─' * (WIDTH - 2)}┐")
        for line in lines:
            self._line(f"  │ {line:<{WIDTH - 4}} │")
        self._line(f"  └{'─' * (WIDTH - 2)}┘")

    def _buttons(self, body: dict[str, Any]) -> None:
        for action in actions_of(body):
            if action.get("url"):
                self._line(f"  {action['title']}: {action['url']}")
            elif action["title"] not in self.buttons:
                self.buttons.append(action["title"])
                self._line(self._dim(f"  [{len(self.buttons)}] {action['title']}"))

    def _bold(self, words: str) -> str:
        return f"{BOLD}{words}{END}" if self.styled else words

    def _dim(self, words: str) -> str:
        return f"{DIM}{words}{END}" if self.styled else words

    def _line(self, words: str) -> None:
        self.out.write(words + "\n")
        self.out.flush()
