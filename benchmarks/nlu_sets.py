"""The messages that understanding is measured on, and how a light typo comes about."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from components.examples import read

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data" / "nlu"
COARSE = {
    "start_over": "restart", "checkout_tell": "inform", "checkout_confirm": "checkout_start",
    "checkout_correct": "order_change_address", "payment_check": "order_problem", "payment_renew": "order_problem",
    "payment_cancel": "order_cancel", "cart_coupon_remove": "cart_coupon",
}  # fmt: skip
"""Intents of ours that the shared labels do not know, and what they are called there."""
_MARK = re.compile(r"\[([^\]]+)\]\((\w+)(?::([^)]*))?\)")
_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True)
class Mark:
    """`value` is None where the words themselves are it."""

    entity: str
    start: int
    end: int
    value: str | None


@dataclass(frozen=True)
class Line:
    """A message, the intents that are right for it, and what it names."""

    text: str
    intents: frozenset[str]
    marks: tuple[Mark, ...] = field(default=())

    @property
    def in_scope(self) -> bool:
        return "out_of_scope" not in self.intents

    @property
    def strange(self) -> bool:
        return self.intents == {"out_of_scope"}


def shared() -> list[Line]:
    """Real customers' lines of other trades; nothing where they are absent."""
    rows = [json.loads(line) for path in sorted(SHARED.glob("*.jsonl")) for line in path.read_text().splitlines()]
    return [Line(row["text"], frozenset({row["intent"], *(row["also"] or ())})) for row in rows]


def own(language: str) -> list[Line]:
    return [_line(one.marked, one.intent) for one in read(ROOT / "tests" / "nlu" / f"{language}.yml")]


def _line(marked: str, intent: str) -> Line:
    text, marks, at = "", [], 0
    for found in _MARK.finditer(marked):
        text += marked[at : found.start()]
        marks.append(Mark(found[2], len(text), len(text) + len(found[1]), found[3]))
        text, at = text + found[1], found.end()
    return Line(text + marked[at:], frozenset({intent.partition("/")[0]}), tuple(marks))


def mistyped(lines: list[Line], seed: int = 7) -> list[Line]:
    """One slip a message: two letters swapped, one lost, one doubled or one wrong, in a word of four and more."""
    chance = random.Random(seed)
    return [replace(line, text=_slip(line.text, chance), marks=()) for line in lines]


def _slip(text: str, chance: random.Random) -> str:
    words = list(_WORD.finditer(text))
    if not words:
        return text
    word = chance.choice(words)
    at = word.start() + chance.randrange(1, len(word[0]) - 1)
    kind = chance.choice(("swap", "lose", "double", "wrong"))
    here, after = text[at], text[at + 1]
    put = {"swap": after + here, "lose": after, "double": here + here + after, "wrong": _beside(here, chance) + after}
    return text[:at] + put[kind] + text[at + 2 :]


def _beside(letter: str, chance: random.Random) -> str:
    rows = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    row = next((row for row in rows if letter.lower() in row), letter)
    at = row.find(letter.lower())
    return chance.choice([row[max(at - 1, 0)], row[min(at + 1, len(row) - 1)]])


def misfits(lines: list[Line], names: list[str]) -> Iterator[str]:
    """The lines that were read wrongly, for whoever writes examples."""
    for line, name in zip(lines, names, strict=True):
        if name not in line.intents:
            yield f"{'/'.join(sorted(line.intents))} read as {name}: {line.text}"
