"""Money back from the console: within the limit at once, above it a supervisor; what is refused moves nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from floorwalker.domain.handoff import Limits, Support
from floorwalker.domain.money import Money
from floorwalker.testing.shop_bench import ShopBench
from tests.unit.console.test_console import DeskHouse, act


@pytest.fixture
def house() -> Iterator[DeskHouse]:
    bench = ShopBench()
    yield DeskHouse(bench)
    bench.close()


def bought(house: DeskHouse, conversation: str = "c1") -> str:
    """A paid order of the shopper's: its number."""
    house.shopper(conversation, "hello")
    return house.bench.paid(conversation).number


def money(house: DeskHouse) -> list[int]:
    with house.bench.books.view() as work:
        return [entry.amount.minor for order in work.orders.all() for entry in work.payments.ledger(order.id)]


def refund(browser: TestClient, number: str, amount: str, form: str = "f1", why: str = "goodwill"):
    return act(browser, "c1", "refund", order=number, amount=amount, why=why, form=form)


def limit(house: DeskHouse, **most: Money | None) -> None:
    """Sets what each role may refund; None: all."""
    shop = house.bench.shop
    limits = {role: Limits(amount, 0) for role, amount in most.items()}
    object.__setattr__(shop.handoffs, "store", replace(shop.store, support=Support(limits=limits)))


def test_money_goes_back_within_the_limit_once_and_is_noted(house: DeskHouse) -> None:
    limit(house, agent=Money(5000, "EUR"))
    number = bought(house)
    agent = house.visit("agent")
    assert f"Back to the card, of {number}" in agent.get("/desk/c1").text
    assert refund(agent, number, "12,50").status_code == 303
    assert refund(agent, number, "12,50").status_code == 422
    assert money(house) == [13390, -1250]
    assert ("agent", "order.refund", number) in house.audited()


@pytest.mark.parametrize(
    ("amount", "why"), [("0", "goodwill"), ("133.91", "goodwill"), ("much", "goodwill"), ("10", "whim")]
)
def test_a_refund_that_cannot_be_is_refused_and_nothing_moves(house: DeskHouse, amount: str, why: str) -> None:
    limit(house, agent=None)
    number = bought(house)
    assert refund(house.visit("agent"), number, amount, why=why).status_code == 422
    assert money(house) == [13390] and house.bench.shop.favours.asks() == ()


def test_anothers_order_is_not_refunded_from_this_talk(house: DeskHouse) -> None:
    limit(house, agent=None)
    house.shopper("c1", "hello")
    other = bought(house, "c2")
    assert refund(house.visit("agent"), other, "10").status_code == 422
    assert money(house) == [13390]


def test_above_the_limit_a_supervisor_decides(house: DeskHouse) -> None:
    limit(house, agent=Money(1000, "EUR"), supervisor=None)
    number = bought(house)
    agent, boss = house.visit("agent"), house.visit("supervisor")
    for _ in range(2):
        assert refund(agent, number, "20").status_code == 303
    (ask,) = house.bench.shop.favours.asks("c1")
    assert (ask.kind, ask.target, ask.amount, ask.why) == ("refund", number, 2000, "goodwill")
    assert act(agent, "c1", "decide", ask=ask.id, yes="yes").status_code == 422 and money(house) == [13390]
    assert f"agent asks to refund €20.00 of {number}" in boss.get("/desk/c1").text
    act(boss, "c1", "decide", ask=ask.id, yes="yes")
    assert money(house) == [13390, -2000] and house.bench.shop.favours.asks() == ()


def test_a_role_without_a_limit_gives_nothing_and_a_no_moves_nothing(house: DeskHouse) -> None:
    limit(house, supervisor=None)
    number = bought(house)
    refund(house.visit("agent"), number, "1")
    (ask,) = house.bench.shop.favours.asks("c1")
    act(house.visit("supervisor"), "c1", "decide", ask=ask.id, yes="no")
    assert money(house) == [13390] and house.bench.shop.favours.asks() == ()
