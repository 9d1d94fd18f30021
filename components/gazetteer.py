"""What a message names of the shop's live catalogue: exactly by spaCy's PhraseMatcher, else in part or with a slip.

Nothing is learnt: a product is known as soon as it is imported. `PATTERNS` are the designer's own entities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import spacy
import yaml
from spacy.matcher import PhraseMatcher

from components.catalogue import Names
from components.dictionaries import dictionary
from components.languages import spoken_language
from components.overlaps import Found
from floorwalker.search import lexicon
from floorwalker.search.naming import named
from floorwalker.search.words import Word, distance, words

PATTERNS = Path("data") / "shared" / "patterns.yml"
ENTITIES = {"kind": "category", "category": "category", "colour": "colour", "material": "material", "brand": "brand"}
"""Facets of the search that are entities; the others (weather, use …) are what a search makes of the words."""
EXACT, PARTIAL = 6, 5
SLIP_FROM, FAR_FROM = 5, 8
"""Letters from which one slip, and two, are forgiven."""
SILENT = {
    "de": re.compile(r"\b(?:hat|pack(?:t|e)?|not|top)\b", re.I),
    "en": re.compile(r"\b(?:my|in) (?:my |the )?(?:shopping )?bag\b|\bpack (?:it|them|up)\b|\bslate clean\b", re.I),
}
"""Words that name nothing where they stand: German "hat" is no hat, "in my bag" is the cart."""
NOTHING = re.compile(r"(?!)")


class Gazetteer:
    """Finds names in messages; `names` is one state of the catalogue."""

    def __init__(self, names: Names, languages: tuple[str, ...]) -> None:
        self._names, self._languages = names, languages
        self._blank = spacy.blank("xx")
        if patterns := designer_patterns(PATTERNS):
            self._blank.add_pipe("entity_ruler").add_patterns(patterns)  # type: ignore[attr-defined]
        self._matcher = PhraseMatcher(self._blank.vocab, attr="LOWER")
        self._kept = lexicon.LOOKALIKES | names.vocabulary.named
        for name, entity, value in names.entries:
            self._matcher.add(f"{entity}={value}", [self._blank.make_doc(name)])

    def found(self, text: str) -> list[Found]:
        doc = self._blank(text)
        exact = [_exact(span) for span in self._matcher(doc, as_spans=True)]
        patterns = [_pattern(span) for span in doc.ents]
        found = [*exact, *patterns, *self._parts(text), *self._facets(text)]
        silent = [match.span() for match in SILENT.get(spoken_language(text) or "en", NOTHING).finditer(text)]
        return [one for one in found if not any(start <= one.start and one.end <= end for start, end in silent)]

    def _parts(self, text: str) -> Iterator[Found]:
        """Products named in part or with a slip; a word of the language is nobody's slip."""
        for name in named(text, self._names.vocabulary):
            said = [word.text for word in words(text[name.start : name.end])]
            if any(word in self._names.vocabulary.named or not self._is_word(word) for word in said):
                yield Found("product", name.product, name.start, name.end, PARTIAL)

    def _facets(self, text: str) -> Iterator[Found]:
        tokens = [self._mended(word) for word in words(text)]
        at = 0
        while at < len(tokens):
            facets, length = self._names.vocabulary.match(tokens, at)
            end = tokens[at + max(length, 1) - 1].end
            for facet, values in facets:
                if facet in ENTITIES:
                    yield Found(ENTITIES[facet], values[0], tokens[at].start, end, EXACT)
            at += length or 1

    def _mended(self, word: Word) -> Word:
        """A word that no language has becomes the shop's word that it nearly is."""
        low, vocabulary = word.text, self._names.vocabulary
        if len(low) < SLIP_FROM or low in self._kept or vocabulary.meaning(low) or self._is_word(low):
            return word
        limit = 2 if len(low) >= FAR_FROM else 1
        near = (plain for plain in vocabulary.plain if len(plain) > 3 and abs(len(plain) - len(low)) <= limit)
        priced = sorted((distance(low, plain, limit), plain[0] != low[0], plain) for plain in near)
        return Word(priced[0][2], word.start, word.end) if priced and priced[0][0] <= limit else word

    def _is_word(self, low: str) -> bool:
        return any(low in dictionary(language) for language in self._languages)


def designer_patterns(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    found = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    return found if isinstance(found, list) else []


def _exact(span: Any) -> Found:
    entity, _, value = span.label_.partition("=")
    return Found(entity, value, span.start_char, span.end_char, EXACT)


def _pattern(span: Any) -> Found:
    return Found(span.label_, span.ent_id_ or span.text, span.start_char, span.end_char, EXACT, "pattern")
