"""What every call of the sandbox works with: store, time, address, and the events it leaves behind."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from floorwalker.sandbox import shapes_after
from floorwalker.sandbox.clock import Clock
from floorwalker.sandbox.errors import no_such
from floorwalker.sandbox.store import Object, Store

Kind = Literal[
    "checkout.session", "payment_intent", "charge", "refund", "event", "product", "price", "customer",
    "payment_method", "webhook_endpoint", "dispute",
]  # fmt: skip


@dataclass
class Faults:
    """What shall go wrong next. `answers`: statuses for the next calls, before anything is done.
    `webhooks`: what happens to the events that are emitted while it is set."""

    answers: list[int] = field(default_factory=list)
    webhooks: Literal["", "drop", "duplicate", "reverse"] = ""


@dataclass
class Context:
    """One for the sandbox's life; `idempotency_key` is the current call's."""

    store: Store
    clock: Clock
    base: str
    shop: str = "the shop"
    faults: Faults = field(default_factory=Faults)
    idempotency_key: str | None = None

    @property
    def now(self) -> int:
        return self.clock()

    def need(self, kind: Kind, id: str, param: str = "id") -> Object:
        """The object. Raises ApiError 404."""
        found = self.store.get(kind, id)
        if found is None:
            raise no_such(kind.replace(".", " "), id, param)
        return found

    def emit(self, type: str, obj: Object) -> None:
        """Records that something happened, and puts it on its way to every endpoint that listens."""
        event = shapes_after.event(self.now, type, obj, self.idempotency_key)
        self.store.add(event)
        for endpoint in self.store.all("webhook_endpoint"):
            if {"*", type} & set(endpoint["enabled_events"]):
                self._enqueue(event["id"], endpoint["id"])

    def _enqueue(self, event: str, endpoint: str) -> None:
        state = "dropped" if self.faults.webhooks == "drop" else "due"
        for _ in range(2 if self.faults.webhooks == "duplicate" else 1):
            self.store.enqueue(event, endpoint, self.now, state)
