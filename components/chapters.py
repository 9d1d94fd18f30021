"""Keeps turns flat: Rasa rebuilds, copies and sends the whole session in every turn, so a long one gets slow.

When a turn is over at a calm point, the store that saves it begins a chapter: a new session with the slots to keep.
Nothing is deleted (design 10.5); every later turn reads from the chapter's first event on.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME, SESSION_START_METADATA_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from components.freshness import SAID, answers

LONG = 60
"""Events of a session after which a calm point begins a chapter."""
TOO_LONG = 2 * LONG
"""From here on a question may be open: what a yes would do stands in slots, too."""
OPEN = ("offer", "asking", "pending", "interrupted")
"""Slots of a question that waits for its answer."""


class ChapterStore(SQLTrackerStore):
    """Rasa's SQL tracker store, which begins a chapter where one is due."""

    def __init__(self, domain: Domain | None = None, host: str | None = None, **options: Any) -> None:
        super().__init__(domain=domain, host=host, **options)

    async def save(self, tracker: DialogueStateTracker) -> None:
        if is_due(tracker):
            for event in chapter(tracker):
                tracker.update(event, self.domain)
        await super().save(tracker)


def is_due(tracker: DialogueStateTracker) -> bool:
    """A long session at a calm point: no form is open, nobody has paused, the shopper is to speak."""
    if len(tracker.events) < LONG or tracker.active_loop_name or tracker.is_paused():
        return False
    if tracker.latest_action_name != ACTION_LISTEN_NAME or tracker.followup_action:
        return False
    return len(tracker.events) >= TOO_LONG or not any(tracker.get_slot(name) for name in OPEN)


def chapter(tracker: DialogueStateTracker) -> Iterator[Event]:
    """A new session that knows all that the old one knew, and what was said last."""
    kept = {name: value for name, value in tracker.current_slot_values().items() if value is not None}
    kept.pop(SESSION_START_METADATA_SLOT, None)
    kept[SAID] = answers(tracker)
    yield ActionExecuted(ACTION_SESSION_START_NAME)
    yield SessionStarted()
    for name, value in kept.items():
        yield SlotSet(name, value)
    yield ActionExecuted(ACTION_LISTEN_NAME)
