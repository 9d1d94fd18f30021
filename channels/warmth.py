"""Warms a fresh process, so that the first shopper waits no longer than the second: encoders, TED and the action
server's shop are loaded at their first use."""

from __future__ import annotations

from typing import Any

import structlog
from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

log = structlog.get_logger()

NAME, ACTION = "warm-up", "action_warm_up"
WORDS = "i am looking for a warm jacket"


async def warm(processor: Any) -> None:
    """One turn in memory: it is understood, predicted and answered; nothing is stored and nobody hears of it."""
    try:
        await _turn(processor)
    except Exception:  # a cold start is slow, not wrong
        log.exception("warm_up.failed")


async def _turn(processor: Any) -> None:
    output = CollectingOutputChannel()
    read = await processor.parse_message(UserMessage(WORDS, output, NAME))
    listening = [ActionExecuted("action_listen"), UserUttered(WORDS, read["intent"], read["entities"], read)]
    tracker = DialogueStateTracker.from_events(NAME, listening, processor.domain.slots)
    processor.predict_next_with_tracker(tracker)
    await RemoteAction(ACTION, processor.action_endpoint).run(output, processor.nlg, tracker, processor.domain)
