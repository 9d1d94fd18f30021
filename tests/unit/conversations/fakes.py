"""A log over a database in memory."""

from __future__ import annotations

from cryptography.fernet import Fernet
from sqlalchemy import insert
from sqlalchemy.engine import Engine

from floorwalker.adapters.seal import FernetSealer
from floorwalker.adapters.sql import tables_talk as t
from floorwalker.adapters.sql.engine import open_engine
from floorwalker.adapters.sql.meta import metadata
from floorwalker.adapters.sql.transcript import SqlTranscript
from floorwalker.conversations.log import MessageLog

CONVERSATION = "c1"
OPENED: list[Engine] = []


def memory_log(url: str = "sqlite://") -> MessageLog:
    """In memory it is for one thread at a time; for more, name a file."""
    engine = open_engine(url)
    OPENED.append(engine)
    metadata.create_all(engine)
    with engine.begin() as db:
        db.execute(insert(t.customers).values(id="u1", created=1))
        for number, channel in ((CONVERSATION, "web"), ("c2", "web")):
            row = {"id": number, "customer_id": "u1", "channel": channel, "external_id": number, "created": 1}
            db.execute(insert(t.conversations).values(**row))
    return MessageLog(SqlTranscript(engine), FernetSealer(Fernet.generate_key()))
