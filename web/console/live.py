"""`GET /desk/events`: tells an open console that the queue or its conversation has changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from sse_starlette.event import ServerSentEvent
from sse_starlette.sse import EventSourceResponse
from starlette.requests import Request
from starlette.responses import Response

from floorwalker.domain.handoff import Agent
from web.console.pages import AT_THE_DESK
from web.console.view import OPEN
from web.staff.guard import staff

LOOK_SECONDS = 1.0
STAY_SECONDS = 30
"""How often the agent counts as here."""
LIFE_SECONDS = 1800


@staff(*AT_THE_DESK)
def events(request: Request) -> Response:
    """Names only: what has changed is fetched by the page itself."""
    member, wanted = request.state.member, request.query_params.get("conversation", "")
    agent = Agent(member.id, member.name, member.role)
    return EventSourceResponse(
        _changes(request.app.state, agent, wanted), ping=15, headers={"cache-control": "no-store"}
    )  # fmt: skip


async def _changes(state: Any, agent: Agent, conversation: str) -> AsyncIterator[ServerSentEvent]:
    known = await asyncio.to_thread(_looked, state, conversation)
    for second in range(int(LIFE_SECONDS / LOOK_SECONDS)):
        if second % STAY_SECONDS == 0:
            await asyncio.to_thread(state.shop.desk.arrive, agent)
        await asyncio.sleep(LOOK_SECONDS)
        now = await asyncio.to_thread(_looked, state, conversation)
        for name in ("queue", "log"):
            if now[name] != known[name]:
                yield ServerSentEvent(data=str(now["waiting"]), event=name)
        known = now


def _looked(state: Any, conversation: str) -> dict[str, object]:
    found = state.shop.desk.listed(*OPEN)
    queue = [(one.id, one.state, one.assignee, one.priority, one.waiting_since, one.typing_at) for one in found]
    heads = state.log.rows.heads([conversation]) if conversation else {}
    notes = len(state.shop.desk.notes(conversation)) if conversation else 0
    waiting = sum(one.state == "queued" for one in found)
    return {"queue": queue, "log": (heads, notes), "waiting": waiting}
