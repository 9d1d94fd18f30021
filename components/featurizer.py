"""One sentence vector a message, from encoders that know many languages."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.encoders import Vector, sentence_vector, sentence_vectors
from components.spelling import CORRECTED, PARTS

PART_VECTORS = "part_vectors"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoderFeaturizer(DenseFeaturizer, GraphComponent):
    """Encodes the corrected text, and each part of it where there are several."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {**DenseFeaturizer.get_default_config(), "encoders": ["use", "minilm"], "version": 2}

    def __init__(self, config: dict[str, Any], name: str) -> None:
        super().__init__(name, config)
        self._kinds = tuple(config["encoders"])

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Any encoders known by name will do."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoderFeaturizer:
        return cls(config, execution_context.node_name or cls.__name__)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        texts = {text_of(message) for message in training_data.training_examples} - {""}
        vectors = sentence_vectors(sorted(texts), self._kinds)
        for message in training_data.training_examples:
            if text := text_of(message):
                self._add(message, vectors[text])
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if text := text_of(message):
                self._add(message, sentence_vector(text, self._kinds))
            if pieces := message.get(PARTS):
                message.set(PART_VECTORS, [sentence_vector(piece.corrected, self._kinds) for piece in pieces])
        return messages

    def _add(self, message: Message, vector: Vector) -> None:
        message.add_features(Features(vector, FEATURE_TYPE_SENTENCE, TEXT, self._identifier))


def text_of(message: Message) -> str:
    """What is encoded; nothing where there are no words."""
    return str(message.get(CORRECTED) or message.get(TEXT) or "").strip()
