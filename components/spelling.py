"""Normalises a message and mends its spelling for the encoder; entities read what was really written.

Words of the training lines and of the shop's catalogue are never touched.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from rapidfuzz.distance import DamerauLevenshtein
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.catalogue import shop_words

CORRECTED = "corrected_text"
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
GREETING = re.compile(r"^(hi|hey|hello|hallo|moin|guten tag|good morning)\b[\s,.!]+", re.I)
COURTESY = re.compile(r"[\s,]+(please|pls|bitte|thanks|thank you|danke)[\s.!]*$", re.I)
EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf\ufe0f]+")
FREQUENT = 50
"""A dictionary word seen this often is a word of the language."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SpellingCorrector(GraphComponent):
    """Sets `corrected_text`."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"languages": ["en", "de"], "version": 3}

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, known: dict[str, int]
    ) -> None:
        self._languages = tuple(config["languages"])
        self._storage, self._resource, self._known = storage, resource, known

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SpellingCorrector:
        return cls(config, model_storage, resource, {})

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SpellingCorrector:
        with model_storage.read_from(resource) as folder:
            known = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        return cls(config, model_storage, resource, known)

    def train(self, training_data: TrainingData) -> Resource:
        self._known = counted([m.get(TEXT) for m in training_data.training_examples if m.get(TEXT)])
        with self._storage.write_to(self._resource) as folder:
            (folder / "words.json").write_text(json.dumps(self._known), encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        for message in training_data.training_examples:
            if text := message.get(TEXT):
                message.set(CORRECTED, normalised(text))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if text := message.get(TEXT):
                message.set(CORRECTED, self._mended(normalised(text)), add_to_output=True)
        return messages

    def _mended(self, text: str) -> str:
        return WORD.sub(lambda found: mended_word(found[0], self._known, self._languages), text)


def normalised(text: str) -> str:
    """No shouting, no emoji beside words, no frame of courtesy around a wish."""
    plain = EMOJI.sub(" ", text).strip() or text
    plain = plain.lower() if plain.upper() == plain else plain
    for frame in (GREETING, COURTESY):
        bare = frame.sub("", plain).strip()
        plain = bare if len(bare.split()) >= 2 else plain
    return re.sub(r"\s+", " ", plain).strip()


def counted(texts: list[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for text in texts:
        for word in WORD.findall(text.lower()):
            counts[word] = counts.get(word, 0) + 1
    return counts


def mended_word(word: str, known: dict[str, int], languages: tuple[str, ...]) -> str:
    """The nearest known word of a word that nobody knows; else the word itself."""
    low = word.lower()
    if len(low) < 4 or "'" in low or "’" in low or is_word(low, known, languages):
        return word
    if (umlauts := with_umlauts(low)) != low and is_word(umlauts, known, languages):
        return umlauts
    return nearest(low, known, languages) or word


def is_word(low: str, known: dict[str, int], languages: tuple[str, ...]) -> bool:
    return low in known or low in shop_words() or any(low in dictionary(name) for name in languages)


def with_umlauts(low: str) -> str:
    for plain, real in (("ae", "ä"), ("oe", "ö"), ("ue", "ü")):
        low = low.replace(plain, real)
    return low


def nearest(low: str, known: dict[str, int], languages: tuple[str, ...]) -> str | None:
    """By distance; training words before dictionary words, same first letter before another."""
    limit = 1 if len(low) < 8 else 2
    priced: list[tuple[float, str]] = []
    for extra, words in ((0.0, list(known) + list(shop_words())), (0.5, common(languages))):
        for other in words:
            if abs(len(other) - len(low)) > limit or len(other) < 3:
                continue
            distance = DamerauLevenshtein.distance(low, other, score_cutoff=limit)
            if distance <= limit:
                price = distance + extra + 0.5 * (other[0] != low[0]) - min(known.get(other, 0), 20) * 0.01
                priced.append((price, other))
    return min(priced)[1] if priced else None


@cache
def dictionary(language: str) -> dict[str, int]:
    """Frequent words of a language, with how often each was seen."""
    from spellchecker import SpellChecker

    counts = SpellChecker(language=language).word_frequency.dictionary
    return {word: seen for word, seen in counts.items() if seen >= FREQUENT}


@cache
def common(languages: tuple[str, ...], most: int = 20_000) -> tuple[str, ...]:
    """The commonest words of the languages."""
    words: list[str] = []
    for language in languages:
        counts = dictionary(language)
        words += sorted(counts, key=counts.__getitem__, reverse=True)[:most]
    return tuple(dict.fromkeys(words))
