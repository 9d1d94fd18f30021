"""Words without case and accents, with their places in the text, and how far two words are apart."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


@dataclass(frozen=True)
class Word:
    """`text` is folded; `start` and `end` are places in the original."""

    text: str
    start: int
    end: int


def fold(text: str) -> str:
    """Lower case without accents: "Grün" is "grun"."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c))


def words(text: str) -> tuple[Word, ...]:
    """The words of a text; a hyphen or apostrophe inside holds a word together."""
    return tuple(Word(_fold(m[0]), m.start(), m.end()) for m in _WORD.finditer(text))


def split(text: str) -> tuple[str, ...]:
    """Folded words, also apart at hyphens: what the index counts."""
    return tuple(part for part in re.split(r"[^\w]+|_", fold(text)) if part)


def phrase(text: str) -> str:
    """A phrase as the vocabulary stores it."""
    return " ".join(word.text for word in words(text))


@lru_cache(maxsize=50_000)
def _fold(word: str) -> str:
    return fold(word).replace("’", "'")


def distance(a: str, b: str, limit: int) -> int:
    """Edits and neighbour swaps from `a` to `b` (optimal string alignment); `limit + 1` when more."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        above, row = row, [i]
        for j, other in enumerate(b, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != other))
            if before and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before = above
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)
