"""Background work: failures end nothing, and a slow receiver holds nobody else up."""

from __future__ import annotations

import threading
from types import SimpleNamespace

from floorwalker.conversations.background import Repeating
from web.worker import Deliveries


class Slow:
    """The first item is told when `go` is set; the others at once."""

    def __init__(self) -> None:
        self.go, self.told, self.second = threading.Event(), [], threading.Event()
        self.waiting = [SimpleNamespace(id=n) for n in (1, 2, 3)]

    def take(self, limit):
        taken, self.waiting = self.waiting[:limit], self.waiting[limit:]
        return taken

    def deliver(self, item):
        if item.id == 1:
            assert self.go.wait(10)
        self.told.append(item.id)
        if item.id == 3:
            self.second.set()
            raise RuntimeError("a failure is logged and ends nothing")


def test_a_slow_receiver_holds_up_its_own_conversation_only() -> None:
    worker = Slow()
    deliveries = Deliveries(worker, places=8)
    deliveries.run_due()
    assert worker.second.wait(10)
    worker.go.set()
    deliveries.stop()
    assert sorted(worker.told) == [1, 2, 3] and worker.told[-1] == 1


def test_no_more_is_taken_than_there_are_places() -> None:
    worker = Slow()
    deliveries = Deliveries(worker, places=1)
    deliveries.run_due()
    deliveries.run_due()
    assert [item.id for item in worker.waiting] == [2, 3]
    worker.go.set()
    deliveries.stop()


def test_work_that_fails_is_done_again_and_stops_when_asked() -> None:
    calls, enough = [], threading.Event()

    def work() -> None:
        calls.append(1)
        if len(calls) == 3:
            enough.set()
        raise RuntimeError("again")

    repeating = Repeating("test", work, 0.001)
    repeating.start()
    assert enough.wait(10)
    repeating.stop()
    assert not repeating.is_alive()
