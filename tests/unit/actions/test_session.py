"""A session begins anew: what was remembered stays, and so does the lock of a person who answers."""

from __future__ import annotations

import asyncio

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.session import SessionStart


def begun(*locks: str) -> list[str]:
    """The events after which a session begins → what the new one starts with."""
    events = [{"event": "action", "name": "action_listen"}, *({"event": name} for name in locks)]
    tracker = Tracker("c1", {"language": "de"}, {}, events, False, None, {}, "action_listen")
    told = asyncio.run(SessionStart().run(CollectingDispatcher(), tracker, {}))
    return [event["event"] for event in told]


@pytest.mark.parametrize("locks", [("pause",), ("pause", "resume", "pause")])
def test_a_person_who_answers_keeps_the_lock(talk, locks):
    assert begun(*locks) == ["session_started", "slot", "action", "pause"]


@pytest.mark.parametrize("locks", [(), ("pause", "resume")])
def test_else_the_assistant_answers(talk, locks):
    assert "pause" not in begun(*locks)
