"""The signed webhook: any CRM that can receive JSON; the receiver's side is in docs/reference/webhook.md."""

from __future__ import annotations

from dataclasses import dataclass

from floorwalker.adapters.signed_post import SignedPost
from floorwalker.domain.outbox import OutboxItem
from floorwalker.errors import Unavailable


@dataclass(frozen=True)
class WebhookSink:
    """Posts an item's payload."""

    post: SignedPost

    def deliver(self, item: OutboxItem) -> str:
        """Raises Unavailable for every answer but 2xx: a receiver that is mended within a day misses nothing."""
        answer = self.post.send(f"{item.sink}/{item.key}", item.payload)
        if not answer.is_success:
            raise Unavailable()
        return f"webhook {answer.status_code}"
