"""A wish's words as terms of the full-text index."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from floorwalker.search.filters import quoted
from floorwalker.search.lexicon import listed
from floorwalker.search.speller import Speller

_MOST = 16
"""An expression may not grow without end."""

_NUMBER = re.compile(r"[0-9]+")
_GLUED = re.compile(r"([0-9]+)([a-z]{1,4})")
_UNIT = re.compile(r"[a-z]{1,4}")
_PLAIN = listed("and or of in for the to a an x mit und")


def terms(words: Sequence[str], speller: Speller) -> list[str]:
    """One for each word; a number with its unit is one, written together or apart.

    The last word may be unfinished: one the catalogue does not know is searched by its beginning.
    """
    words = words[:_MOST]
    found: list[str] = []
    at = 0
    while at < len(words):
        term, taken = _measure(words, at, speller)
        found.append(term or _word(words[at], at == len(words) - 1, speller))
        at += taken
    return found


def every(some: Sequence[str]) -> str:
    return " AND ".join(some)


def any_of(some: Sequence[str]) -> str:
    return " OR ".join(some)


def all_but_one(some: Sequence[str]) -> str:
    return " OR ".join(f"({every(chosen)})" for chosen in combinations(some, len(some) - 1))


def _word(word: str, last: bool, speller: Speller) -> str:
    unfinished = last and len(word) >= 3 and not speller.knows(word)
    return quoted(word) + (" *" if unfinished else "")


def _measure(words: Sequence[str], at: int, speller: Speller) -> tuple[str, int]:
    """ "500 gb" and "500gb" are the same where the catalogue writes both."""
    glued = _GLUED.fullmatch(words[at])
    if glued:
        return _either(glued[1], glued[2]), 1
    unit = words[at + 1] if at + 1 < len(words) else ""
    apart = _NUMBER.fullmatch(words[at]) and _UNIT.fullmatch(unit) and unit not in _PLAIN
    if apart and any(speller.lexicon.count(words[at] + unit)):
        return _either(words[at], unit), 2
    return "", 1


def _either(number: str, unit: str) -> str:
    return f'("{number} {unit}" OR "{number}{unit}")'
