"""The contract of a CRM's sink, to run an adapter against: inherit `CrmContract` in a test module and give a pytest
fixture `far` that yields a `FarCrm` over your CRM or your fake of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import select

from floorwalker.adapters.sql import tables_talk as t
from floorwalker.adapters.sql.outbox_items import SqlOutbox
from floorwalker.domain.handoff import Agent, Support
from floorwalker.services.outbox import OutboxWorker, Sink
from floorwalker.testing.shop_bench import ShopBench

MARTA = Agent("a1", "Marta")


class FarCrm(Protocol):
    """The CRM, and the sink that is tried."""

    @property
    def sink(self) -> Sink: ...

    def records(self) -> Sequence[Mapping[str, Any]]:
        """What the CRM took in, oldest first; a repeat of an event is not taken in again."""

    def refuses(self, times: int, status: int) -> None:
        """The next calls are refused; nothing is taken in."""

    def loses_answers(self, times: int) -> None:
        """The next calls are taken in, but their answers get lost."""


class CrmContract:
    """Every promise, through the outbox of a whole shop."""

    def setup_method(self) -> None:
        self.bench = ShopBench(support=Support(crm="tried"))
        self.now = self.bench.clock.now

    def teardown_method(self) -> None:
        self.bench.close()

    def deliver(self, far: FarCrm, rounds: int = 40) -> None:
        """The worker's time goes on until it rests."""
        worker = OutboxWorker(SqlOutbox(self.bench.engine), {"crm:tried": far.sink, "rasa": Nobody()}, lambda: self.now)
        for _ in range(rounds):
            worker.run_due()
            self.now += 60

    def written(self) -> list[str]:
        """Keys of the events in the order in which they happened."""
        query = select(t.outbox.c.key).where(t.outbox.c.sink == "crm:tried").order_by(t.outbox.c.id)
        with self.bench.engine.connect() as db:
            return list(db.execute(query).scalars())

    def act(self) -> None:
        """A purchase, then a person who helps."""
        self.bench.paid("c1")
        handoff = self.bench.shop.handoffs.ask("c1", "complaint").handoff
        self.bench.shop.desk.take(handoff.id, MARTA)
        self.bench.shop.desk.resolve(handoff.id, MARTA)

    def events(self, far: FarCrm) -> list[str]:
        return [str(one["event"]) for one in far.records()]

    def test_everything_arrives_in_its_order(self, far: FarCrm) -> None:
        self.act()
        self.deliver(far)
        assert self.events(far) == [
            "contact.changed", "order.changed", "order.changed", "handoff.queued", "handoff.taken", "handoff.ended"
        ]  # fmt: skip

    def test_a_crm_that_is_down_misses_nothing_and_gets_it_in_order(self, far: FarCrm) -> None:
        far.refuses(4, 503)
        self.act()
        self.deliver(far)
        assert len(self.events(far)) == len(self.written()) == 6
        assert self.events(far)[0] == "contact.changed" and self.events(far)[-1] == "handoff.ended"

    def test_a_lost_answer_doubles_nothing(self, far: FarCrm) -> None:
        far.loses_answers(3)
        self.act()
        self.deliver(far)
        assert len(self.events(far)) == 6

    def test_a_deal_ends_as_it_is(self, far: FarCrm) -> None:
        self.act()
        self.deliver(far)
        deal = [one for one in far.records() if one["event"] == "order.changed"][-1]
        assert (deal["state"], deal["paid"]) == ("placed", deal["total"])


class Nobody:
    """No Rasa here."""

    def deliver(self, item: object) -> str:
        return "nobody"
