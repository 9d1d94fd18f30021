import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from floorwalker.domain.outbox import OutboxItem
from floorwalker.errors import Unavailable
from floorwalker.services.outbox import MOST_ATTEMPTS, OutboxWorker, Undeliverable

ITEM = OutboxItem(1, "rasa", "paid:o1", "c1", {"intent": "EXTERNAL_payment_paid"}, 0)


@dataclass
class FakeItems:
    item: OutboxItem = ITEM
    free: bool = True
    renewals: int = 0
    happened: list[tuple[object, ...]] = field(default_factory=list)

    def due(self, now: int, limit: int) -> Sequence[OutboxItem]:
        return [self.item]

    def lease(self, item: OutboxItem, now: int) -> bool:
        return self.free

    def renew(self, item: OutboxItem, now: int) -> bool:
        self.renewals += 1
        return self.free

    def sent(self, item: OutboxItem, provider_ref: str) -> None:
        self.happened.append(("sent", provider_ref))

    def failed(self, item: OutboxItem, error: str, next_at: int) -> None:
        self.happened.append(("failed", error, next_at))

    def dead(self, item: OutboxItem, error: str) -> None:
        self.happened.append(("dead", error))


@dataclass
class FakeSink:
    error: Exception | None = None

    def deliver(self, item: OutboxItem) -> str:
        if self.error:
            raise self.error
        return "ref"


def run(items: FakeItems, sink: FakeSink, name: str = "rasa") -> int:
    return OutboxWorker(items, {name: sink}, lambda: 1000).run_due()


def test_what_is_due_is_delivered_and_marked() -> None:
    items = FakeItems()
    assert (run(items, FakeSink()), items.happened) == (1, [("sent", "ref")])


def test_what_another_worker_has_is_left_alone() -> None:
    items = FakeItems(free=False)
    assert (run(items, FakeSink()), items.happened) == (0, [])


def test_a_receiver_that_does_not_answer_is_asked_later_and_later() -> None:
    items = FakeItems(OutboxItem(1, "rasa", "k", "c1", {}, 3))
    assert (run(items, FakeSink(Unavailable())), items.happened) == (0, [("failed", "Unavailable", 1015)])


def test_a_fault_of_ours_holds_nothing_up_for_ever() -> None:
    items = FakeItems()
    last = FakeItems(OutboxItem(1, "rasa", "k", "c1", {}, MOST_ATTEMPTS - 1))
    for one in (items, last):
        run(one, FakeSink(KeyError("words of a shopper")))
    assert (items.happened, last.happened) == ([("failed", "KeyError", 1001)], [("dead", "KeyError")])


def test_a_long_delivery_keeps_its_lease_until_it_is_over() -> None:
    items = FakeItems()

    class Slow(FakeSink):
        def deliver(self, item: OutboxItem) -> str:
            end = time.monotonic() + 10
            while items.renewals < 3 and time.monotonic() < end:
                time.sleep(0.005)
            return "ref"

    OutboxWorker(items, {"rasa": Slow()}, lambda: 1000, renew_seconds=0.01).run_due()
    assert items.renewals >= 3 and items.happened == [("sent", "ref")]
    known = items.renewals
    time.sleep(0.1)
    assert items.renewals <= known + 1


def test_what_can_never_be_delivered_is_buried_with_its_reason() -> None:
    items = FakeItems()
    run(items, FakeSink(Undeliverable("no such address")))
    other = FakeItems()
    run(other, FakeSink(), name="mail")
    last = FakeItems(OutboxItem(1, "rasa", "k", "c1", {}, MOST_ATTEMPTS - 1))
    run(last, FakeSink(Unavailable()))
    assert [*items.happened, *other.happened, *last.happened] == [
        ("dead", "no such address"),
        ("dead", "no sink rasa"),
        ("dead", "Unavailable"),
    ]
