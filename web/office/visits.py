"""Counts visits without a cookie: a browser counts once a day, and nothing of it is kept but the number.

Who came is remembered in memory alone, as hashes with a salt of the day; after a start, and in each further process, a
browser counts anew.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGES = re.compile(r"/(c/[^/]+|p/[^/]+)?")
ROBOT = re.compile(r"bot|crawl|spider|preview|monitor|curl|wget|python|headless", re.IGNORECASE)
MOST_KNOWN = 200_000


@dataclass
class Visits:
    """`today` names the day, `add` takes what has come since the last `flush`."""

    today: Callable[[], str]
    add: Callable[[int], None]
    _day: str = ""
    _salt: bytes = b""
    _known: set[bytes] = field(default_factory=set)
    _waiting: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def came(self, who: str) -> None:
        """Somebody looked at a page of the shop."""
        with self._lock:
            if self._day != (today := self.today()):
                self._day, self._salt, self._known = today, secrets.token_bytes(16), set()
            key = hashlib.blake2b(who.encode(), key=self._salt, digest_size=12).digest()
            if key not in self._known and len(self._known) < MOST_KNOWN:
                self._known.add(key)
                self._waiting += 1

    def flush(self) -> None:
        """Writes the number down; what cannot be written now is kept."""
        with self._lock:
            waiting, self._waiting = self._waiting, 0
        if waiting:
            try:
                self.add(waiting)
            except Exception:
                with self._lock:
                    self._waiting += waiting
                raise


class CountVisits:
    """Counts the shop's pages that people were shown."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not PAGES.fullmatch(scope["path"]):
            return await self.app(scope, receive, send)
        request = Request(scope)
        agent = request.headers.get("user-agent", "")

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200 and not ROBOT.search(agent):
                request.app.state.visits.came(f"{request.client.host if request.client else ''} {agent}")
            await send(message)

        return await self.app(scope, receive, counted if agent else send)
