"""Mends words that the catalogue does not know, by the words it knows.

Symmetric delete on the first seven letters finds candidates: the index holds them ready, so that a process starts
without building anything. Distance, neighbour keys, frequency and company of the query's other words choose.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log
from typing import Protocol

from floorwalker.search.lexicon import CHAT, LOOKALIKES
from floorwalker.search.words import distance

_HEAD = 7
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS = frozenset(
    pair for row in _ROWS for a, b in zip(row, row[1:], strict=False) for pair in ((a, b), (b, a))
)
_DOUBT = 0.5
"""Two words whose scores are no further apart are told both."""

_OFTEN = 5
"""So many products must have a word in company before a known word is taken for a slip of it."""

_RARER = 5
"""So many times rarer in titles it must be."""

Count = tuple[int, int]
"""Products with the word, products with it in the title."""


class Lexicon(Protocol):
    """The catalogue's words."""

    def count(self, word: str) -> Count: ...
    def begun(self, word: str) -> int:
        """Products with a word that begins so; a product may count more than once."""

    def near(self, heads: Sequence[str]) -> Sequence[str]:
        """Words filed under one of these."""

    def together(self, words: Sequence[str]) -> int:
        """Products that have them all, as far as twenty."""


@dataclass(frozen=True)
class Mended:
    """The words to search; `changed` when they are not the words given; `other`: the second choice where it was
    nearly as good."""

    words: tuple[str, ...]
    changed: bool
    other: tuple[str, ...] = ()


@dataclass(frozen=True)
class Speller:
    lexicon: Lexicon

    def mend(self, words: Sequence[str], prefix: bool = True) -> Mended:
        """`prefix`: the last word may be unfinished, and stands when known words begin with it."""
        first: list[str] = []
        second: list[str] = []
        for place, word in enumerate(words):
            others = [other for other in words if other != word and any(self.lexicon.count(other))]
            best = self._best(word, others, prefix and place == len(words) - 1)
            first += best[0]
            second += best[-1]
        first = self._in_company(first)
        other = tuple(second) if second != first and tuple(first) != tuple(words) else ()
        return Mended(tuple(first), tuple(first) != tuple(words), other)

    def knows(self, word: str) -> bool:
        return any(self.lexicon.count(word)) or len(word) < 3 or _has_digit(word) or word in LOOKALIKES

    def _best(self, word: str, others: Sequence[str], unfinished: bool) -> list[list[str]]:
        """The likeliest reading, and a second one where it is nearly as likely."""
        if self.knows(word):
            return [[word]]
        best = self._candidates(word, others)
        begun = self.lexicon.begun(word) if unfinished else 0
        if begun and not (best and self._outdoes(best[0][1], word, begun)):
            return [[word]]
        if best:
            return [[w] for score, w in best[:2] if score >= best[0][0] - _DOUBT]
        return [self._parted(word) or [word]]

    def _outdoes(self, near: str, word: str, begun: int) -> bool:
        return near.startswith(word) or self.lexicon.count(near)[0] > begun

    def _candidates(self, word: str, others: Sequence[str]) -> list[tuple[float, str]]:
        limit = 1 if len(word) <= 4 else 2
        near = self.lexicon.near(sorted(deletes(word)))
        scored = [(score, w) for w in near if (score := self._score(word, w, limit, others)) is not None]
        return sorted(scored, reverse=True)

    def _score(self, word: str, other: str, limit: int, others: Sequence[str]) -> float | None:
        apart = distance(word, other, limit)
        products, titles = self.lexicon.count(other)
        if apart > limit or (not titles and (apart > 1 or word[0] != other[0])):
            return None
        cost = (1.0 if apart == 1 else 2.5) + _typing(word, other) + 0.5 * (word[0] != other[0])
        company = sum(self.lexicon.together((other, known)) > 0 for known in others) / max(len(others), 1)
        return -cost + 0.2 * log(1 + products + 3 * titles) + company

    def _in_company(self, words: list[str]) -> list[str]:
        """ "Laptop sand": a word that never stands with the others becomes a near one that often does."""
        if len(words) < 2 or self.lexicon.together(words):
            return words
        places = range(len(words))
        tries = [[*words[:at], near, *words[at + 1 :]] for at in places for near in self._commoner(words[at])]
        best = max(tries, key=self.lexicon.together, default=words)
        return best if self.lexicon.together(best) >= _OFTEN else words

    def _commoner(self, word: str) -> Iterator[str]:
        """Much more frequent words one slip away."""
        if len(word) < 3 or _has_digit(word):
            return
        least = _RARER * (1 + self.lexicon.count(word)[1])
        for near in self.lexicon.near(sorted(deletes(word))):
            if near != word and self.lexicon.count(near)[1] >= least and distance(word, near, 1) == 1:
                yield near

    def _parted(self, word: str) -> list[str]:
        for at in range(3, len(word) - 2):
            left, right = word[:at], word[at:]
            if all(self.lexicon.count(part)[1] for part in (left, right)) and self.lexicon.together((left, right)):
                return [left, right]
        return []


def heads(word: str, products: int, titles: int) -> Iterator[str]:
    """Under what a word of the catalogue is filed; nothing where it is no word to mend others by."""
    sure = titles or products >= 2
    if sure and len(word) >= 3 and word not in CHAT and not _has_digit(word):
        yield from deletes(word)


def deletes(word: str) -> set[str]:
    """The word's beginning, and what is left of it when a letter or two are gone."""
    head = word[:_HEAD]
    times = 2 if len(head) >= 5 else 1
    return {_left(head, gone) for n in range(times + 1) for gone in combinations(range(len(head)), n)}


def _left(word: str, gone: Iterable[int]) -> str:
    out = set(gone)
    return "".join(letter for place, letter in enumerate(word) if place not in out)


def _typing(word: str, other: str) -> float:
    """What fingers do often costs less: a neighbour key, two letters swapped, a letter doubled or left single.

    A letter too many that is none of these costs more.
    """
    if _slip(word, other):
        return -0.25
    return 0.25 if len(word) > len(other) else 0.1 if len(word) == len(other) else 0.0


def _slip(word: str, other: str) -> bool:
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
