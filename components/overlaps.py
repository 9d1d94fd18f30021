"""Which of two findings wins where they overlap: the one rule for grammars, catalogue and designer's patterns.

Priority first, then length, then position; what touches nothing kept is kept. The same words may mean two things of
different kinds ("leather": a material and a product's name): both stay. Priorities: e-mail 10; price range, order
number, coupon 9; price bound, phone, waist/length 8; money, size with a cue, postcode, quantity with a unit, date 7;
reference, names of the catalogue, patterns 6; bare size, part of a name 5; bare number 4; "it", "those" 3.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

HIDDEN = ("also", "language")
"""Marks for the actions that are no words of the shopper's."""


@dataclass(frozen=True)
class Found:
    """`text[start:end]` means `value`. `source`: grammar, catalogue or pattern."""

    entity: str
    value: Any
    start: int
    end: int
    priority: int
    source: str = "catalogue"


def keep(findings: Iterable[Found]) -> list[Found]:
    """Without overlaps, in order of the text."""
    kept: list[Found] = []
    for one in sorted(findings, key=lambda f: (-f.priority, f.start - f.end, f.start)):
        if all(_apart(one, other) or _beside(one, other) for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda f: f.start)


def _apart(one: Found, other: Found) -> bool:
    return one.end <= other.start or other.end <= one.start


def _beside(one: Found, other: Found) -> bool:
    """The same words, another kind of thing, both from the catalogue."""
    same = (one.start, one.end) == (other.start, other.end)
    return same and one.source == other.source == "catalogue" and one.entity != other.entity
