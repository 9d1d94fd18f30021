"""The policy above all others: a shopper who has had enough gets a person, whatever the words were about.

It judges the words themselves (`floorwalker/conversations/mood.py`), so the way out stays open where nothing else was
understood. It speaks only right after a message, never to a tap, never over a person. After an offer it offers nothing
for a while; what calls for a person does so all the same. Why is left in the slot `escalation`, for the action and for
whoever takes the conversation.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any, Optional

from rasa.core.featurizers.precomputation import MessageContainerForCoreFeaturization
from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from components.catalogue import shop_words
from components.negativity import negativity
from floorwalker.bootstrap import mood_settings
from floorwalker.conversations.mood import QUIET, Mood, Verdict, read_lists

ACTION, SLOT = "action_escalation", "escalation"
ABOVE_RULES = 10
OF_A_PERSON = ("handoff_request", "handoff_callback", "handoff_cancel", "handoff_wait")
"""Fetch a person themselves, or want none."""
NO_COMPLAINT = ("affirm", "deny", "stop", "start_over", "language", "goodbye", "thank")
"""Say no anger, but where the words are plainer than any intent."""
PLAIN = ("abuse", "legal")
ROOT = Path(__file__).resolve().parents[1]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=False)
class EscalationPolicy(Policy):
    """Offers or fetches a person; silent otherwise."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"priority": ABOVE_RULES}

    def train(
        self,
        training_trackers: list[TrackerWithCachedStates],
        domain: Domain,
        **kwargs: Any,
    ) -> Resource:
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: Optional[dict[str, Any]] = None,  # noqa: UP045 (Rasa's validation)
        precomputations: Optional[MessageContainerForCoreFeaturization] = None,  # noqa: UP045
        **kwargs: Any,
    ) -> PolicyPrediction:
        odds = self._default_predictions(domain)
        verdict = judged(tracker)
        if not verdict.call or ACTION not in domain.action_names_or_texts:
            return self._prediction(odds)
        odds[domain.index_for_action(ACTION)] = 1.0
        return self._prediction(odds, optional_events=[SlotSet(SLOT, asdict(verdict))])


def judged(tracker: DialogueStateTracker) -> Verdict:
    """What is to be done about the message that was just heard; nothing anywhere else."""
    message = tracker.latest_message
    if tracker.is_paused() or tracker.latest_action_name != ACTION_LISTEN_NAME or message is None:
        return Verdict()
    text, intent = message.text or "", message.intent_name or ""
    if not text or text.startswith("/") or intent in OF_A_PERSON:
        return Verdict()
    since, before = heard(tracker)
    verdict = mood().judge(since)
    if intent in NO_COMPLAINT and verdict.reason not in PLAIN:
        return Verdict()
    quiet = before and len(since) <= QUIET and verdict.call == "offer"
    return Verdict() if quiet else verdict


def heard(tracker: DialogueStateTracker) -> tuple[Sequence[str], bool]:
    """What was typed since a person was last offered or fetched in this session, and whether one was."""
    texts: list[str] = []
    for event in _newest_first(tracker):
        if isinstance(event, ActionExecuted) and event.action_name == ACTION:
            return texts[::-1], True
        if isinstance(event, UserUttered) and event.text and not event.text.startswith("/"):
            texts.append(event.text)
    return texts[::-1], False


def _newest_first(tracker: DialogueStateTracker) -> Iterator[Any]:
    return reversed(tracker.applied_events())


@lru_cache(maxsize=1)
def mood() -> Mood:
    """The rule as this shop has it set. The catalogue's own capitals are no shouting."""
    weights, thresholds = mood_settings(os.environ)
    return Mood(read_lists(ROOT / "data"), negativity, weights, thresholds, shop_words())
