"""A chapter begins at a calm point: everything is known as before, and nothing old is read again."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, ConversationPaused, SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from components.chapters import LONG, TOO_LONG, ChapterStore, is_due

NAMES = ("language", "offer", "asking", "pending", "interrupted", "said", "shown")
SLOTS = [AnySlot(name, [{"type": "custom"}], influence_conversation=False) for name in NAMES]
DOMAIN = Domain(["greet"], [], SLOTS, {}, ["action_greet"], {}, {})


def talk(turns: int) -> DialogueStateTracker:
    """Four events a turn, after the first listen."""
    tracker = DialogueStateTracker.from_events("c1", [ActionExecuted("action_listen")], DOMAIN.slots)
    for n in range(turns):
        tracker.update(UserUttered("hi", {"name": "greet"}))
        tracker.update(ActionExecuted("action_greet"))
        tracker.update(BotUttered(f"Hello {n}", metadata={"utter_action": "utter_greet", "variant": n % 2}))
        tracker.update(ActionExecuted("action_listen"))
    return tracker


def test_a_short_talk_is_one_chapter() -> None:
    assert not is_due(talk(LONG // 4 - 1))
    assert is_due(talk(LONG // 4))


@pytest.mark.parametrize("event", [ActiveLoop("checkout_form"), ConversationPaused(), ActionExecuted("action_greet")])
def test_no_chapter_begins_in_a_form_under_a_person_or_within_a_turn(event: object) -> None:
    tracker = talk(TOO_LONG)
    tracker.update(event)
    assert not is_due(tracker)


def test_an_open_question_is_waited_for_but_not_for_ever() -> None:
    waiting = talk(LONG // 4)
    waiting.update(SlotSet("offer", {"do": "add"}))
    assert not is_due(waiting)
    for_ever = talk(TOO_LONG // 4)
    for_ever.update(SlotSet("offer", {"do": "add"}))
    assert is_due(for_ever)


def test_the_store_reads_only_the_chapter_and_keeps_the_rest(tmp_path: Path) -> None:
    store = ChapterStore(DOMAIN, host=f"sqlite:///{tmp_path / 'tracker.db'}")
    tracker = talk(LONG // 4)
    tracker.update(SlotSet("shown", ["kelder"]))
    events = len(tracker.events)
    asyncio.run(store.save(tracker))
    read, whole = asyncio.run(store.retrieve("c1")), asyncio.run(store.retrieve_full_tracker("c1"))
    store.engine.dispose()
    assert read is not None and whole is not None
    assert len(read.events) < 6
    assert len(whole.events) > events
    assert read.get_slot("shown") == ["kelder"]
    assert read.get_slot("said")[-1] == {"response": "utter_greet", "variant": 0, "text": f"Hello {LONG // 4 - 1}"}
    assert read.latest_action_name == "action_listen"
    assert not is_due(read)
