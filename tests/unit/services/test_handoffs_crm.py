"""A CRM hears of each handoff once, without the shopper's words, and of nothing where none is set."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from floorwalker.adapters.sql import tables_talk as t
from floorwalker.domain.handoff import Agent, Support
from floorwalker.testing.shop_bench import ShopBench

MARTA = Agent("a1", "Marta")


@pytest.fixture
def bench() -> Iterator[ShopBench]:
    bench = ShopBench()
    object.__setattr__(bench.shop.handoffs, "store", replace(bench.shop.store, support=Support(crm="webhook")))
    yield bench
    bench.close()


def heard(bench: ShopBench) -> list[dict[str, object]]:
    query = select(t.outbox.c.payload).where(t.outbox.c.sink == "crm:webhook").order_by(t.outbox.c.id)
    with bench.engine.connect() as db:
        return [json.loads(payload) for payload in db.execute(query).scalars()]


def test_one_entry_when_it_begins_is_taken_and_ends(bench: ShopBench) -> None:
    bench.shop.carts.add("c1", "JKT-M")
    handoff = bench.shop.handoffs.ask("c1", "payment_failed", "my card 4242 and anna@example.com").handoff
    bench.shop.handoffs.ask("c1", "payment_failed")
    bench.shop.desk.take(handoff.id, MARTA)
    bench.shop.desk.resolve(handoff.id, MARTA)
    began, taken, ended = heard(bench)
    assert (taken["event"], taken["agent"]) == ("handoff.taken", "Marta")
    assert (began["event"], began["handoff"], began["reason"]) == ("handoff.queued", handoff.id, "payment_failed")
    assert began["packet"] == {name: handoff.packet[name] for name in ("value", "cart", "orders")}
    assert (ended["event"], ended["state"], ended["outcome"]) == ("handoff.ended", "closed", "resolved")
    assert "anna" not in json.dumps([began, taken, ended])


def test_a_second_end_tells_nothing(bench: ShopBench) -> None:
    bench.shop.handoffs.ask("c1")
    assert bench.shop.handoffs.cancel("c1") and not bench.shop.handoffs.cancel("c1")
    assert [one["event"] for one in heard(bench)] == ["handoff.queued", "handoff.ended"]


def test_without_a_crm_nothing_is_told(bench: ShopBench) -> None:
    object.__setattr__(bench.shop.handoffs, "store", bench.shop.store)
    bench.shop.handoffs.ask("c1")
    assert heard(bench) == []
