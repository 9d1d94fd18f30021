"""Normalising a message and mending its spelling, for the encoders; entities read what was really written.

Words of the training lines and of the shop's catalogue are never touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from components.catalogue import shop_words
from components.dictionaries import FREQUENT, SHORT, apostrophes, common, dictionary, small
from components.languages import spoken_language

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
VOWEL = re.compile(r"[aeiouyà-æè-ïò-öø-ÿœ]")
TOKEN, CODED = re.compile(r"\S+"), re.compile(r"[@\d/]|\w\.\w")
GREETING = re.compile(
    r"^(?:hi+|hey+|hello|hallo|moin|servus|guten (?:tag|morgen|abend)|good (?:morning|afternoon|evening|day)|dear \w+)"
    r"(?: (?:there|all|team|guys|zusammen|everyone))?\b[\s,.!:-]+",
    re.I,
)
COURTESY = re.compile(r"[\s,]+(?:please|pls|plz|bitte|thanks|thank you|thx|danke)[\s.!]*$", re.I)
EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf\ufe0f]+")
CANDIDATES = 40
SURE = 0.45
"""So cheap a slip of a short word that nobody says here needs no more proof."""
OFTEN = 4
"""Times that the training lines hold a word that is said all the time."""
RARER = 30
"""A word that exists is taken for a slip only where what it slipped from is so many times as common."""
EASY = 0.7
"""The price of the commonest slips: two letters swapped, one lost or doubled."""


def normalised(text: str) -> str:
    """No shouting, no emoji beside words, no frame of courtesy around a wish."""
    plain = EMOJI.sub(" ", text).strip() or text
    plain = plain.lower() if plain.upper() == plain else plain
    for frame in (GREETING, COURTESY):
        bare = frame.sub("", plain).strip()
        plain = bare if len(bare.split()) >= 2 else plain
    return re.sub(r"\s+", " ", plain).strip()


def counted(texts: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for text in texts:
        for word in WORD.findall(text.lower()):
            counts[word] = counts.get(word, 0) + 1
    return counts


@dataclass(frozen=True)
class Places:
    """Where the words of a mended text stand in the text as it came."""

    raw: tuple[tuple[int, int], ...]
    mended: tuple[tuple[int, int], ...]
    slips: frozenset[int]

    @classmethod
    def of(cls, raw: str, mended: str) -> Places:
        here, there = (tuple(found.span() for found in WORD.finditer(text)) for text in (raw, mended))
        slips = (n for n, (a, b) in enumerate(zip(here, there)) if raw[slice(*a)] != mended[slice(*b)])  # noqa: B905
        return cls(here, there, frozenset(slips))

    def back(self, start: int, end: int) -> tuple[int, int] | None:
        """The place in the text as it came of words with a slip; None for words without."""
        words = [n for n, (begins, ends) in enumerate(self.mended) if begins < end and start < ends]
        if not self.slips.intersection(words) or words[-1] >= len(self.raw):
            return None
        first, last = words[0], words[-1]
        before = min(start - self.mended[first][0], 0)
        return max(0, self.raw[first][0] + before), self.raw[last][1] + max(end - self.mended[last][1], 0)


class Speller:
    """Mends words by those of the training lines, the shop and the languages' dictionaries, in this order."""

    def __init__(self, known: Mapping[str, int], languages: tuple[str, ...]) -> None:
        self._known, self._languages = known, languages
        self._trained = [word for word in known if len(word) > 2]
        self.word = lru_cache(maxsize=8192)(self._word)

    def mended(self, text: str) -> str:
        """Word for word, so that places can be found again (`places`); addresses, codes and sizes are left."""
        names, language = shop_words(), spoken_language(text)

        def mend(token: re.Match[str]) -> str:
            if CODED.search(token[0]):
                return token[0]
            return WORD.sub(lambda found: self.word(found[0], names, language), token[0])

        return TOKEN.sub(mend, text)

    def mashed(self, text: str) -> bool:
        """Whether keys were hit and nothing was said: no word that anybody knows, and none that could be spoken."""
        words, names = WORD.findall(text.lower()), shop_words()

        def spoken(word: str) -> bool:
            known = word in self._known or word in names or self._seen(word, self._languages)
            return len(word) < 3 or bool(VOWEL.search(word)) or bool(known)

        return bool(words) and not any(map(spoken, words)) and not CODED.search(text)

    def _word(self, word: str, named: frozenset[str], language: str | None = None) -> str:
        """The likeliest known word of a word that nobody knows, or of a rare one that is nearly a common one; else
        the word itself."""
        low = word.lower()
        if len(low) < 2 or "'" in low or "’" in low or low in named:
            return word
        languages = (language,) if language else self._languages
        seen = self._seen(low, languages)
        if low in self._known and (language is None or seen >= FREQUENT):
            return word
        if (umlauts := with_umlauts(low)) != low and (umlauts in self._known or umlauts in named):
            return umlauts
        if seen >= FREQUENT:
            return self._commoner(low, seen, languages) or word
        return contracted(low) or self._nearest(low, named, languages) or word

    def _seen(self, low: str, languages: tuple[str, ...]) -> int:
        return max((dictionary(name).get(low, 0) for name in languages), default=0)

    def _commoner(self, low: str, seen: int, languages: tuple[str, ...]) -> str | None:
        """What a word that exists, but is rare, slipped from."""
        words = self._trained if len(low) >= SHORT else self._little(languages)
        priced = self._priced(low, [word for word in words if self._known.get(word, 0) > 1], EASY)
        price, best = min(priced, default=(EASY, ""))
        surely = len(low) < SHORT and price <= SURE
        return best if best and (surely or self._seen(best, languages) >= RARER * seen) else None

    def _nearest(self, low: str, named: frozenset[str], languages: tuple[str, ...]) -> str | None:
        if len(low) < SHORT:
            return min(self._priced(low, self._little(languages), EASY), default=(0.0, None))[1]
        most = 1.5 if len(low) < 8 else 2.5
        priced = [*self._priced(low, self._trained, most), *self._priced(low, named, most)]
        priced += [(price + 0.3, word) for price, word in self._priced(low, common(languages), most)]
        return min(priced)[1] if priced else None

    def _little(self, languages: tuple[str, ...]) -> tuple[str, ...]:
        """Short words that are said all the time."""
        often = (word for word, times in self._known.items() if len(word) <= SHORT and times >= OFTEN)
        return (*small(languages), *often)

    def _priced(self, low: str, words: Iterable[str], most: float) -> list[tuple[float, str]]:
        """What it may have been, with the price of the slip; how often it is said in the training lines counts a
        little."""
        cutoff = 1 if most < 2 else 2
        near = process.extract(
            low, list(words), scorer=DamerauLevenshtein.distance, score_cutoff=cutoff, limit=CANDIDATES
        )
        priced = ((slip(low, other) if distance == 1 else distance - 0.2, other) for other, distance, _ in near)
        return [(price - min(self._known.get(other, 0), 20) * 0.01, other) for price, other in priced if price <= most]


