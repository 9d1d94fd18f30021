"""From a sentence to what it says about the search: rules over the shop's own words.

Each step takes away the words it used: grammars, relations, dropped facets, negations, facets; persons and chat
words say nothing; what is left is the text to search for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from floorwalker.search import lexicon
from floorwalker.search.merge import settled
from floorwalker.search.parse import Span, parse
from floorwalker.search.query_values import Turn, gather
from floorwalker.search.resolve import name_products
from floorwalker.search.spans import pattern
from floorwalker.search.vocabulary import Vocabulary
from floorwalker.search.words import Word, distance, fold, words

_FACET = "|".join(
    f"(?P<{name}>{'|'.join(lexicon.phrases(line))})" for name, line in lexicon.FACET_NAMES.items()
)
_NO_MATTER = (
    r"does\ ?n[o']?t\ matter|is(?:\ not|n't)\ important|is\ no\ issue|(?:ist\ )?(?:mir\ )?egal|"
    r"spielt\ keine\ rolle"
)
_DROP = (
    pattern(
        r"(?<!\w)(?:any|whatever|no\ matter\ (?:the|what|which)|egal\ welche[nrsm]?)\ (?:other\ )?"
        rf"(?:{_FACET})(?!\w)"
    ),
    pattern(rf"(?<!\w)(?:the\ |die\ |der\ |das\ )?(?:{_FACET})\ (?:{_NO_MATTER})(?!\w)"),
)
_THAN = r"(?!\w)(?!\ (?:than|als))"
_GUENSTIG = r"(?:günstig|guenstig|billig|preiswert)"
_RELATIVE = {
    "cheaper": pattern(
        r"(?<!\w)(?:cheaper|less\ (?:expensive|pricey)|too\ (?:expensive|dear|pricey)|zu\ teuer|"
        rf"{_GUENSTIG}er(?:e[nrsm]?|es)?){_THAN}"
    ),
    "dearer": pattern(
        r"(?<!\w)(?:dearer|pricier|more\ expensive|higher\ end|hochwertiger(?:e[nrsm]?|es)?|"
        rf"teurer(?:e[nrsm]?|es)?){_THAN}"
    ),
}
_SORT = {
    "price": pattern(
        rf"(?<!\w)(?:cheap(?:est)?|inexpensive|{_GUENSTIG}e?[nrsm]?|"
        rf"lowest\ price|least\ expensive|by\ price|{_GUENSTIG}ste[nrsm]?)(?!\w)"
    ),
    "-price": pattern(r"(?<!\w)(?:most\ expensive|dearest|highest\ price|teuerste[nrsm]?)(?!\w)"),
    "-released": pattern(
        r"(?<!\w)(?:newest|latest|new\ arrivals|what's\ new|neueste[nrsm]?|neuheiten)(?!\w)"
    ),
}
_REFINE = pattern(r"(?<!\w)(?:instead|ones|them|those|these|stattdessen|lieber|davon)(?!\w)")
_FINE = pattern(
    r"\s*,?\ (?:is|are|would\ be|ist|sind|wäre)\ (?:also\ |auch\ )?(?:fine|ok|okay|alright|in\ ordnung|egal)(?!\w)"
)
_NOT = lexicon.listed(
    "neither nor isn't aren't isnt arent weder "
    "without no not nothing nichts non except minus ohne kein keine keinen nicht ausser avoid"
)
_LINK = lexicon.listed("noch geht ginge gibt a an the any aus in of or and und oder with mit from made too eine einen")
_TAKEN = ("price", "size", "quantity", "email", "phone")
"""What the grammars find is no word to search for; other findings may be: "tn-2110" is no coupon here."""

_NO_OBJECT = lexicon.listed(
    "sure problem problems idea matter thanks thank need really important way worries worry rush hurry danke bitte "
    "preference limit only yet bad"
)


_KNOWN = lexicon.CHAT | lexicon.PERSONS | lexicon.LOOKALIKES | _NOT | _LINK | _NO_OBJECT


class Known(Protocol):
    """What the catalogue's words are, beside the vocabulary."""

    def knows(self, word: str) -> bool: ...
    def titled(self, words: Sequence[str]) -> bool:
        """Whether they stand so in a title; a single letter anywhere in it."""


