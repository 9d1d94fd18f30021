"""Cancelling asks the provider first; a new link is a new order."""

from __future__ import annotations

import pytest

from floorwalker.errors import NoOrder, OutOfStock, PaymentUnavailable
from floorwalker.testing.races import just_before
from floorwalker.testing.shop_bench import ShopBench, crashing


def test_cancelling_closes_the_page_and_frees_the_stock_without_telling_the_shopper_again(bench: ShopBench) -> None:
    placed = bench.placed()
    order = bench.shop.payments.cancel("c1")
    assert (order.state, order.closed_because, order.url) == ("closed", "cancelled", None)
    assert bench.sessions(placed.order)[0]["status"] == "expired"
    assert bench.pieces() == (3, 0) and bench.told() == []
    assert bench.shop.payments.returned(bench.session(placed.order))[0] == "cancelled"


def test_cancelling_while_the_customer_pays_keeps_money_and_order(bench: ShopBench) -> None:
    placed = bench.placed()
    with just_before(bench.gateway, "expire", lambda: bench.buyer(bench.session(placed.order), "pay")):
        order = bench.shop.payments.cancel("c1")
    assert (order.state, order.payment, order.closed_because) == ("placed", "paid", "")
    assert bench.pieces() == (2, 0) and bench.told() == [f"paid:{placed.order}"]


def test_cancelling_with_a_silent_provider_keeps_the_stock_held(bench: ShopBench) -> None:
    placed = bench.placed()
    bench.transport.faults = ["lost request"]
    with pytest.raises(PaymentUnavailable):
        bench.shop.payments.cancel("c1")
    assert bench.pieces() == (3, 1)
    bench.buyer(bench.session(placed.order), "pay")
    assert bench.shop.payments.sync_conversation("c1").state == "placed"


def test_a_crash_after_the_page_was_closed_is_finished_by_the_next_round(bench: ShopBench) -> None:
    bench.placed()
    crashing(bench, "after-expire", lambda: bench.shop.payments.cancel("c1"))
    assert bench.pieces() == (3, 1)
    assert bench.shop.payments.reconcile() == 0
    assert bench.pieces() == (3, 0) and bench.shop.orders.latest("c1").closed_because == "cancelled"


def test_an_order_whose_page_was_never_stored_can_be_cancelled(bench: ShopBench) -> None:
    quote = bench.quoted("c1")
    crashing(bench, "after-create", lambda: bench.shop.checkout.place("c1", quote.id))
    assert bench.shop.payments.cancel("c1").state == "closed"
    assert [one["status"] for one in bench.sessions()] == ["expired"] and bench.pieces() == (3, 0)


def test_an_order_cancelled_while_its_page_was_made_holds_nothing(bench: ShopBench) -> None:
    quote = bench.quoted("c1")
    with (
        just_before(bench.gateway, "create", lambda: bench.shop.payments.cancel("c1")),
        pytest.raises(NoOrder),
    ):
        bench.shop.checkout.place("c1", quote.id)
    assert bench.pieces() == (3, 0) and [one["status"] for one in bench.sessions()] == ["expired"]


def test_a_new_link_is_a_new_order_of_the_same_things(bench: ShopBench) -> None:
    first = bench.placed("c1", "JKT-M", 2)
    bench.clock.move(36 * 60)
    bench.shop.payments.reconcile()
    second = bench.shop.payments.renew("c1")
    assert second.number != first.number and second.total == first.total and second.url != first.url
    assert bench.pieces() == (3, 2)
    assert bench.shop.payments.renew("c1") == second
    bench.buyer(bench.session(second.order), "pay")
    assert bench.shop.payments.sync_conversation("c1").state == "placed" and bench.pieces() == (1, 0)
    with pytest.raises(NoOrder):
        bench.shop.payments.renew("c1")


def test_a_new_link_finds_out_by_itself_that_the_old_one_is_gone(bench: ShopBench) -> None:
    first = bench.placed()
    bench.clock.move(36 * 60)
    assert bench.shop.payments.renew("c1").order != first.order


def test_a_new_link_needs_the_things_to_be_there(bench: ShopBench) -> None:
    bench.placed("c1", "JKT-L", 2)
    bench.shop.payments.cancel("c1")
    bench.paid("c2", "JKT-L")
    with pytest.raises(OutOfStock):
        bench.shop.payments.renew("c1")
    assert bench.pieces("JKT-L") == (1, 0)


def test_nobody_cancels_or_renews_what_they_have_not(bench: ShopBench) -> None:
    for act in (bench.shop.payments.cancel, bench.shop.payments.renew):
        with pytest.raises(NoOrder):
            act("stranger")
