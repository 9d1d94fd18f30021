"""Many at once, on SQLite and, where TEST_DATABASE_URL is set, on PostgreSQL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import stripe

from floorwalker.errors import OutOfStock
from floorwalker.services.checks import at_rest, check
from floorwalker.testing.databases import database_urls
from floorwalker.testing.races import together
from floorwalker.testing.shop_bench import ShopBench


@pytest.fixture(params=["sqlite", "postgresql"])
def bench(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ShopBench]:
    with database_urls(request.param, tmp_path) as url:
        if url is None:
            pytest.skip("TEST_DATABASE_URL is not set")
        bench = ShopBench(url, stock={"JKT-M": 1, "JKT-L": 40, "CAP": 40, "GIFT": 1})
        monkeypatch.setattr(stripe._webhook.time, "time", lambda: bench.clock.now)
        yield bench
        assert check(bench.books, bench.gateway) == ()
        bench.close()


def test_one_piece_and_eight_buyers(bench: ShopBench) -> None:
    quotes = {f"c{n}": bench.quoted(f"c{n}").id for n in range(8)}
    results = together(*(partial(bench.shop.checkout.place, c, quote) for c, quote in quotes.items()))
    assert Counter(isinstance(one, OutOfStock) for one in results) == {False: 1, True: 7}
    assert bench.pieces() == (1, 1) and len(bench.sessions()) == 1


def test_two_shoppers_and_the_last_item(bench: ShopBench) -> None:
    quotes = {c: bench.quoted(c).id for c in ("anna", "ben")}
    results = together(*(partial(bench.shop.checkout.place, c, quote) for c, quote in quotes.items()))
    no = next(one for one in results if isinstance(one, OutOfStock))
    assert (no.free, no.title) == (0, "Kelder rain jacket, Slate, M")
    assert bench.pieces() == (1, 1)


def test_eight_taps_on_one_button_make_one_order(bench: ShopBench) -> None:
    quote = bench.quoted("c1", "CAP", 2).id
    results = together(*[partial(bench.shop.checkout.place, "c1", quote)] * 8)
    assert len({placed.order for placed in results}) == 1 and bench.pieces("CAP") == (40, 2)


def test_a_payment_that_everybody_notices_at_once_is_booked_once(bench: ShopBench) -> None:
    placed = bench.placed("c1", "CAP", 3)
    session = bench.session(placed.order)
    bench.buyer(session, "pay")
    together(*[partial(bench.shop.payments.sync, session)] * 6, bench.shop.payments.reconcile)
    assert bench.pieces("CAP") == (37, 0) and bench.told() == [f"paid:{placed.order}"]
    assert bench.money(placed.order) == [("charge", 6505)]


def test_six_shoppers_buy_forty_pieces_of_two_articles_and_all_is_exact(bench: ShopBench) -> None:
    def buy(shopper: int) -> int:
        bought = 0
        for turn in range(10):
            sku = ("JKT-L", "CAP")[(shopper + turn) % 2]
            try:
                placed = bench.placed(f"c{shopper}-{turn}", sku, 2)
            except OutOfStock:
                continue
            bench.buyer(bench.session(placed.order), "pay")
            bench.shop.payments.sync(bench.session(placed.order))
            bought += 2
        return bought

    results = together(*(partial(buy, n) for n in range(6)))
    assert sum(results) == 80
    assert bench.pieces("JKT-L") == bench.pieces("CAP") == (0, 0)
    assert at_rest(bench.books) == ()


def test_one_cancels_while_another_tab_pays(bench: ShopBench) -> None:
    placed = bench.placed("c1", "CAP")
    session = bench.session(placed.order)
    together(partial(bench.buyer, session, "pay"), partial(bench.shop.payments.cancel, "c1"))
    bench.shop.payments.sync(session)
    order = bench.shop.orders.by_id(placed.order)
    paid = bench.sessions()[0]["payment_status"] == "paid"
    assert order.state == ("placed" if paid else "closed")
    assert bench.pieces("CAP") == ((39, 0) if paid else (40, 0))


def test_fifty_buyers_at_once_for_ten_lots_and_exactly_ten_are_sold(bench: ShopBench) -> None:
    quotes = {f"c{n}": bench.quoted(f"c{n}", "JKT-L", 4).id for n in range(50)}
    results = together(*(partial(bench.shop.checkout.place, c, quote) for c, quote in quotes.items()))
    assert Counter(type(one).__name__ for one in results) == {"Placed": 10, "OutOfStock": 40}
    for one in results:
        if not isinstance(one, OutOfStock):
            bench.buyer(bench.session(one.order), "pay")
    bench.shop.payments.reconcile()
    assert bench.pieces("JKT-L") == (0, 0) and at_rest(bench.books) == ()
