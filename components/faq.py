"""Which question of the shop's list is asked: Rasa's `response_selector` output without Rasa's selector.

(Rasa's own needs features of every word; ours are of the sentence.) The keys were ranked by the intent classifier.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.training_data.message import Message

from components.classifier import LABELS
from components.hybrid import Ranking

RANKS = 5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class FaqRetriever(GraphComponent, IntentClassifier):
    """Ranks the keys `faq/…` for every message, as if it were a question; who acts on it asks the intent first."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"intent": "faq", "version": 3}

    def __init__(self, config: dict[str, Any]) -> None:
        self._intent = str(config["intent"])

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FaqRetriever:
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if ranked := among(message.get(LABELS) or [], f"{self._intent}/")[:RANKS]:
                message.set("response_selector", self._selected(ranked), add_to_output=True)
        return messages

    def _selected(self, ranked: Ranking) -> dict[str, Any]:
        ranking = [{"intent_response_key": key, "confidence": odds} for key, odds in ranked]
        best = {**ranking[0], "utter_action": f"utter_{ranked[0][0]}", "responses": []}
        chosen = {"response": best, "ranking": ranking}
        return {"all_retrieval_intents": [self._intent], self._intent: chosen, "default": chosen}


def among(labels: Ranking, prefix: str) -> Ranking:
    """The keys with this prefix, their confidences scaled to one."""
    keys = [(label, odds) for label, odds in labels if label.startswith(prefix)]
    whole = sum(odds for _, odds in keys) or 1.0
    return [(key, odds / whole) for key, odds in keys]
