"""Which of the shop's intents a message is, how sure that is, and whether it is like anything known."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.hybrid import Hybrid, Numbers, fit
from components.spelling import CORRECTED

FALLBACK = "nlu_fallback"
RANKS = 10


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class HybridIntentClassifier(GraphComponent, IntentClassifier):
    """Sets `intent`, `intent_ranking` and `familiarity`."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"version": 4}

    def __init__(self, storage: ModelStorage, resource: Resource, model: Hybrid | None = None) -> None:
        self._storage, self._resource, self._model = storage, resource, model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> HybridIntentClassifier:
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> HybridIntentClassifier:
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, Hybrid.read(folder))

    def train(self, training_data: TrainingData) -> Resource:
        lines = [m for m in training_data.intent_examples if vector_of(m) is not None]
        texts = [text_of(message) for message in lines]
        vectors = stacked(lines)
        self._model = fit(texts, vectors, [message.get(INTENT) for message in lines])
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            self._classify(message)
        return messages

    def _classify(self, message: Message) -> None:
        vector = vector_of(message)
        if self._model is None or vector is None:
            return
        ranked = self._model.ranked(text_of(message), vector)[:RANKS]
        familiarity = self._model.familiarity(vector)
        if self._model.is_strange(ranked[0][1], familiarity):
            ranked.insert(0, (FALLBACK, 1.0 - ranked[0][1]))
        ranking = [{"name": name, "confidence": confidence} for name, confidence in ranked]
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set("intent_ranking", ranking, add_to_output=True)
        message.set("familiarity", familiarity, add_to_output=True)


def text_of(message: Message) -> str:
    """What the classifier reads."""
    return str(message.get(CORRECTED) or message.get(TEXT) or "").lower()


def stacked(messages: list[Message]) -> Numbers:
    """Their vectors as rows."""
    return np.vstack([vector for message in messages if (vector := vector_of(message)) is not None])


def vector_of(message: Message) -> Numbers | None:
    """The sentence vector that the featurizer left, one row."""
    found = message.get_dense_features(TEXT, [])[1]
    return None if found is None else np.asarray(found.features, dtype=np.float64)
