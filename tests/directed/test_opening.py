"""The pay page is made once, whatever is lost on the way."""

from __future__ import annotations

import pytest

from floorwalker.errors import OutOfStock, PaymentRejected, PaymentUnavailable, QuoteChanged
from floorwalker.testing.shop_bench import ShopBench, crashing


def test_two_taps_make_one_order(bench: ShopBench) -> None:
    quote = bench.quoted("c1")
    first, second = (bench.shop.checkout.place("c1", quote.id) for _ in range(2))
    assert first == second and len(bench.sessions()) == 1 and bench.pieces() == (3, 1)


def test_a_lost_answer_is_asked_for_again_and_there_is_one_session(bench: ShopBench) -> None:
    quote = bench.quoted("c1")
    bench.transport.faults = ["lost response"]
    with pytest.raises(PaymentUnavailable):
        bench.shop.checkout.place("c1", quote.id)
    placed = bench.shop.checkout.place("c1", quote.id)
    assert [one["url"] for one in bench.sessions()] == [placed.url]


def test_a_session_whose_id_was_never_stored_is_found_a_day_later_with_its_money(bench: ShopBench) -> None:
    quote = bench.quoted("c1")
    crashing(bench, "after-create", lambda: bench.shop.checkout.place("c1", quote.id))
    order = bench.shop.orders.latest("c1")
    bench.buyer(bench.session(order.id), "pay")
    bench.forget()
    assert bench.shop.payments.reconcile() == 0
    assert bench.shop.orders.latest("c1").state == "placed"
    assert bench.money(order.id) == [("charge", 13390)] and bench.pieces() == (2, 0)


def test_an_unpaid_session_whose_id_was_never_stored_closes_and_frees_the_stock(bench: ShopBench) -> None:
    quote = bench.quoted("c1")
    crashing(bench, "after-create", lambda: bench.shop.checkout.place("c1", quote.id))
    bench.forget()
    assert bench.shop.payments.reconcile() == 0
    assert bench.shop.orders.latest("c1").state == "closed" and bench.pieces() == (3, 0)


@pytest.mark.parametrize("point", ["after-tx1", "after-create"])
def test_a_crash_while_opening_is_finished_by_the_next_round(bench: ShopBench, point: str) -> None:
    quote = bench.quoted("c1")
    crashing(bench, point, lambda: bench.shop.checkout.place("c1", quote.id))
    assert bench.shop.payments.reconcile() == 0
    assert bench.shop.orders.latest("c1").url == bench.sessions()[0]["url"]


def test_a_request_that_the_provider_refuses_closes_the_order_and_frees_the_stock(bench: ShopBench) -> None:
    quote = bench.quoted("c1")
    bench.control("faults", answers=[400])
    with pytest.raises(PaymentRejected):
        bench.shop.checkout.place("c1", quote.id)
    assert bench.shop.orders.latest("c1").state == "closed" and bench.pieces() == (3, 0)


def test_the_page_asks_for_the_order_to_the_cent(bench: ShopBench) -> None:
    bench.shop.carts.add("c1", "CAP", 3)
    bench.shop.carts.apply_code("c1", "welcome10")
    bench.shop.carts.add("c1", "JKT-M")
    bench.shop.checkout.set_email("c1", "anna@example.com")
    bench.shop.checkout.set_address("c1", "Lindenweg 4, 50667 Köln")
    bench.shop.checkout.set_delivery("c1", "express")
    quote = bench.shop.checkout.quote("c1")
    placed = bench.shop.checkout.place("c1", quote.id)
    goods = 3 * 2005 + 12900
    assert (quote.discount.minor, quote.total.minor) == (1892, goods - 1892 + 990)
    session = bench.sessions(placed.order)[0]
    assert session["amount_total"] == quote.total.minor and session["currency"] == "eur"
    names = [item["price_data"]["product_data"]["name"] for item in bench.payment(placed.order).request["line_items"]]
    assert names == ["3 × Wren cap", "1 × Kelder rain jacket, Slate, M", "Express"]


def test_tax_that_is_not_in_the_prices_is_an_item_of_its_own() -> None:
    bench = ShopBench(included=False)
    placed = bench.placed("c1", "JKT-M")
    items = bench.payment(placed.order).request["line_items"]
    assert [item["price_data"]["unit_amount"] for item in items] == [12900, 490, 2544]
    assert placed.total.minor == 15934 == bench.sessions()[0]["amount_total"]
    bench.close()


def test_a_free_order_is_placed_at_once_without_the_provider(bench: ShopBench) -> None:
    bench.shop.carts.add("c1", "GIFT", 2)
    bench.shop.checkout.set_email("c1", "anna@example.com")
    bench.shop.checkout.set_delivery("c1", "pick up please")
    placed = bench.shop.checkout.place("c1", bench.shop.checkout.quote("c1").id)
    order = bench.shop.orders.latest("c1")
    assert placed.url is None and (order.state, order.payment) == ("placed", "paid")
    assert bench.transport.calls == [] and bench.pieces("GIFT") == (7, 0)
    assert bench.shop.carts.show("c1").lines == ()


def test_what_changed_since_it_was_confirmed_is_not_bought(bench: ShopBench) -> None:
    quote = bench.quoted("c1")
    bench.shop.carts.set_quantity("c1", "JKT-M", 2)
    with pytest.raises(QuoteChanged):
        bench.shop.checkout.place("c1", quote.id)
    assert bench.shop.orders.latest("c1") is None and bench.pieces() == (3, 0)


def test_a_new_checkout_replaces_the_unpaid_order(bench: ShopBench) -> None:
    first = bench.placed("c1", "JKT-M", 3)
    second = bench.placed("c1", "JKT-M", 2)
    assert bench.shop.orders.by_id(first.order).closed_because == "replaced"
    assert bench.sessions(first.order)[0]["status"] == "expired"
    assert bench.pieces() == (3, 2) and second.number != first.number and bench.told() == []


def test_the_last_piece_stays_the_shoppers_own_while_they_change_their_order(bench: ShopBench) -> None:
    bench.placed("c1", "JKT-L", 2)
    assert bench.shop.carts.show("c1").line("JKT-L").free == 2
    with pytest.raises(OutOfStock) as no:
        bench.shop.carts.add("c2", "JKT-L")
    assert (no.value.free, no.value.title) == (0, "Kelder rain jacket, Slate, L")
