"""`GET /desk/events`: tells an open console that the queue or its conversation has changed.

One watch a process looks for all consoles: at once when a row is told of (`Streams.heard`), and once a second for what
nobody told. It says names only; what has changed is fetched by the page itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import structlog
from sse_starlette.event import ServerSentEvent
from sse_starlette.sse import EventSourceResponse
from starlette.requests import Request
from starlette.responses import Response

from floorwalker.domain.handoff import Agent
from web.console.pages import AT_THE_DESK
from web.console.view import OPEN
from web.staff.guard import staff

LOOK_SECONDS = 1.0
GATHER_SECONDS = 0.03
"""What is told within so short a time is looked at once."""
STAY_SECONDS = 30.0
"""How often the agent counts as here."""
LIFE_SECONDS = 1800.0

log = structlog.get_logger()


@dataclass(eq=False)
class Console:
    """One open console: the conversation it shows, and what has changed since it was last told."""

    conversation: str
    changed: set[str] = field(default_factory=set)
    wake: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, name: str) -> None:
        self.changed.add(name)
        self.wake.set()


@dataclass
class Watch:
    """Over the web process's state. `waiting`: how many wait for a person."""

    state: Any
    open: set[Console] = field(default_factory=set)
    waiting: int = 0
    _told: asyncio.Event = field(default_factory=asyncio.Event)
    _queue: object = None
    _logs: dict[str, object] = field(default_factory=dict)

    def heard(self, _: str) -> None:
        """A conversation has new rows. To be called on the watch's own loop."""
        self._told.set()

    async def run(self) -> None:
        """Until cancelled; a failing look is tried again."""
        while True:
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._told.wait(), LOOK_SECONDS)
            self._told.clear()
            if not self.open:
                continue
            await asyncio.sleep(GATHER_SECONDS)
            try:
                self._compare(*await asyncio.to_thread(self._look, {one.conversation for one in self.open} - {""}))
            except Exception:
                log.exception("desk.look_failed")

    def _look(self, conversations: Collection[str]) -> tuple[list[object], dict[str, object], int]:
        found = self.state.shop.desk.listed(*OPEN)
        queue: list[object] = [
            (one.id, one.state, one.assignee, one.priority, one.waiting_since, one.typing_at, one.snoozed_until)
            for one in found
        ]
        heads = self.state.log.rows.heads(conversations)
        notes = self.state.shop.desk.noted(conversations)
        logs: dict[str, object] = {one: (heads.get(one), notes.get(one, 0)) for one in conversations}
        return queue, logs, sum(one.state == "queued" for one in found)

    def _compare(self, queue: list[object], logs: dict[str, object], waiting: int) -> None:
        before, self._queue, self.waiting = self._queue, queue, waiting
        for one in tuple(self.open):
            if before is not None and before != queue:
                one.tell("queue")
            if one.conversation in self._logs and self._logs[one.conversation] != logs.get(one.conversation):
                one.tell("log")
        self._logs = logs


@staff(*AT_THE_DESK)
def events(request: Request) -> Response:
    member, wanted = request.state.member, request.query_params.get("conversation", "")
    agent = Agent(member.id, member.name, member.role)
    changes = _changes(request.app.state, agent, wanted)
    return EventSourceResponse(changes, ping=15, headers={"cache-control": "no-store"})


async def _changes(state: Any, agent: Agent, conversation: str) -> AsyncIterator[ServerSentEvent]:
    watch: Watch = state.desk_watch
    console, loop = Console(conversation), asyncio.get_running_loop()
    watch.open.add(console)
    watch.heard(conversation)
    end = loop.time() + LIFE_SECONDS
    try:
        yield ServerSentEvent(comment="open")
        while loop.time() < end:
            await asyncio.to_thread(state.shop.desk.arrive, agent)
            stay = loop.time() + STAY_SECONDS
            while (left := stay - loop.time()) > 0:
                with suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(console.wake.wait(), left)
                console.wake.clear()
                changed, console.changed = console.changed, set()
                for name in sorted(changed):
                    yield ServerSentEvent(data=str(watch.waiting), event=name)
    finally:
        watch.open.discard(console)
