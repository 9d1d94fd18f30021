"""`GET /chat/events`: the conversation as server-sent events, replayed from the message table.

One loop a process looks for new rows of all open conversations; a stream wakes only for its own.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import structlog
from sse_starlette.event import ServerSentEvent
from sse_starlette.sse import EventSourceResponse
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from floorwalker.conversations.log import MessageLog
from floorwalker.domain.transcript import Row
from floorwalker.errors import BadSignature

POLL_SECONDS = 0.1
HEARTBEAT_SECONDS = 15
LIFE_SECONDS = 1800
RETRY_MS = 2000

log = structlog.get_logger()


@dataclass
class Streams:
    """Wakes the open streams of a conversation when it has new rows."""

    log: MessageLog
    waiting: dict[str, set[asyncio.Event]] = field(default_factory=lambda: defaultdict(set))
    heads: dict[str, int] = field(default_factory=dict)

    async def watch(self) -> None:
        """Runs until cancelled; a failing look at the database is tried again."""
        while True:
            await asyncio.sleep(POLL_SECONDS)
            try:
                await self._look()
            except Exception:
                log.exception("stream.poll_failed")
                await asyncio.sleep(1)

    async def _look(self) -> None:
        if not self.waiting:
            return
        heads = await asyncio.to_thread(self.log.rows.heads, tuple(self.waiting))
        for conversation, head in heads.items():
            if head != self.heads.get(conversation):
                self.heads[conversation] = head
                for wake in self.waiting.get(conversation, ()):
                    wake.set()

    async def rows(self, conversation: str, after: int) -> AsyncIterator[Row]:
        """Rows after `after`, then new ones as they come; ends after half an hour, the client comes again."""
        wake, end = asyncio.Event(), asyncio.get_running_loop().time() + LIFE_SECONDS
        self.waiting[conversation].add(wake)
        try:
            while (left := end - asyncio.get_running_loop().time()) > 0:
                wake.clear()
                for row in await asyncio.to_thread(self.log.rows.since, conversation, after):
                    after = row.seq
                    yield row
                with suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(wake.wait(), left)
        finally:
            self._leave(conversation, wake)

    def _leave(self, conversation: str, wake: asyncio.Event) -> None:
        self.waiting[conversation].discard(wake)
        if not self.waiting[conversation]:
            del self.waiting[conversation]
            self.heads.pop(conversation, None)


async def events(request: Request) -> Response:
    """The stream of the session's conversation; `Last-Event-ID` says what the client has."""
    state = request.app.state
    try:
        conversation = state.sessions.bearer(request.headers.get("authorization"))
    except BadSignature:
        return JSONResponse({"ok": False, "error": "session"}, 401)
    return EventSourceResponse(
        _events(state.streams, conversation, _after(request)),
        ping=HEARTBEAT_SECONDS,
        headers={"cache-control": "no-store", "x-accel-buffering": "no"},
    )


async def _events(streams: Streams, conversation: str, after: int) -> AsyncIterator[ServerSentEvent]:
    yield ServerSentEvent(comment="open", retry=RETRY_MS)
    async for row in streams.rows(conversation, after):
        yield ServerSentEvent(data=json.dumps(event(streams.log, row)), id=str(row.seq))


def event(messages: MessageLog, row: Row) -> dict[str, Any]:
    """A row as the shopper's client reads it."""
    body = {
        "seq": row.seq,
        "from": row.author,
        "name": row.name,
        "ts": row.created,
        "key": row.key,
        "msg": messages.shown(row),
    }
    return {**body, "client": row.provider_id} if row.direction == "in" else body


def _after(request: Request) -> int:
    seen = request.headers.get("last-event-id", "0")
    return int(seen) if seen.isdecimal() and len(seen) < 10 else 0
