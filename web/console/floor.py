"""`/desk/floor`: the supervisor's view of today, and a way to give what is late to somebody who is free."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from floorwalker.conversations.mood import WINDOW, Mood
from floorwalker.domain.handoff import Agent
from floorwalker.domain.staff import Role
from floorwalker.errors import HandoffMoved, NotAllowed, TakenByOther
from web.console.pages import made
from web.staff.guard import staff

LEADS: tuple[Role, ...] = ("supervisor", "merchant")
LIVE, SHOWN = 50, 10


@staff(*LEADS)
def floor(request: Request) -> Response:
    return _page(request)


@staff(*LEADS)
def assign(request: Request) -> Response:
    state, member = request.app.state, request.state.member
    handoff = request.state.form.get("handoff", "")
    try:
        state.desk.tell(state.floors.assign(handoff, Agent(member.id, member.name, member.role)))
    except NotAllowed:
        return _page(request, 422, "floor_nobody_free")
    except (HandoffMoved, TakenByOther):
        return _page(request, 409, "desk_moved")
    return RedirectResponse("/desk/floor", 303)


def _page(request: Request, status: int = 200, error: str = "") -> Response:
    state = request.app.state
    live = state.desk.live(LIVE)
    support = state.shop.store.support
    facts = {
        "floor": state.floors.today(), "scored": scored(state, live), "live": len(live), "error": error,
        "now": state.shop.clock.now(), "most": support.talks_each, "soon": support.offer_score,
        "limit": support.first_reply_seconds[1],
    }  # fmt: skip
    return made(request, "console/floor.html", status, **facts)


def scored(state: Any, live: list[str]) -> list[tuple[str, float, str, str]]:
    """Conversations with the assistant by how much anger their last words show: id, score, channel, last words. Here
    the cues alone count."""
    mood = Mood(state.mood_lists, lambda _: 0.0)
    found = []
    for conversation in live:
        heard = [row for row in state.log.rows.since(conversation, 0) if row.direction == "in"][-WINDOW:]
        texts = [str(row.body.get("text") or "") for row in heard]
        channel = state.log.rows.channel(conversation) or ""
        found.append((conversation, mood.score(texts), channel, texts[-1] if texts else ""))
    return sorted(found, key=lambda one: -one[1])[:SHOWN]
