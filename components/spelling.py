"""Normalises a message and mends its spelling for the encoder; entities read what was really written.

Words of the training lines and of the shop's catalogue are never touched.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.catalogue import with_nouns
from components.clauses import Part, parts
from components.mending import Speller, counted, normalised
from floorwalker.search.parse_contact import without_numbers

CORRECTED, MENDED, MASHED = "corrected_text", "mended_text", "mashed"
PARTS = "parts"


@dataclass(frozen=True)
class SpelledPart(Part):
    """A piece of a message, what the encoders read of it, and its words without their slips."""

    corrected: str
    mended: str


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SpellingCorrector(GraphComponent):
    """Sets `corrected_text` for the encoders and `mended_text` for whoever looks a thing up by its words, and the same
    for each part of a message that has several."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"languages": ["en", "de"], "version": 11}

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, known: dict[str, int]
    ) -> None:
        self._languages = tuple(config["languages"])
        self._storage, self._resource, self._known = storage, resource, known
        self._speller = Speller(known, self._languages)

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
        self._speller = Speller(self._known, self._languages)
        with self._storage.write_to(self._resource) as folder:
            (folder / "words.json").write_text(json.dumps(self._known), encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        for message in training_data.training_examples:
            if text := message.get(TEXT):
                message.set(CORRECTED, normalised(without_numbers(text)))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if text := message.get(TEXT):
                message.set(CORRECTED, self._spelled(text), add_to_output=True)
                message.set(MENDED, self._speller.mended(text), add_to_output=True)
                message.set(MASHED, self._speller.mashed(text))
                message.set(PARTS, [self._part(piece) for piece in parts(text)])
        return messages

    def _part(self, piece: Part) -> SpelledPart:
        mended = self._speller.mended(piece.text)
        return SpelledPart(piece.text, piece.start, piece.end, self._spelled(piece.text), mended)

    def _spelled(self, text: str) -> str:
        return self._speller.mended(with_nouns(normalised(without_numbers(text))))
