"""Normalising a message and mending its spelling, for the encoders; entities read what was really written.

Words of the training lines and of the shop's catalogue are never touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from components.catalogue import shop_words

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
GREETING = re.compile(
    r"^(?:hi+|hey+|hello|hallo|moin|servus|guten (?:tag|morgen|abend)|good (?:morning|afternoon|evening|day)|dear \w+)"
    r"(?: (?:there|all|team|guys|zusammen|everyone))?\b[\s,.!:-]+",
    re.I,
)
COURTESY = re.compile(r"[\s,]+(?:please|pls|plz|bitte|thanks|thank you|thx|danke)[\s.!]*$", re.I)
EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf\ufe0f]+")
FREQUENT = 50
"""A dictionary word seen this often is a word of the language."""
COMMON = 20_000
"""So many of a language's words may stand in for a mistyped one."""
CANDIDATES = 12


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


class Speller:
    """Mends words by those of the training lines, the shop and the languages' dictionaries, in this order."""

    def __init__(self, known: Mapping[str, int], languages: tuple[str, ...]) -> None:
        self._known, self._languages = known, languages
        self._trained = [word for word in known if len(word) > 2]
        self.word = lru_cache(maxsize=8192)(self._word)

    def mended(self, text: str) -> str:
        return WORD.sub(lambda found: self.word(found[0], shop_words()), text)

    def _word(self, word: str, named: frozenset[str]) -> str:
        """The nearest known word of a word that nobody knows; else the word itself."""
        low = word.lower()
        if len(low) < 4 or "'" in low or "’" in low or self._is_word(low, named):
            return word
        if (umlauts := with_umlauts(low)) != low and self._is_word(umlauts, named):
            return umlauts
        return self._nearest(low, named) or word

    def _is_word(self, low: str, named: frozenset[str]) -> bool:
        return low in self._known or low in named or any(low in dictionary(name) for name in self._languages)

    def _nearest(self, low: str, named: frozenset[str]) -> str | None:
        """By distance; training words before dictionary words, same first letter before another."""
        limit = 1 if len(low) < 8 else 2
        priced = [
            (distance + extra + 0.5 * (other[0] != low[0]) - min(self._known.get(other, 0), 20) * 0.01, other)
            for extra, words in ((0.0, self._trained), (0.0, named), (0.5, common(self._languages)))
            for other, distance, _ in process.extract(
                low, words, scorer=DamerauLevenshtein.distance, score_cutoff=limit, limit=CANDIDATES
            )
            if len(other) > 2
        ]
        return min(priced)[1] if priced else None


def with_umlauts(low: str) -> str:
    for plain, real in (("ae", "ä"), ("oe", "ö"), ("ue", "ü")):
        low = low.replace(plain, real)
    return low


@cache
def dictionary(language: str) -> dict[str, int]:
    """Frequent words of a language, with how often each was seen."""
    from spellchecker import SpellChecker

    counts = SpellChecker(language=language).word_frequency.dictionary
    return {word: seen for word, seen in counts.items() if seen >= FREQUENT}


@cache
def common(languages: tuple[str, ...]) -> list[str]:
    """The commonest words of the languages."""
    words: list[str] = []
    for language in languages:
        counts = dictionary(language)
        words += sorted(counts, key=counts.__getitem__, reverse=True)[:COMMON]
    return list(dict.fromkeys(words))
