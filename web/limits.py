"""Limits of the public addresses: who may ask from where, and how often."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from starlette.requests import Request

MOST_KEYS = 20_000


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


def same_origin(request: Request, public_url: str) -> bool:
    """Whether a browser's Origin is this shop's own; a request without one is no cross-site request."""
    origin = request.headers.get("origin")
    if origin is None:
        return True
    here = {request.headers.get("host", ""), urlsplit(public_url).netloc}
    return urlsplit(origin).netloc in here
