"""What shoppers wrote, across all conversations: as it was logged, without personal data."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.engine import Engine

from floorwalker.adapters.sql import tables_talk as t


def heard(engine: Engine, since: int) -> tuple[str, ...]:
    """The texts of inbound messages from `since` (seconds) on, oldest first; taps of buttons have none."""
    m = t.messages.c
    query = select(m.body).where(m.direction == "in", m.created >= since).order_by(m.created, m.conversation, m.seq)
    with engine.connect() as db:
        bodies = [json.loads(body) for body in db.execute(query).scalars()]
    return tuple(body["text"] for body in bodies if body.get("type", "text") == "text" and body.get("text"))