class Nothing:
    """A catalogue of which only the vocabulary is known."""

    def knows(self, word: str) -> bool:
        return False

    def titled(self, words: Sequence[str]) -> bool:
        return False


@dataclass
class _Reading:
    """A sentence while it is being taken apart."""

    text: str
    vocabulary: Vocabulary
    known: Known
    tokens: list[Word] = field(default_factory=list)
    want: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    avoid: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    allow: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def without(self, start: int, end: int) -> None:
        self.tokens = [t for t in self.tokens if t.end <= start or t.start >= end]


_NOTHING = Nothing()


def understand(text: str, vocabulary: Vocabulary, known: Known = _NOTHING) -> Turn:
    """What the sentence adds to a search. Total: any text gives a Turn."""
    tokens = _anything_but([_mend(word, vocabulary, known) for word in words(text)])
    reading = _Reading(text, vocabulary, known, tokens)
    spans = [s for s in parse(text) if s.name in _TAKEN]
    for span in spans:
        reading.without(span.start, span.end)
    low, high = _bounds(spans)
    reading.want += [("size", (str(s.value),)) for s in spans if s.name == "size"]
    sort, relative = _first(reading, _SORT), _first(reading, _RELATIVE)
    drop = tuple(_dropped(reading))
    rest = _facets(reading)
    want, avoid = settled(gather(reading.want), gather(reading.avoid))
    category = next((values[0] for name, values in want if name == "category"), None)
    own = category is not None or any(name == "kind" for name, _ in want) or _names_a_thing(rest, vocabulary)
    return Turn(
        text=rest,
        category=category,
        low=low,
        high=high,
        want=tuple(entry for entry in want if entry[0] != "category"),
        avoid=avoid,
        sort=sort,
        drop=drop,
        allow=gather(reading.allow),
        relative=relative,
        refine=not own or bool(_REFINE.search(text)),
    )


def _anything_but(tokens: list[Word]) -> list[Word]:
    """ "Anything but wool": here "but" denies."""
    every = ("anything", "everything", "all", "alles")
    before = ["", *(token.text for token in tokens)]
    said = zip(before, tokens, strict=False)
    return [replace(t, text="except") if t.text == "but" and word in every else t for word, t in said]


def _names_a_thing(text: str, vocabulary: Vocabulary) -> bool:
    said = text.split()
    heads = vocabulary.heads
    return any(w in heads or w.removesuffix("s") in heads for w in said) or bool(name_products(text, vocabulary))


def _mend(word: Word, vocabulary: Vocabulary, catalogue: Known) -> Word:
    """A word of five letters and more that is nearly one of the shop's plain words becomes it."""
    known = word.text in _KNOWN or word.text in vocabulary.named
    if known or len(word.text) < 5 or vocabulary.meaning(word.text) or catalogue.knows(word.text):
        return word
    limit = 2 if len(word.text) >= 8 else 1
    near = {
        vocabulary.meaning(plain) or plain: plain
        for plain in vocabulary.plain
        if plain[0] == word.text[0] and len(plain) > 3 and distance(word.text, plain, limit) <= limit
    }
    return Word(next(iter(near.values())), word.start, word.end) if len(near) == 1 else word


def _bounds(spans: list[Span]) -> tuple[int | None, int | None]:
    low: int | None = None
    high: int | None = None
    for span in spans:
        if span.name == "price" and isinstance(span.value, dict):
            low = span.value["low"] if span.value["low"] is not None else low
            high = span.value["high"] if span.value["high"] is not None else high
            if low is None and high is None and span.value["value"] is not None:
                high = span.value["value"]
    return low, high


