"""The graph component of `context.py`: sees the conversation, and puts first what the words mean in it."""

from __future__ import annotations

from typing import Any, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from components.context import Context, after, of_slots, read
from components.overlaps import HIDDEN

AFTER = "after"
"""Key of the message's metadata that names a last action, where there is no conversation (`floorwalker understand`)."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ContextReader(GraphComponent, EntityExtractorMixin):
    """Reorders `intent_ranking` by what was asked and shown."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"version": 1}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ContextReader:
        return cls()

    def process(
        self,
        messages: list[Message],
        tracker: Optional[DialogueStateTracker] = None,  # noqa: UP045 (Rasa's validation knows this form only)
    ) -> list[Message]:
        for message in messages:
            if ranking := message.get(INTENT_RANKING_KEY):
                self._reorder(message, ranking, context_of(message, tracker))
        return messages

    def _reorder(self, message: Message, ranking: list[dict[str, Any]], context: Context) -> None:
        if len(message.get("clauses") or ()) > 1:
            return
        entities = [entity for entity in message.get(ENTITIES, []) if entity["entity"] not in HIDDEN]
        ranked = read([(rank["name"], rank["confidence"]) for rank in ranking], message.get(TEXT), entities, context)
        if ranked[0] != (ranking[0]["name"], ranking[0]["confidence"]):
            again = [{"name": name, "confidence": confidence} for name, confidence in ranked]
            message.set(INTENT, again[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, again, add_to_output=True)


def context_of(message: Message, tracker: DialogueStateTracker | None) -> Context:
    """What is open where this message was written."""
    if name := (message.get("metadata") or {}).get(AFTER):
        return after(str(name))
    if tracker is None:
        return Context()
    return of_slots(tracker.current_slot_values(), tracker.active_loop_name)
