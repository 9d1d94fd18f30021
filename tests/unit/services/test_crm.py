"""A CRM hears of people and their orders in the transaction of the change, each version once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from floorwalker.adapters.sql import tables_talk as t
from floorwalker.domain.handoff import Agent, Support
from floorwalker.domain.money import Money
from floorwalker.errors import BadValue
from floorwalker.testing.shop_bench import ShopBench


@pytest.fixture
def bench() -> Iterator[ShopBench]:
    bench = ShopBench(support=Support(crm="webhook"))
    yield bench
    bench.close()


def heard(bench: ShopBench, event: str) -> list[dict[str, Any]]:
    query = select(t.outbox.c.payload).where(t.outbox.c.sink == "crm:webhook").order_by(t.outbox.c.id)
    with bench.engine.connect() as db:
        found = [json.loads(payload) for payload in db.execute(query).scalars()]
    return [one for one in found if one["event"] == event]


def test_a_purchase_is_a_contact_and_a_deal_that_moves(bench: ShopBench) -> None:
    placed = bench.paid("c1")
    (contact,) = heard(bench, "contact.changed")
    assert contact["source"] == "order" and "@" in contact["email"] and contact["name"]
    made, paid = heard(bench, "order.changed")
    assert (made["state"], made["paid"]) == ("awaiting_payment", 0)
    assert (paid["state"], paid["paid"], paid["currency"]) == ("placed", paid["total"], "EUR")
    assert made["order"] == paid["order"] and paid["customer"] == contact["customer"] and placed
    assert paid["lines"][0]["sku"] == "JKT-M"


def test_money_that_went_back_shows_in_the_deal(bench: ShopBench) -> None:
    bench.paid("c1")
    order = heard(bench, "order.changed")[-1]
    bench.shop.payments.refunds.request(order["order"], Money(1000, "EUR"))
    assert heard(bench, "order.changed")[-1]["paid"] == order["paid"] - 1000


def test_an_order_that_was_not_paid_closes(bench: ShopBench) -> None:
    placed = bench.placed("c1")
    bench.shop.payments.cancel("c1")
    last = heard(bench, "order.changed")[-1]
    assert last["state"] == "closed" and last["closed_because"] and placed


def test_who_is_owed_an_answer_is_known_with_the_words_of_consent(bench: ShopBench) -> None:
    bench.shop.handoffs.request_callback("c1", "anna@example.com", "Yes, write to me")
    (contact,) = heard(bench, "contact.changed")
    assert (contact["email"], contact["source"]) == ("anna@example.com", "callback")
    assert contact["consent"] == "Yes, write to me"
    (ticket,) = heard(bench, "handoff.callback")
    assert ticket["contact"] == "anna@example.com"


def test_who_changes_an_address_back_is_told_of_too(bench: ShopBench) -> None:
    for address in ("a@example.com", "b@example.com", "a@example.com"):
        bench.clock.now += 60
        bench.shop.handoffs.request_callback("c1", address, "yes")
    assert [one["email"][0] for one in heard(bench, "contact.changed")] == ["a", "b", "a"]


def test_an_agent_who_was_first_leaves_no_address_behind(bench: ShopBench) -> None:
    bench.shop.desk.take(bench.shop.handoffs.ask("c1").handoff.id, Agent("a1", "Marta"))
    bench.shop.handoffs.request_callback("c1", "anna@example.com", "yes")
    assert heard(bench, "contact.changed") == [] and heard(bench, "handoff.callback") == []
    found = bench.shop.handoffs.current("c1")
    assert found and (found.state, found.contact) == ("human", "")


def test_an_address_that_cannot_be_read_is_told_to_nobody(bench: ShopBench) -> None:
    with pytest.raises(BadValue):
        bench.shop.handoffs.request_callback("c1", "anna at example")
    assert heard(bench, "contact.changed") == [] and heard(bench, "handoff.callback") == []


def test_without_a_crm_nothing_is_told() -> None:
    bench = ShopBench()
    bench.paid("c1")
    assert heard(bench, "order.changed") == [] and heard(bench, "contact.changed") == []
    bench.close()
