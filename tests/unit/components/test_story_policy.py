"""The stories' policy: silent about forms, and never for silence."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from rasa.core.policies.ted_policy import TEDPolicy
    from rasa.engine.graph import ExecutionContext, GraphSchema
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.storage.resource import Resource
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.events import ActionExecuted, ActionExecutionRejected, ActiveLoop, Event, UserUttered
    from rasa.shared.core.trackers import DialogueStateTracker

    from components.story_policy import StoryPolicy

DOMAIN = Domain(["tell"], [], [], {}, ["action_answer"], {"till": {"required_slots": []}}, {})
LISTEN, ANSWER = "action_listen", "action_answer"


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StoryPolicy:
    """TED guesses what the test says under `guess`."""

    def guessed(self: TEDPolicy, tracker: Any, domain: Domain, *_: Any, guess: str, **__: Any) -> Any:
        return self._prediction([float(name == guess) for name in domain.action_names_or_texts])

    monkeypatch.setattr(TEDPolicy, "predict_action_probabilities", guessed)
    quiet = {"constrain_similarities": True, "evaluate_every_number_of_epochs": -1}
    config = {**StoryPolicy.get_default_config(), **quiet}
    storage = LocalModelStorage.create(tmp_path)
    return StoryPolicy(config, storage, Resource("story"), ExecutionContext(GraphSchema({})))


def after(*events: Event) -> DialogueStateTracker:
    """The shopper has told something, then this happened."""
    heard = [ActionExecuted(LISTEN), UserUttered("jo(at)example", {"name": "tell"})]
    return DialogueStateTracker.from_events("c1", [*heard, *events], DOMAIN.slots)


def sure_of(policy: StoryPolicy, tracker: DialogueStateTracker, guess: str) -> float:
    return float(np.max(policy.predict_action_probabilities(tracker, DOMAIN, guess=guess).probabilities))


def test_nothing_is_guessed_where_a_form_has_refused_the_words(policy: StoryPolicy) -> None:
    refused = after(ActiveLoop("till"), ActionExecutionRejected("till"))
    assert sure_of(policy, refused, LISTEN) == 0
    assert sure_of(policy, refused, ANSWER) == 0


def test_words_that_nothing_has_answered_are_never_left_in_silence(policy: StoryPolicy) -> None:
    assert sure_of(policy, after(), LISTEN) == 0
    assert sure_of(policy, after(), ANSWER) == 1


def test_after_an_answer_it_may_wait(policy: StoryPolicy) -> None:
    assert sure_of(policy, after(ActionExecuted(ANSWER)), LISTEN) == 1
