"""Turns that wait in this process: a queue a conversation, the earliest message first, one at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog

from floorwalker.conversations.turns import Claim
from floorwalker.domain.transcript import Row

log = structlog.get_logger()

LATER_SECONDS = 0.05
"""Pause before asking again whether another process has ended the turn before."""


@dataclass(frozen=True)
class Waiting:
    """A stored message on its way to Rasa."""

    row: Row
    text: str
    metadata: Mapping[str, Any]


@dataclass
class Queues:
    """`claim` says whether a turn may begin now, `answer` runs it. For one event loop; `rows` from any thread."""

    claim: Callable[[Row], Claim]
    answer: Callable[[Waiting], Awaitable[None]]
    _waiting: dict[str, list[Waiting]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def add(self, waiting: Waiting) -> None:
        """Queues the turn at its place."""
        conversation = waiting.row.conversation
        idle = conversation not in self._waiting
        queue = self._waiting.setdefault(conversation, [])
        if all(one.row.seq != waiting.row.seq for one in queue):
            queue.append(waiting)
            queue.sort(key=lambda one: one.row.seq)
        if idle:
            task = asyncio.get_running_loop().create_task(self._run(conversation, queue))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def rows(self) -> list[Row]:
        """What this process has: running or waiting."""
        return [waiting.row for queue in tuple(self._waiting.values()) for waiting in tuple(queue)]

    async def _run(self, conversation: str, queue: list[Waiting]) -> None:
        """Until the queue is empty. What fails here is left to its lease: somebody takes it up."""
        try:
            while queue:
                await self._step(queue)
        except Exception:
            log.exception("turn.left", conversation=conversation)
        finally:
            del self._waiting[conversation]

    async def _step(self, queue: list[Waiting]) -> None:
        first = queue[0]
        claim = await asyncio.to_thread(self.claim, first.row)
        if claim == "later":
            return await asyncio.sleep(LATER_SECONDS)
        try:
            if claim == "mine":
                await self.answer(first)
        finally:
            queue.remove(first)
        return None
