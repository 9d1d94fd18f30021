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
    happened: list[tuple[object, ...]] = field(default_factory=list)

    def due(self, now: int, limit: int) -> Sequence[OutboxItem]:
        return [self.item]

    def lease(self, item: OutboxItem, now: int) -> bool:
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
