"""A signed JSON event, posted to a merchant's system; both receivers' sides are described in docs/reference."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx

from floorwalker.domain.signature import signature
from floorwalker.errors import Unavailable

ANSWER_SECONDS = 10


def _client() -> httpx.Client:
    return httpx.Client(timeout=ANSWER_SECONDS, trust_env=False)


def _now() -> int:
    return int(time.time())


@dataclass
class SignedPost:
    """The event id stays the same over all tries; the signature's time is that of the try."""

    url: str
    secret: str
    now: Callable[[], int] = _now
    client: httpx.Client = field(default_factory=_client)

    def send(self, event: str, facts: Mapping[str, Any]) -> httpx.Response:
        """Whatever was answered. Raises Unavailable where nothing was."""
        body = json.dumps(facts, sort_keys=True, ensure_ascii=False).encode("utf-8", "replace")
        headers = {
            "content-type": "application/json",
            "floorwalker-event": quote(event, safe="/:"),
            "floorwalker-signature": signature(self.secret, self.now(), body),
        }
        try:
            return self.client.post(self.url, content=body, headers=headers)
        except httpx.HTTPError as error:
            raise Unavailable() from error
