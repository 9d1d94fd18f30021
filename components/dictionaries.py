"""What is a word: the languages' dictionaries with how often each word was seen, and lists made of them."""

from __future__ import annotations

from functools import cache

FREQUENT = 50
"""A dictionary word seen this often is a word of the language."""
COMMON = 20_000
"""So many of a language's words may stand in for a mistyped one."""
SMALL = 250
"""So many of a language's commonest words may stand in for a mistyped one of two or three letters."""
SHORT = 4
"""Letters from which a word may be meant that is not among the commonest."""


@cache
def dictionary(language: str) -> dict[str, int]:
    """Frequent words of a language, with how often each was seen."""
    from spellchecker import SpellChecker

    counts = SpellChecker(language=language).word_frequency.dictionary
    return {word: seen for word, seen in counts.items() if seen >= FREQUENT}


@cache
def small(languages: tuple[str, ...]) -> tuple[str, ...]:
    """The very commonest short words of the languages."""
    found: list[str] = []
    for language in languages:
        counts = dictionary(language)
        short = (word for word in counts if len(word) <= SHORT and "'" not in word)
        found += sorted(short, key=counts.__getitem__, reverse=True)[:SMALL]
    return tuple(dict.fromkeys(found))


@cache
def common(languages: tuple[str, ...]) -> list[str]:
    """The commonest words of the languages."""
    words: list[str] = []
    for language in languages:
        counts = dictionary(language)
        words += sorted(counts, key=counts.__getitem__, reverse=True)[:COMMON]
    return list(dict.fromkeys(words))


@cache
def apostrophes() -> dict[str, str]:
    """What is written without its apostrophe, or with one more letter lost, where that is no word of its own."""
    words = sorted((word for word, seen in dictionary("en").items() if "'" in word and seen >= 10_000), reverse=True)
    found: dict[str, str] = {}
    for word in sorted(words, key=dictionary("en").__getitem__):
        bare = word.replace("'", "")
        for form in (bare, *(bare[:n] + bare[n + 1 :] for n in range(1, len(bare) - 1) if len(bare) >= 5)):
            if dictionary("en").get(form, 0) < FREQUENT:
                found[form] = word
    return found
