"""`GET /desk/events`: tells an open console what has changed.

Of its own conversation a console hears at once: new entries of the transcript come as they are to be shown. Of the
queue it hears that it has changed, and fetches it: one look a process serves all consoles, a little after the first
change and at least once a second, for what nobody told.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import structlog
from sse_starlette.event import ServerSentEvent
from sse_starlette.sse import EventSourceResponse
from starlette.requests import Request
from starlette.responses import Response

from floorwalker.domain.handoff import Agent
from web.console import board
from web.console.pages import AT_THE_DESK
from web.console.talk import Place, Talk
from web.staff import cookies
from web.staff.guard import signed_in, staff

LOOK_SECONDS = 1.0
GATHER_SECONDS = 0.5
"""What is told within so short a time is looked at once: the queue may come a moment later than the words."""
QUIET_SECONDS = 0.1
"""A console that has just been told waits so long: a message and the news of its arrival are read at once."""
STAY_SECONDS = 30.0
"""How often it is asked whether the agent is still signed in, and then counts as here."""
LIFE_SECONDS = 1800.0
WRITES = "writes:"
"""What another conversation's shopper does, before its name."""

log = structlog.get_logger()


@dataclass(eq=False)
class Console:
    """One open console: the conversation it shows and how far, and what has changed since it was last told."""

    conversation: str
    place: Place = field(default_factory=Place)
    changed: set[str] = field(default_factory=set)
    wake: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, name: str) -> None:
        self.changed.add(name)
        self.wake.set()

    def told(self) -> set[str]:
        self.wake.clear()
        changed, self.changed = self.changed, set()
        return changed


@dataclass
class Watch:
    """Over the web process's state. `seen`: the queue as it was last looked at."""

    state: Any
    open: set[Console] = field(default_factory=set)
    seen: board.Seen | None = None
    _told: asyncio.Event = field(default_factory=asyncio.Event)

    def heard(self, conversation: str) -> None:
        """A conversation has news. To be called on the watch's own loop."""
        self._told.set()
        for one in self.open:
            if one.conversation and one.conversation == conversation:
                one.tell("log")

    async def run(self) -> None:
        """Until cancelled; a failing look is tried again."""
        while True:
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._told.wait(), LOOK_SECONDS)
            self._told.clear()
            if not self.open:
                self.seen = None
                continue
            await asyncio.sleep(GATHER_SECONDS)
            try:
                self._compare(*await asyncio.to_thread(self._look, {one.conversation for one in self.open} - {""}))
            except Exception:
                log.exception("desk.look_failed")

    def _look(self, conversations: Collection[str]) -> tuple[board.Seen, Mapping[str, tuple[int, int]]]:
        heads = self.state.log.rows.heads(conversations)
        notes = self.state.shop.desk.noted(conversations)
        logs = {one: (heads.get(one, 0), notes.get(one, 0)) for one in conversations}
        return board.look(self.state, self.seen), logs

    def _compare(self, seen: board.Seen, logs: Mapping[str, tuple[int, int]]) -> None:
        before, self.seen = self.seen, seen
        news = {"queue"} if before and before.signs != seen.signs else set()
        news |= {WRITES + one for one in seen.writing(before)} if before else set()
        for one in tuple(self.open):
            for name in news - {WRITES + one.conversation}:
                one.tell(name)
            if logs.get(one.conversation, one.place.told) != one.place.told:
                one.tell("log")


@staff(*AT_THE_DESK)
def events(request: Request) -> Response:
    """The stream of an open page. Who comes without a page's proof that the reading is noted is noted here."""
    state, asked = request.app.state, request.query_params
    wanted = asked.get("conversation", "")
    wanted = wanted if state.log.rows.exists(wanted) else ""
    if wanted and not cookies.proves(request, asked.get("read", ""), wanted):
        state.staff.looked(request.state.member.name, "talk.read", wanted)
    place = Place.read(request.headers.get("last-event-id") or asked.get("place", ""))
    return EventSourceResponse(_changes(request, wanted, place), ping=15, headers={"cache-control": "no-store"})


async def _changes(request: Request, conversation: str, place: Place) -> AsyncIterator[ServerSentEvent]:
    state, member = request.app.state, request.state.member
    watch: Watch = state.desk_watch
    console, loop = Console(conversation, place), asyncio.get_running_loop()
    talk, agent = Talk(state, member, conversation), Agent(member.id, member.name, member.role)
    watch.open.add(console)
    watch.heard(conversation)
    end = loop.time() + LIFE_SECONDS
    try:
        yield ServerSentEvent(comment="open")
        while loop.time() < end and await asyncio.to_thread(_here, request, agent):
            stay = loop.time() + STAY_SECONDS
            while (left := stay - loop.time()) > 0:
                with suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(console.wake.wait(), left)
                changed = console.told()
                if "log" in changed:
                    for name, data, at in await asyncio.to_thread(_news, request, talk, place):
                        yield ServerSentEvent(data=data, event=name, id=at)
                for name in (one for one in changed if one.startswith(WRITES)):
                    yield ServerSentEvent(data=name.removeprefix(WRITES), event="typing")
                if "queue" in changed and watch.seen:
                    yield ServerSentEvent(data=str(watch.seen.waiting), event="queue")
                await asyncio.sleep(QUIET_SECONDS)
    finally:
        watch.open.discard(console)


def _here(request: Request, agent: Agent) -> bool:
    """The agent counts as here; False once the session is over, or the member may not sit at the desk any more."""
    member = signed_in(request, used=False)
    if member is None or member.role not in AT_THE_DESK:
        return False
    request.app.state.shop.desk.arrive(agent)
    return True


def _news(request: Request, talk: Talk, place: Place) -> list[tuple[str, str, str]]:
    """What is new in the conversation, as it is to be shown: (event, data, how far one is with it). Ticks come behind
    their messages."""
    short = talk.conversation[:4].upper()

    def drawn(template: str, one: object) -> str:
        return str(request.app.state.console_part(request, f"console/{template}.html", one=one, short=short))

    typed = place.typed
    found = [("line", drawn("_line", one), place.id) for one in talk.after(place)]
    found += [("tick", drawn("_tick", one), place.id) for one in talk.ticks(place)]
    wrote = place.typed != typed and talk.writes(place)
    return [*found, ("typing", talk.conversation, place.id)] if wrote else found
