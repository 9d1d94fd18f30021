"""The outbox's deliveries, side by side."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import Any

import structlog

log = structlog.get_logger()


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
