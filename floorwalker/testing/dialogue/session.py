"""Lays Rasa's own memory of a conversation back in time, as a long silence would: its sessions go by the real clock."""

from __future__ import annotations

import json

from sqlalchemy import Column, Float, Integer, MetaData, String, Table, Text, select, update

from floorwalker.bootstrap_talk import engine_of
from floorwalker.cli.up import endpoints
from floorwalker.testing.dialogue.stack import Stack

events = Table(
    "events", MetaData(), Column("id", Integer, primary_key=True), Column("sender_id", String),
    Column("timestamp", Float), Column("data", Text),
)  # fmt: skip


def lay_back(stack: Stack, conversation: str, seconds: int) -> int:
    """All that Rasa remembers of it was so much earlier; how many events that is."""
    here = events.c.sender_id == conversation
    engine = engine_of(str(endpoints(stack.settings)["tracker_store"]["url"]))
    with engine.begin() as db:
        rows = db.execute(select(events.c.id, events.c.timestamp, events.c.data).where(here)).all()
        for row in rows:
            known = json.loads(row.data)
            data = json.dumps({**known, "timestamp": known["timestamp"] - seconds})
            values = {"timestamp": row.timestamp - seconds, "data": data}
            db.execute(update(events).where(events.c.id == row.id).values(**values))
    return len(rows)
