"""Work that is done again and again beside everything else: a thread that no failure ends."""

from __future__ import annotations

import threading
from collections.abc import Callable

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

    def stop(self, seconds: float = 10) -> None:
        """Ends after the work in hand."""
        self._over.set()
        self.join(timeout=seconds)
