"""Which of the shop's intents a message is, how sure that is, and whether it holds several wishes.

`faq/…` is trained key by key, and the keys together are the intent `faq`; whether a message is the shop's business
at all is the odds of everything against `out_of_scope`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.catalogue import names_thing
from components.clauses import Clause, main_intent, wishes
from components.featurizer import PART_VECTORS
from components.hybrid import Hybrid, Numbers, Ranking, fit
from components.spelling import CORRECTED, MASHED, MENDED, PARTS, SpelledPart

LABELS = "label_ranking"
CLAUSES = "clauses"
RANKS = 10
DOUBT = 0.25
"""Of keys that were hit nothing is understood: no more likely than this, below the threshold of config.yml."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class HybridIntentClassifier(GraphComponent, IntentClassifier):
    """Sets `intent`, `intent_ranking` and `clauses`; leaves the ranking of all keys for who answers questions."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"version": 7}

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
        labels = [message.get(INTENT_RESPONSE_KEY) or message.get(INTENT) for message in lines]
        self._model = fit([text_of(message) for message in lines], stacked(lines), labels).model
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            vector = vector_of(message)
            if self._model is not None and vector is not None:
                self._classify(self._model, message, vector)
        return messages

    def _classify(self, model: Hybrid, message: Message, vector: Numbers) -> None:
        labels = model.ranked(text_of(message), vector)
        if message.get(MASHED):
            most = max(confidence for _, confidence in labels)
            labels = [(label, confidence * min(1.0, DOUBT / most)) for label, confidence in labels]
        ranked = grouped(labels)
        text = str(message.get(TEXT))
        whole = Clause(text, 0, len(text), *ranked[0], mended=str(message.get(MENDED) or text))
        found = wishes(whole, *self._parts(model, message), names_thing)
        ranked = put_first(ranked, main_intent(found))
        ranking = [{"name": name, "confidence": confidence} for name, confidence in ranked[:RANKS]]
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set("intent_ranking", ranking, add_to_output=True)
        message.set(CLAUSES, [asdict(clause) for clause in found], add_to_output=True)
        message.set(LABELS, labels)

    def _parts(self, model: Hybrid, message: Message) -> tuple[list[SpelledPart], list[Ranking]]:
        pieces: list[SpelledPart] = message.get(PARTS) or []
        vectors = message.get(PART_VECTORS) or []
        return pieces, [
            grouped(model.ranked(piece.corrected.lower(), vector))
            for piece, vector in zip(pieces, vectors, strict=True)
        ]


def grouped(labels: Ranking) -> Ranking:
    """Keys of one intent count together."""
    odds: defaultdict[str, float] = defaultdict(float)
    for label, confidence in labels:
        odds[label.partition("/")[0]] += confidence
    return sorted(odds.items(), key=lambda rank: -rank[1])


def put_first(ranked: Ranking, chosen: Clause) -> Ranking:
    """The ranking with the chosen intent ahead, at least as sure as what it overtakes."""
    if ranked[0][0] == chosen.intent:
        return ranked
    first = (chosen.intent, max(chosen.confidence, ranked[0][1]))
    return [first, *((name, confidence) for name, confidence in ranked if name != chosen.intent)]


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