def slip(low: str, meant: str) -> float:
    """What one slip costs: letters swapped, lost and doubled are the commonest, then a key beside the right one."""
    first = 0.5 if low[0] != meant[0] and sorted(low) != sorted(meant) else 0.0
    if len(low) == len(meant):
        if sorted(low) == sorted(meant):
            return 0.6
        wrong, right = next((a, b) for a, b in zip(low, meant, strict=True) if a != b)
        return first + (0.9 if beside(wrong, right) else 1.0)
    longer, shorter = (meant, low) if len(meant) > len(low) else (low, meant)
    at = next((n for n, letter in enumerate(shorter) if letter != longer[n]), len(shorter))
    doubled = at > 0 and longer[at] == longer[at - 1]
    lost = len(meant) > len(low)
    return first + (0.5 if doubled else EASY if lost else 0.9)


def beside(one: str, other: str) -> bool:
    """Whether two letters lie beside each other on a keyboard, or are vowels."""
    if one in VOWELS and other in VOWELS:
        return True
    return any(abs(row.find(one) - row.find(other)) == 1 for row in ROWS if one in row and other in row)


VOWELS = frozenset("aeiouäöüy")
ROWS = ("qwertyuiop", "qwertzuiopü", "asdfghjklöä", "zxcvbnm", "yxcvbnm")


def contracted(low: str) -> str | None:
    """ "dosnt" and "doesnt" for "doesn't"."""
    return apostrophes().get(low)


def with_umlauts(low: str) -> str:
    for plain, real in (("ae", "ä"), ("oe", "ö"), ("ue", "ü")):
        low = low.replace(plain, real)
    return low
