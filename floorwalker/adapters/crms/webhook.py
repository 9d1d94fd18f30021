"""The signed webhook: any CRM that can receive JSON; the receiver's side is in docs/reference/webhook.md."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

from floorwalker.domain.outbox import OutboxItem
from floorwalker.domain.signature import signature
from floorwalker.errors import Unavailable

ANSWER_SECONDS = 10


def _now() -> int:
    return int(time.time())


@dataclass
class WebhookSink:
    """Posts an item's payload. The event id stays the same over all tries; the signature's time is that of the try."""

    url: str
    secret: str
    now: Callable[[], int] = _now
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=ANSWER_SECONDS, trust_env=False))

    def deliver(self, item: OutboxItem) -> str:
        """Raises Unavailable for every answer but 2xx: a receiver that is mended within a day misses nothing."""
        body = json.dumps(item.payload, sort_keys=True, ensure_ascii=False).encode()
        headers = {
            "content-type": "application/json",
            "floorwalker-event": f"{item.sink}/{item.key}",
            "floorwalker-signature": signature(self.secret, self.now(), body),
        }
        try:
            answer = self.client.post(self.url, content=body, headers=headers)
        except httpx.HTTPError as error:
            raise Unavailable() from error
        if not answer.is_success:
            raise Unavailable()
        return f"webhook {answer.status_code}"
