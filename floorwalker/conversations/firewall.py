"""Keeps typed text from becoming a command: only a button we sent may be an intent."""

from __future__ import annotations

import re

from floorwalker.errors import Refused

PRIVATE = "EXTERNAL_"
"""Intents that only our own outbox may raise."""


def typed(text: str) -> str:
    """The text without any leading slash: `/EXTERNAL_payment_paid{…}` is words like any other."""
    return re.sub(r"^[\s/]+", "", text).strip()


def tapped(payload: str) -> str:
    """A button's payload as a message for Rasa. Raises Refused for intents that no shopper may raise."""
    if not payload.startswith("/") or payload.lstrip("/").startswith(PRIVATE):
        raise Refused()
    return payload
