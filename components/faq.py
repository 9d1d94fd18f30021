"""Which question of the shop's list is asked: Rasa's `response_selector` output without Rasa's selector.

(Rasa's own needs features of every word; ours are of the sentence.)
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT_RESPONSE_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.classifier import stacked, text_of, vector_of
from components.hybrid import Hybrid, fit

RANKS = 5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FaqRetriever(GraphComponent, IntentClassifier):
    """Ranks the keys `faq/…` for every message; who acts on it asks the intent first."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"intent": "faq", "version": 2}

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: Hybrid | None = None
    ) -> None:
        self._intent = config["intent"]
        self._storage, self._resource, self._model = storage, resource, model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FaqRetriever:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> FaqRetriever:
        with model_storage.read_from(resource) as folder:
            known = (folder / "numbers.npz").exists()
            return cls(config, model_storage, resource, Hybrid.read(folder) if known else None)

    def train(self, training_data: TrainingData) -> Resource:
        lines = [m for m in training_data.intent_examples if m.get(INTENT_RESPONSE_KEY)]
        keys = [message.get(INTENT_RESPONSE_KEY) for message in lines]
        with self._storage.write_to(self._resource) as folder:
            if len(set(keys)) > 1:
                vectors = stacked(lines)
                self._model = fit([text_of(message) for message in lines], vectors, keys)
                self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            vector = vector_of(message)
            if self._model is not None and vector is not None:
                ranked = self._model.ranked(text_of(message), vector)[:RANKS]
                message.set("response_selector", self._selected(ranked), add_to_output=True)
        return messages

    def _selected(self, ranked: list[tuple[str, float]]) -> dict[str, Any]:
        ranking = [{"intent_response_key": key, "confidence": odds} for key, odds in ranked]
        best = {**ranking[0], "utter_action": f"utter_{ranked[0][0]}", "responses": []}
        chosen = {"response": best, "ranking": ranking}
        return {"all_retrieval_intents": [self._intent], self._intent: chosen, "default": chosen}
