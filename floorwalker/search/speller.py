"""Mends words that the catalogue does not know, by the words it knows (reference: search, the speller).

Symmetric delete on the first seven letters finds candidates; distance, neighbour keys, frequency and company of the
query's other words choose among them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log

from floorwalker.search.lexicon import CHAT, LOOKALIKES
from floorwalker.search.words import distance

_HEAD = 7
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS = frozenset(
    pair for row in _ROWS for a, b in zip(row, row[1:], strict=False) for pair in ((a, b), (b, a))
)

Count = tuple[int, int]
"""Products with the word, products with it in the title."""


@dataclass(frozen=True)
class Mended:
    """The words to search; `changed` when they are not the words given."""

    words: tuple[str, ...]
    changed: bool


class Speller:
    """Built from word → counts; `together(a, b)` says whether a product has both words."""

    def __init__(self, counts: Mapping[str, Count], together: Callable[[str, str], bool]) -> None:
        self._counts = counts
        self._sorted = sorted(counts)
        self._together = together
        self._heads: dict[str, list[str]] = {}
        for word, (products, titles) in counts.items():
            sure = titles or products >= 2
            if sure and len(word) >= 3 and word not in CHAT and not _has_digit(word):
                for head in _deletes(word):
                    self._heads.setdefault(head, []).append(word)

    def mend(self, words: Sequence[str], prefix: bool = True) -> Mended:
        """`prefix`: the last word may be unfinished, and stands when a known word begins with it."""
        mended: list[str] = []
        for place, word in enumerate(words):
            unfinished = prefix and place == len(words) - 1 and self._begins(word)
            others = [other for other in words if other != word and other in self._counts]
            mended += [word] if unfinished else self._best(word, others)
        return Mended(tuple(mended), tuple(mended) != tuple(words))

    def knows(self, word: str) -> bool:
        products, titles = self._counts.get(word, (0, 0))
        return bool(titles or products) or len(word) < 3 or _has_digit(word) or word in LOOKALIKES

    def _begins(self, word: str) -> bool:
        at = bisect_left(self._sorted, word)
        return len(word) >= 3 and at < len(self._sorted) and self._sorted[at].startswith(word)

    def _best(self, word: str, others: Sequence[str]) -> list[str]:
        if self.knows(word):
            return [word]
        limit = 1 if len(word) <= 4 else 2
        scored = [(self._score(word, other, limit, others), other) for other in self._candidates(word)]
        good = [(score, other) for score, other in scored if score is not None]
        if good:
            return [max(good, key=lambda pair: (pair[0], pair[1]))[1]]
        return self._parted(word) or [word]

    def _candidates(self, word: str) -> list[str]:
        found = {other: None for head in _deletes(word) for other in self._heads.get(head, ())}
        return list(found)

    def _score(self, word: str, other: str, limit: int, others: Sequence[str]) -> float | None:
        apart = distance(word, other, limit)
        products, titles = self._counts[other]
        if apart > limit or (not titles and (apart > 1 or word[0] != other[0])):
            return None
        cost = (
            (1.0 if apart == 1 else 2.5) - (0.25 if _slip(word, other) else 0) + 0.5 * (word[0] != other[0])
        )
        company = sum(self._together(other, known) for known in others) / max(len(others), 1)
        return -cost + 0.2 * log(1 + products + 3 * titles) + company

    def _parted(self, word: str) -> list[str]:
        for at in range(3, len(word) - 2):
            left, right = word[:at], word[at:]
            if all(self._counts.get(part, (0, 0))[1] for part in (left, right)) and self._together(
                left, right
            ):
                return [left, right]
        return []


def _deletes(word: str) -> set[str]:
    head = word[:_HEAD]
    times = 2 if len(head) >= 5 else 1
    return {_left(head, gone) for n in range(times + 1) for gone in combinations(range(len(head)), n)}


def _left(word: str, gone: Iterable[int]) -> str:
    out = set(gone)
    return "".join(letter for place, letter in enumerate(word) if place not in out)


def _slip(word: str, other: str) -> bool:
    """A neighbour key, two letters swapped, or a letter doubled or left single."""
    if len(word) == len(other):
        wrong = [(a, b) for a, b in zip(word, other, strict=True) if a != b]
        return (len(wrong) == 1 and wrong[0] in _NEIGHBOURS) or (
            len(wrong) == 2 and wrong[0] == wrong[1][::-1]
        )
    longer, shorter = sorted((word, other), key=len, reverse=True)
    doubled = (n for n in range(1, len(longer)) if longer[n] == longer[n - 1])
    return any(longer[:n] + longer[n + 1 :] == shorter for n in doubled)


def _has_digit(word: str) -> bool:
    return any(letter.isdigit() for letter in word)
