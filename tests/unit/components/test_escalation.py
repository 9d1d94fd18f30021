"""When the policy above all others speaks, and when it keeps still."""

from __future__ import annotations

import warnings

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.events import ActionExecuted, BotUttered, ConversationPaused, Event, Restarted, UserUttered
    from rasa.shared.core.trackers import DialogueStateTracker

    from components import escalation
    from components.escalation import ACTION, judged

DOMAIN = Domain(["any"], [], [], {}, [ACTION, "action_x"], {}, {})
LISTEN = "action_listen"
ANGRY = "this is useless"


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.setenv("FLOORWALKER_DATA", str(tmp_path))
    escalation.mood.cache_clear()


def heard(*texts: str, intent: str = "any", then: tuple[Event, ...] = ()) -> DialogueStateTracker:
    events: list[Event] = [ActionExecuted(LISTEN)]
    for text in texts:
        answer = (ActionExecuted("action_x"), BotUttered("…"), ActionExecuted(LISTEN))
        events += [UserUttered(text, {"name": intent}), *answer]
    return DialogueStateTracker.from_events("c1", [*events[:-3], *then] if texts else events, DOMAIN.slots)


def test_it_speaks_right_after_an_angry_message() -> None:
    assert judged(heard(ANGRY)).call == "offer"
    assert judged(heard(ANGRY, then=(ActionExecuted("action_x"),))).call == ""
    assert judged(heard("hello")).call == "" and judged(heard()).call == ""


@pytest.mark.parametrize("intent", ["handoff_request", "affirm", "stop"])
def test_who_asks_for_a_person_or_agrees_needs_none(intent: str) -> None:
    assert judged(heard(ANGRY, intent=intent)).call == ""


def test_a_tap_is_no_mood_and_a_person_is_not_talked_over() -> None:
    assert judged(heard('/cart_add{"sku": "X"}')).call == ""
    assert judged(heard(ANGRY, then=(ConversationPaused(),))).call == ""


def escalated(*later: str) -> DialogueStateTracker:
    tracker = heard(ANGRY, then=(ActionExecuted(ACTION), ActionExecuted(LISTEN)))
    for number, text in enumerate(later, 1):
        tracker.update(UserUttered(text, {"name": "any"}))
        if number < len(later):
            tracker.update(ActionExecuted(LISTEN))
    return tracker


def test_after_an_offer_there_is_peace_for_a_while() -> None:
    calm = ["show me socks"] * 2
    assert judged(escalated(*calm, ANGRY)).call == ""
    assert judged(escalated("one", "two", "three", "four", "five", ANGRY)).call == "offer"
    assert judged(escalated("my lawyer will write")).call == "force"
    assert judged(escalated("still no answer", "this is ridiculous, are you even reading this?")).call == "force"


def test_a_new_start_forgets() -> None:
    tracker = heard(ANGRY, then=(Restarted(), ActionExecuted(LISTEN), UserUttered("still no answer", {"name": "any"})))
    assert judged(tracker).score == judged(heard("still no answer")).score
