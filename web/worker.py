"""Background work of the web process: the outbox every moment, reconciliation every minute."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import structlog

log = structlog.get_logger()


class Repeating(threading.Thread):
    """Calls `work` again and again with `pause` seconds between; a failure is logged and never ends it."""

    def __init__(self, name: str, work: Callable[[], object], pause: float) -> None:
        super().__init__(name=name, daemon=True)
        self._work, self._pause, self._over = work, pause, threading.Event()

    def run(self) -> None:
        while not self._over.is_set():
            try:
                self._work()
            except Exception:
                log.exception("worker.failed", worker=self.name)
            self._over.wait(self._pause)

    def stop(self) -> None:
        """Ends after the work in hand."""
        self._over.set()
        self.join(timeout=10)


@dataclass
class Deliveries:
    """Delivers the outbox: several conversations at once, each one's news in their order. A slow receiver holds up
    its own conversation only, until all places are taken."""

    worker: Any
    places: int = 8
    _under_way: set[threading.Thread] = field(default_factory=set)

    def run_due(self) -> None:
        """Starts what is due and goes on without waiting for it."""
        free = self.places - len(self._under_way)
        for item in self.worker.take(free) if free else ():
            thread = threading.Thread(target=self._deliver, args=(item,), name=f"outbox-{item.id}", daemon=True)
            self._under_way.add(thread)
            thread.start()

    def stop(self, seconds: float = 10) -> None:
        """Waits for what is under way; the rest is told after the next start."""
        end = time.monotonic() + seconds
        for thread in tuple(self._under_way):
            thread.join(max(0.0, end - time.monotonic()))

    def _deliver(self, item: Any) -> None:
        try:
            self.worker.deliver(item)
        except Exception:
            log.exception("worker.failed", worker=threading.current_thread().name)
        finally:
            self._under_way.discard(threading.current_thread())
