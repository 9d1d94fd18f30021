"""TED, Rasa's transformer over the conversation, as this assistant uses it: on the stories as they are written.

Rasa glues stories together by the hundred to train it, and reads every past word again at each turn in case some
story is written in words. Ours are short, begin anywhere and are written in intents: both cost minutes and memory
and change no prediction.

Two things it is not asked. Inside a form the rules decide, and what none of them knows is the fallback's. And a turn
that nothing has answered never ends: a guess at silence is no guess.
"""

from __future__ import annotations

from typing import Any, Optional

from rasa.core.featurizers.precomputation import MessageContainerForCoreFeaturization
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.ted_policy import TEDPolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class StoryPolicy(TEDPolicy):
    """TED without augmented stories and without words, outside forms, and never silent."""

    def train(
        self,
        training_trackers: list[TrackerWithCachedStates],
        domain: Domain,
        precomputations: Optional[MessageContainerForCoreFeaturization] = None,  # noqa: UP045 (Rasa's validation)
        **kwargs: Any,
    ) -> Resource:
        written = [tracker for tracker in training_trackers if not tracker.is_augmented]
        return super().train(written, domain, precomputations, **kwargs)

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: Optional[dict[str, Any]] = None,  # noqa: UP045
        precomputations: Optional[MessageContainerForCoreFeaturization] = None,  # noqa: UP045
        **kwargs: Any,
    ) -> PolicyPrediction:
        none = self._prediction(self._default_predictions(domain))
        if tracker.active_loop_name:
            return none
        guess = super().predict_action_probabilities(tracker, domain, rule_only_data, precomputations, **kwargs)
        return none if is_silence(tracker, domain, guess) else guess


def is_silence(tracker: DialogueStateTracker, domain: Domain, guess: PolicyPrediction) -> bool:
    """Whether the guess is to wait for the next words before anything has answered the last."""
    waits = guess.max_confidence_index == domain.index_for_action(ACTION_LISTEN_NAME)
    return waits and tracker.latest_action_name == ACTION_LISTEN_NAME