def _first(reading: _Reading, grammars: dict[str, re.Pattern[str]]) -> str:
    for name, grammar in grammars.items():
        found = grammar.search(reading.text)
        if found and any(found.start() <= t.start < found.end() for t in reading.tokens):
            reading.without(found.start(), found.end())
            return name
    return ""


def _dropped(reading: _Reading) -> Iterator[str]:
    for grammar in _DROP:
        for found in grammar.finditer(reading.text):
            reading.without(found.start(), found.end())
            yield next(name for name, value in found.groupdict().items() if value)


def _facets(reading: _Reading) -> str:
    """Reads negations, facets and what is fine; returns the words left over."""
    left: list[Word] = []
    at = 0
    while at < len(reading.tokens):
        taken = _negation(reading, at) or _facet(reading, at)
        if not taken and _FINE.match(reading.text, reading.tokens[at].end):
            reading.allow.append(("text", (_english(reading.tokens[at], reading.tokens[at].text),)))
        elif not taken:
            left.append(reading.tokens[at])
        at += taken or 1
    return " ".join(_english(w, reading.text[w.start : w.end].lower()) for w in _telling(reading, left))


def _facet(reading: _Reading, at: int) -> int:
    facets, length = reading.vocabulary.match(reading.tokens, at)
    if not length:
        return 0
    end = reading.tokens[at + length - 1].end
    fine = _FINE.match(reading.text, end)
    target = reading.allow if fine else reading.want
    target += facets
    return length


def _negation(reading: _Reading, at: int) -> int:
    """How many tokens a negation and what it denies take; none when it denies nothing."""
    tokens = reading.tokens
    if tokens[at].text not in _NOT:
        return 0
    next_ = at + 1
    done = 0
    while next_ < len(tokens) and _close(reading.text, tokens[next_ - 1], tokens[next_]):
        if tokens[next_].text in _LINK:
            next_ += 1
            continue
        length = _deny(reading, next_, first=not done)
        if not length:
            break
        next_ += length
        done = next_
        if next_ >= len(tokens) or tokens[next_].text not in ("or", "oder", "and", "und", "nor", "noch"):
            break
    return done - at if done else 0


def _deny(reading: _Reading, at: int, first: bool) -> int:
    facets, length = reading.vocabulary.match(reading.tokens, at)
    if length:
        reading.avoid += facets
        return length
    word = reading.tokens[at].text
    if not first or word in lexicon.CHAT or word in _NO_OBJECT:
        return 0
    reading.avoid.append(("text", (_english(reading.tokens[at], word),)))
    return 1


def _close(text: str, before: Word, after: Word) -> bool:
    return not re.search(r"[.,;:!?]", text[before.end : after.start])


def _telling(reading: _Reading, left: list[Word]) -> Iterator[Word]:
    """The words that name the thing wanted."""
    said_for = False
    for at, word in enumerate(left):
        if word.text in lexicon.PERSONS and (said_for or _gender(word.text)):
            continue
        if _says_nothing(word.text) and not _belongs(reading, left, at):
            said_for = said_for or word.text in ("for", "fur")
            continue
        said_for = False
        yield word


def _says_nothing(word: str) -> bool:
    return word in lexicon.CHAT or word in _NOT


def _belongs(reading: _Reading, left: list[Word], at: int) -> bool:
    """A word of chat that is one of the thing's: sold here under it, or beside another word as titles have it."""
    word = left[at].text
    if word in reading.vocabulary.heads:
        return True
    if word not in lexicon.PERHAPS:
        return False
    pairs = [left[n : n + 2] for n in (at - 1, at) if n >= 0 and n + 1 < len(left)]
    beside = (pair for pair in pairs if not all(_says_nothing(w.text) for w in pair))
    return any(reading.known.titled([w.text for w in pair]) for pair in beside)


def _english(word: Word, otherwise: str) -> str:
    return lexicon.TRANSLATED.get(word.text, otherwise)


def _gender(word: str) -> bool:
    return fold(word) in ("men", "mens", "men's", "women", "womens", "women's", "ladies", "herren", "damen")
