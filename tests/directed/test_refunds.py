"""Money goes back once, whatever is lost on the way, and never more than came in."""

from __future__ import annotations

import pytest

from floorwalker.domain.money import Money
from floorwalker.errors import NoOrder, NotAllowed
from floorwalker.testing.shop_bench import ShopBench, crashing


def refunds(bench: ShopBench) -> list[int]:
    """What the provider sent back."""
    return [refund["amount"] for refund in bench.sandbox.context.store.all("refund")]


def test_part_by_part_until_nothing_is_left(bench: ShopBench) -> None:
    placed = bench.paid()
    for minor in (3390, 10000):
        bench.shop.payments.refund(placed.order, Money(minor, "EUR"))
    assert bench.money(placed.order) == [("charge", 13390), ("refund", -3390), ("refund", -10000)]
    with pytest.raises(NotAllowed):
        bench.shop.payments.refund(placed.order, Money(1, "EUR"))
    assert len([key for key in bench.told() if key.startswith("refund:")]) == 2


@pytest.mark.parametrize("minor", [13391, 0, -5])
def test_too_much_or_nothing_is_refused_before_the_provider_is_asked(bench: ShopBench, minor: int) -> None:
    placed = bench.paid()
    asked = len(bench.transport.calls)
    with pytest.raises(NotAllowed):
        bench.shop.payments.refund(placed.order, Money(minor, "EUR"))
    assert len(bench.transport.calls) == asked


def test_an_unpaid_order_has_nothing_to_give_back(bench: ShopBench) -> None:
    placed = bench.placed()
    with pytest.raises(NotAllowed):
        bench.shop.payments.refund(placed.order, Money(1, "EUR"))
    with pytest.raises(NoOrder):
        bench.shop.payments.refund("o-unknown", Money(1, "EUR"))


@pytest.mark.parametrize("share", [1, 2, 3])
@pytest.mark.parametrize("later", [False, True], ids=["at once", "a day later"])
def test_a_lost_answer_never_refunds_twice(bench: ShopBench, share: int, later: bool) -> None:
    placed = bench.paid()
    amount = Money(placed.total.minor // share, "EUR")
    bench.transport.faults = [None, "lost response"]  # the look passes, the refund's answer is lost
    assert bench.shop.payments.refund(placed.order, amount).state == "requested"
    if later:
        bench.forget()
    assert bench.shop.payments.reconcile() == 0
    assert refunds(bench) == [amount.minor]
    assert bench.money(placed.order)[1:] == [("refund", -amount.minor)]


@pytest.mark.parametrize("point", ["after-refund-tx", "after-refund", "before-commit"])
def test_a_crash_in_a_refund_is_finished_by_the_next_round(bench: ShopBench, point: str) -> None:
    placed = bench.paid()
    crashing(bench, point, lambda: bench.shop.payments.refund(placed.order, placed.total))
    bench.forget()
    assert bench.shop.payments.reconcile() == 0
    assert refunds(bench) == [13390] and bench.money(placed.order)[1:] == [("refund", -13390)]


def test_a_refund_that_the_bank_sends_back_is_money_again(bench: ShopBench) -> None:
    placed = bench.placed()
    bench.buyer(bench.session(placed.order), "refund_fail")
    bench.shop.payments.sync_conversation("c1")
    refund = bench.shop.payments.refund(placed.order, placed.total)
    bench.clock.move(90_000)
    assert bench.shop.payments.reconcile() == 0
    assert bench.money(placed.order)[1:] == [("refund", -13390), ("refund_failed", 13390)]
    assert f"refund_failed:{refund.id}" in bench.told()
    assert bench.shop.orders.by_id(placed.order).payment == "paid"


def test_a_refund_rejected_after_it_had_succeeded_is_seen_without_its_webhook(bench: ShopBench) -> None:
    placed = bench.paid()
    bench.shop.payments.reconcile()
    assert bench.shop.payments.refund(placed.order, placed.total).state == "succeeded"
    bench.control("reject", refund=next(iter(bench.sandbox.context.store.all("refund")))["id"])
    bench.clock.move(3700)
    assert bench.shop.payments.reconcile() == 0
    assert bench.money(placed.order)[1:] == [("refund", -13390), ("refund_failed", 13390)]


def test_a_disputed_payment_stops_parcel_and_refunds(bench: ShopBench) -> None:
    placed = bench.placed()
    bench.buyer(bench.session(placed.order), "dispute")
    bench.post()
    for letter in bench.box.letters:
        bench.shop.payments.handle_event(*letter)
    with bench.books.view() as work:
        assert work.orders.get(placed.order).flags == {"disputed"}
    assert bench.money(placed.order) == [("charge", 13390), ("dispute", 0)]
    with pytest.raises(NotAllowed) as no:
        bench.shop.payments.refund(placed.order, placed.total)
    assert no.value.why == "disputed"
