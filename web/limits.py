"""Limits of the public addresses: who may ask from where, how often, how much, and how slowly.

One table for all; what it does not name falls under its last line, so a new page is limited from its first day.
"""

from __future__ import annotations

import asyncio
import ipaddress
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.storefront.pages import trouble

MOST_KEYS = 20_000
READ_SECONDS = 10
"""A body must have come within this time."""


@dataclass(frozen=True)
class Rule:
    """What one address may do under a prefix: `burst` requests at once, `per_second` on average, so many bytes each."""

    prefix: str
    burst: float
    per_second: float
    bytes: int
    json: bool = False


RULES = (
    Rule("/chat/session", 60, 1, 8_192, json=True),
    Rule("/chat/events", 600, 50, 0, json=True),
    Rule("/chat/typing", 600, 50, 64, json=True),
    Rule("/chat/received", 600, 50, 64, json=True),
    Rule("/webhooks/web/", 600, 50, 16_384, json=True),
    Rule("/webhooks/", 1200, 100, 3_000_000, json=True),  # a vendor sends everybody's messages from a few addresses
    Rule("/helpdesk/", 1200, 100, 1_000_000, json=True),
    Rule("/stripe/webhook", 600, 50, 1_000_000, json=True),
    Rule("/pay/", 60, 1, 0),  # each may ask the payment provider
    Rule("/pictures/", 2000, 200, 0),
    Rule("/static/", 2000, 200, 0),
    Rule("/widget/", 2000, 200, 0),
    Rule("/staff/static/", 2000, 200, 0),
    Rule("/staff/", 60, 1, 16_384),  # each sign-in costs a slow hash
    Rule("/office/static/", 2000, 200, 0),
    Rule("/desk/static/", 2000, 200, 0),
    Rule("/desk", 1200, 100, 64_000),  # a whole team works behind one address, and its pages keep themselves new
    Rule("/health", 600, 50, 0, json=True),
    Rule("/", 300, 10, 1_000_000),
)


@dataclass
class TokenBucket:
    """`burst` at once, `per_second` on average, for each key; the longest unused keys are forgotten first."""

    burst: float
    per_second: float
    _levels: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def allows(self, key: str, now: float | None = None) -> bool:
        now = time.monotonic() if now is None else now
        level, since = self._levels.pop(key, (self.burst, now))
        level = min(self.burst, level + (now - since) * self.per_second)
        allowed = level >= 1
        self._levels[key] = (level - 1 if allowed else level, now)
        while len(self._levels) > MOST_KEYS:
            self._levels.popitem(last=False)
        return allowed


class Limits:
    """Refuses with 429, 413 and 408 what goes beyond its rule; under an address that holds a NUL there is nothing."""

    def __init__(self, app: ASGIApp, rules: Sequence[Rule] = RULES, read_seconds: float = READ_SECONDS) -> None:
        self.app, self.read_seconds = app, read_seconds
        self.buckets = [(rule, TokenBucket(rule.burst, rule.per_second)) for rule in rules]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        rule, bucket = next(one for one in self.buckets if scope["path"].startswith(one[0].prefix))
        request = Request(scope)
        status = 0 if bucket.allows(address(request)) else 429
        status = status or (413 if _said(request) > rule.bytes else 404 if _holds_nul(scope) else 0)
        if status:
            return await _refusal(request, rule, status)(scope, receive, send)
        return await self.app(scope, Body(receive, rule.bytes, self.read_seconds), send)


class Body:
    """A request's body as it comes in, counted and timed; what comes after it passes."""

    def __init__(self, receive: Receive, most: int, seconds: float) -> None:
        self.receive, self.left, self.seconds = receive, most, seconds
        self.end: float | None = None
        self.whole = False

    async def __call__(self) -> Message:
        if self.whole:
            return await self.receive()
        message = await self._next()
        self.left -= len(message.get("body", b""))
        self.whole = not message.get("more_body", False)
        if self.left < 0:
            raise _stopped(413)
        return message

    async def _next(self) -> Message:
        now = asyncio.get_running_loop().time()
        self.end = self.end or now + self.seconds
        try:
            return await asyncio.wait_for(self.receive(), max(0.0, self.end - now))
        except asyncio.TimeoutError:
            raise _stopped(408) from None


def address(request: Request) -> str:
    """Who is counted: the client's address; of IPv6 its /64, which is one household's."""
    host = request.client.host if request.client else "?"
    try:
        known = ipaddress.ip_address(host)
    except ValueError:
        return host
    return str(ipaddress.ip_network((known, 64), strict=False)) if known.version == 6 else host


def same_origin(request: Request, public_url: str) -> bool:
    """Whether a browser's Origin is this shop's own; a request without one is no cross-site request."""
    origin = request.headers.get("origin")
    if origin is None:
        return True
    here = {request.headers.get("host", ""), urlsplit(public_url).netloc} - {""}
    return urlsplit(origin).netloc in here


def _said(request: Request) -> int:
    """The length that the request announces; 0 where it says none."""
    length = request.headers.get("content-length", "")
    return int(length) if length.isdecimal() and len(length) < 16 else 0


def _holds_nul(scope: Scope) -> bool:
    """PostgreSQL takes no NUL in a text."""
    return "\x00" in scope["path"] or b"%00" in scope["query_string"]


def _stopped(status: int) -> HTTPException:
    return HTTPException(status, headers={"connection": "close"})


def _refusal(request: Request, rule: Rule, status: int) -> Response:
    error = _stopped(status)
    answer = JSONResponse({"ok": False, "error": error.detail}, status) if rule.json else trouble(request, error)
    answer.headers["connection"] = "close"
    if status == 429:
        answer.headers["retry-after"] = "10"
    return answer
