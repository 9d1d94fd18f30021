"""`GET /chat/events`: the conversation as server-sent events, replayed from the message table.

Whoever writes a row wakes the conversation's streams at once. Wake-ups are a hint and may be lost, so one loop a
process also looks for new rows of all open conversations.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import structlog
from sse_starlette.event import ServerSentEvent
from sse_starlette.sse import EventSourceResponse
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from floorwalker.conversations.log import MessageLog
from floorwalker.domain.transcript import Row
from floorwalker.errors import BadSignature
from web.limits import address

POLL_SECONDS = 0.1
HEARTBEAT_SECONDS = 15
LIFE_SECONDS = 1800
RETRY_MS = 2000
TYPING_SECONDS = 10
"""A sign of writing that is older is not told any more."""
ANSWER_SECONDS = 1.0
PAGE = 200
"""Rows that are read at once of a long history."""
MOST_OF_A_CONVERSATION = 8
MOST_OF_AN_ADDRESS = 200

log = structlog.get_logger()


@dataclass(eq=False)
class Stream:
    """One open stream: `wake` says that there may be more, `over` that it has to end."""

    wake: asyncio.Event = field(default_factory=asyncio.Event)
    over: bool = False

    def end(self) -> None:
        self.over = True
        self.wake.set()


@dataclass
class Streams:
    """Wakes the open streams of a conversation when it has new rows."""

    log: MessageLog
    waiting: dict[str, list[Stream]] = field(default_factory=lambda: defaultdict(list))
    heads: dict[str, int] = field(default_factory=dict)
    addresses: Counter[str] = field(default_factory=Counter)
    noting: set[asyncio.Task[None]] = field(default_factory=set)
    heard: Callable[[str], object] = lambda _: None
    """Who else wants to know of new rows, of any conversation."""

    async def watch(self) -> None:
        """Runs until cancelled; a failing look at the database is tried again."""
        while True:
            await asyncio.sleep(POLL_SECONDS)
            try:
                await self._look()
            except Exception:
                log.exception("stream.poll_failed")
                await asyncio.sleep(1)

    def wake(self, conversation: str) -> None:
        """There may be new rows. To be called on the streams' own loop."""
        self.heard(conversation)
        for stream in self.waiting.get(conversation, ()):
            stream.wake.set()

    async def rows(self, conversation: str, after: int, who: str = "") -> AsyncIterator[Row]:
        """Rows after `after`, then new ones as they come; ends after half an hour, the client comes again."""
        stream, loop = self._enter(conversation, who), asyncio.get_running_loop()
        end = loop.time() + LIFE_SECONDS
        try:
            while not stream.over and (left := end - loop.time()) > 0:
                stream.wake.clear()
                page = await asyncio.to_thread(self.log.rows.since, conversation, after, PAGE)
                for row in page:
                    after = row.seq
                    yield row
                if len(page) < PAGE:
                    with suppress(asyncio.TimeoutError):
                        await asyncio.wait_for(stream.wake.wait(), left)
        finally:
            self._leave(conversation, stream, who)

    def sent(self, row: Row) -> None:
        """A person's message has gone out. Noted a moment later, where the shopper's page has not answered by then."""
        task = asyncio.create_task(self._sent(row))
        self.noting.add(task)
        task.add_done_callback(self.noting.discard)

    async def _sent(self, row: Row) -> None:
        await asyncio.sleep(ANSWER_SECONDS)
        now = await asyncio.to_thread(self.log.rows.get, row.conversation, row.seq)
        if now and now.delivery is None:
            await asyncio.to_thread(self.log.handed_on, row.conversation, row.seq, "sent")

    async def _look(self) -> None:
        if not self.waiting:
            return
        heads = await asyncio.to_thread(self.log.rows.heads, tuple(self.waiting))
        for conversation, head in heads.items():
            if conversation in self.waiting and head != self.heads.get(conversation):
                self.heads[conversation] = head
                self.wake(conversation)

    def _enter(self, conversation: str, who: str) -> Stream:
        """The oldest stream of a conversation makes room for one too many: a tab that was left without a word."""
        stream, others = Stream(), self.waiting[conversation]
        if len(others) >= MOST_OF_A_CONVERSATION:
            others.pop(0).end()
        others.append(stream)
        self.addresses[who] += 1
        return stream

    def _leave(self, conversation: str, stream: Stream, who: str) -> None:
        self.addresses[who] -= 1
        if self.addresses[who] <= 0:
            del self.addresses[who]
        others = self.waiting[conversation]
        if stream in others:
            others.remove(stream)
        if not others:
            del self.waiting[conversation]
            self.heads.pop(conversation, None)


async def events(request: Request) -> Response:
    """The stream of the session's conversation; `Last-Event-ID` says what the client has."""
    state, who = request.app.state, address(request)
    try:
        conversation = state.sessions.bearer(request.headers.get("authorization"))
    except BadSignature:
        return _refused(401, "session")
    if state.streams.addresses[who] >= MOST_OF_AN_ADDRESS:
        return _refused(429, "too many streams")
    if not await run_in_threadpool(state.log.rows.exists, conversation):
        return _refused(401, "session")
    return EventSourceResponse(
        _events(state.streams, conversation, _after(request), who),
        ping=HEARTBEAT_SECONDS,
        headers={"cache-control": "no-store", "x-accel-buffering": "no"},
    )


def _refused(status: int, error: str) -> Response:
    return JSONResponse({"ok": False, "error": error}, status)


async def _events(streams: Streams, conversation: str, after: int, who: str) -> AsyncIterator[ServerSentEvent]:
    yield ServerSentEvent(comment="open", retry=RETRY_MS)
    async for row in streams.rows(conversation, after, who):
        if row.body.get("type") == "typing" and time.time() - row.created > TYPING_SECONDS:
            continue  # somebody wrote, long ago
        yield ServerSentEvent(data=json.dumps(event(streams.log, row)), id=str(row.seq))
        if unheard(row) and row.delivery != "sent":  # who takes the next event has taken this one
            streams.sent(row)


def event(messages: MessageLog, row: Row) -> dict[str, Any]:
    """A row as the shopper's client reads it; `ack`: the agent waits to hear that it is on the screen."""
    body: dict[str, Any] = {
        "seq": row.seq,
        "from": row.author,
        "name": row.name,
        "ts": row.created,
        "key": row.key,
        "msg": messages.shown(row),
    }
    if unheard(row):
        return {**body, "ack": True}
    return {**body, "client": row.provider_id} if row.direction == "in" else body


def unheard(row: Row) -> bool:
    """A person's message of which nobody knows yet whether it has arrived."""
    return row.direction == "out" and row.author == "agent" and row.delivery != "delivered"


def _after(request: Request) -> int:
    seen = request.headers.get("last-event-id", "0")
    return int(seen) if seen.isdecimal() and len(seen) < 10 else 0
