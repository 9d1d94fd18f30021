"""TED, Rasa's transformer over the conversation, as this assistant uses it: on the stories as they are written.

Rasa glues stories together by the hundred to train it, and reads every past word again at each turn in case some
story is written in words. Ours are short, begin anywhere and are written in intents: both cost minutes and memory
and change no prediction.
"""

from __future__ import annotations

from typing import Any, Optional

from rasa.core.featurizers.precomputation import MessageContainerForCoreFeaturization
from rasa.core.policies.ted_policy import TEDPolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.generator import TrackerWithCachedStates


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class StoryPolicy(TEDPolicy):
    """TED without augmented stories and without words."""

    def train(
        self,
        training_trackers: list[TrackerWithCachedStates],
        domain: Domain,
        precomputations: Optional[MessageContainerForCoreFeaturization] = None,  # noqa: UP045 (Rasa's validation)
        **kwargs: Any,
    ) -> Resource:
        written = [tracker for tracker in training_trackers if not tracker.is_augmented]
        return super().train(written, domain, precomputations, **kwargs)
