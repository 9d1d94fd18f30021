"""Delivers what is due: at least once, with growing pauses, and dead only after a day of trying."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

import structlog

from floorwalker.domain.outbox import OutboxItem
from floorwalker.errors import ShopError, Unavailable

log = structlog.get_logger()

PAUSES = (1, 2, 5, 15, 30, 60, 120, 300, 900, 1800)
"""Seconds before the next try; the last one repeats."""
MOST_ATTEMPTS = 60
RENEW_SECONDS, MOST_RENEWALS = 20.0, 15
"""A delivery of several calls may outlast its lease: it is renewed so often, for five minutes at most."""


class Items(Protocol):
    """The table behind the worker; see the SQL adapter for what each does. `due` and `lease` never hand out an item
    whose conversation has an earlier one that is not over."""

    def due(self, now: int, limit: int) -> Sequence[OutboxItem]: ...
    def lease(self, item: OutboxItem, now: int) -> bool: ...
    def renew(self, item: OutboxItem, now: int) -> bool: ...
    def sent(self, item: OutboxItem, provider_ref: str) -> None: ...
    def failed(self, item: OutboxItem, error: str, next_at: int) -> None: ...
    def dead(self, item: OutboxItem, error: str) -> None: ...


class Sink(Protocol):
    """Somebody who can be told."""

    def deliver(self, item: OutboxItem) -> str:
        """Tells it; returns the receiver's reference. Raises Unavailable (try again) or Undeliverable (never again)."""


class Undeliverable(Exception):
    """This item can never be delivered: the reason is for the operator."""


@dataclass(frozen=True)
class OutboxWorker:
    """`now` gives real epoch seconds: vendors do not follow a shop's moved clock."""

    items: Items
    sinks: Mapping[str, Sink]
    now: Callable[[], int]
    renew_seconds: float = RENEW_SECONDS

    def run_due(self, limit: int = 50) -> int:
        """Delivers what is due, one after the other; how many were delivered."""
        return sum(self.deliver(item) for item in self.take(limit))

    def take(self, limit: int) -> Iterator[OutboxItem]:
        """What is due and now this worker's to deliver: of each conversation at most its first."""
        for item in self.items.due(self.now(), limit):
            if self.items.lease(item, self.now()):
                yield item

    def deliver(self, item: OutboxItem) -> bool:
        """One try for what was taken. False: not delivered now; the item says why."""
        try:
            with self._held(item):
                found = self._sink(item).deliver(item)
            self.items.sent(item, found)
        except Undeliverable as no:
            return self._bury(item, str(no))
        except Unavailable as no:
            return self._later(item, type(no).__name__)
        except (ShopError, OSError) as no:
            return self._later(item, f"{type(no).__name__}: {no}")
        except Exception as no:  # a fault of ours: what waits behind it must not wait for ever
            log.exception("outbox.fault", item=item.id, sink=item.sink, key=item.key)
            return self._later(item, type(no).__name__)
        log.info("outbox.sent", item=item.id, sink=item.sink, key=item.key)
        return True

    @contextmanager
    def _held(self, item: OutboxItem) -> Iterator[None]:
        """No other worker takes it up while it is being delivered."""
        over = threading.Event()
        renewing = threading.Thread(target=self._renew, args=(item, over), daemon=True)
        renewing.start()
        try:
            yield
        finally:
            over.set()
            renewing.join()  # a renewal that came after the end would hold up the next try

    def _renew(self, item: OutboxItem, over: threading.Event) -> None:
        for _ in range(MOST_RENEWALS):
            if over.wait(self.renew_seconds) or not self.items.renew(item, self.now()):
                return

    def _sink(self, item: OutboxItem) -> Sink:
        sink = self.sinks.get(item.sink)
        if sink is None:
            raise Undeliverable(f"no sink {item.sink}")
        return sink

    def _later(self, item: OutboxItem, error: str) -> bool:
        if item.attempts + 1 >= MOST_ATTEMPTS:
            return self._bury(item, error)
        pause = PAUSES[min(item.attempts, len(PAUSES) - 1)]
        log.info("outbox.later", item=item.id, sink=item.sink, key=item.key, error=error, pause=pause)
        self.items.failed(item, error, self.now() + pause)
        return False

    def _bury(self, item: OutboxItem, error: str) -> bool:
        log.error("outbox.dead", item=item.id, sink=item.sink, key=item.key, error=error)
        self.items.dead(item, error)
        return False
