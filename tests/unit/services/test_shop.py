"""Catalogue, orders, delivery days, callbacks, import and check."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from floorwalker.adapters.sql import tables_shop as t
from floorwalker.domain.money import Money
from floorwalker.errors import BadValue, NoOrder, NotAllowed, UnknownVariant
from floorwalker.services.checks import check
from floorwalker.services.delivery import dispatch_day, expected
from floorwalker.services.importing import import_catalogue
from floorwalker.services.shop import Shop
from floorwalker.testing.shop_bench import STOCK, ShopBench, catalogue, store


def test_a_sku_has_words(shop: Shop) -> None:
    assert shop.catalogue.words("JKT-M") == ("Kelder rain jacket", "Slate, M")
    assert shop.catalogue.words("CAP") == ("Wren cap", "")
    with pytest.raises(UnknownVariant):
        shop.catalogue.words("NOPE")
    assert shop.catalogue.colour("mauve").title == "mauve"


def test_the_nearest_alternative_is_in_stock(bench: ShopBench) -> None:
    assert bench.shop.catalogue.nearest("JKT-M").sku == "JKT-L"
    bench.paid("c1", "JKT-L", 2)
    assert bench.shop.catalogue.nearest("JKT-M").sku == "CAP"


def test_a_complement_is_in_stock(bench: ShopBench) -> None:
    assert bench.shop.catalogue.goes_with("jacket").id == "cap"
    bench.paid("c1", "CAP", 5)
    assert bench.shop.catalogue.goes_with("jacket").id == "gift"
    assert bench.shop.catalogue.goes_with("cap") is None


def test_an_order_is_found_however_its_number_is_typed_and_only_by_its_customer(bench: ShopBench) -> None:
    placed = bench.placed()
    digits = placed.number[3:]
    for typed in (placed.number, placed.number.lower(), digits, f"LL {digits}", f"#{placed.number}"):
        assert bench.shop.orders.find("c1", typed).id == placed.order
    for who, typed in (("c2", placed.number), ("c1", "LL-1"), ("nobody", placed.number)):
        with pytest.raises(NoOrder):
            bench.shop.orders.find(who, typed)
    assert [order.id for order in bench.shop.orders.recent("c1", 5)] == [placed.order]
    assert bench.shop.orders.latest("c2") is None


@pytest.mark.parametrize(
    ("local", "leaves", "first", "last"),
    [
        ("2026-11-25 15:59", 25, 27, 30),  # a Wednesday, before the cut-off
        ("2026-11-25 16:00", 26, 30, 31),
        ("2026-11-27 17:00", 30, 32, 33),  # a Friday evening leaves on Monday
        ("2026-11-28 09:00", 30, 32, 33),
    ],
)
def test_days_are_working_days_from_dispatch(local: str, leaves: int, first: int, last: int) -> None:
    now = int(datetime.fromisoformat(local).replace(tzinfo=ZoneInfo("Europe/Berlin")).timestamp())
    days = [dispatch_day(store(), now), *expected(store(), store().delivery[0].usual, now)]
    assert [(day - date(2026, 10, 31)).days for day in days] == [leaves, first, last]


def test_holidays_are_no_working_days() -> None:
    closed = replace(store(), holidays=(date(2026, 11, 26),))
    now = int(datetime(2026, 11, 25, 12, tzinfo=ZoneInfo("Europe/Berlin")).timestamp())
    assert expected(closed, closed.delivery[1].usual, now)[0] == date(2026, 11, 27)


def test_a_callback_is_one_and_goes_to_the_address_told_last(shop: Shop) -> None:
    for email in ("anna@example.com", "other@example.com"):
        shop.handoffs.request_callback("c1", email, reason="size advice")
    assert [(one.contact, one.reason) for one in shop.handoffs.callbacks()] == [("other@example.com", "size advice")]
    with pytest.raises(BadValue):
        shop.handoffs.request_callback("c2", "no address")


def test_the_same_import_twice_changes_nothing(bench: ShopBench) -> None:
    bench.paid("c1", "CAP", 2)
    again = import_catalogue(bench.books, catalogue(STOCK), 1)
    assert (again.version, again.variants, bench.pieces("CAP")) == (1, 4, (3, 0))


def test_stock_is_counted_anew_only_when_told(bench: ShopBench) -> None:
    bench.placed("c1", "CAP", 2)
    import_catalogue(bench.books, catalogue({**STOCK, "CAP": 9}), 1, reset_stock=True)
    assert bench.pieces("CAP") == (9, 2)
    with pytest.raises(NotAllowed):
        import_catalogue(bench.books, catalogue({**STOCK, "CAP": 1}), 1, reset_stock=True)
    assert bench.pieces("CAP") == (9, 2) and check(bench.books) == ()


def test_what_is_gone_from_the_catalogue_leaves_carts_but_not_orders(bench: ShopBench) -> None:
    placed = bench.placed("c1", "CAP")
    bench.shop.carts.add("c2", "CAP")
    file = catalogue(STOCK)
    smaller = replace(file, products=tuple(p for p in file.products if p.id != "cap"))
    assert import_catalogue(bench.books, smaller, 1).version == 2
    assert bench.shop.catalogue.product("cap") is None and bench.shop.carts.show("c2").lines == ()
    assert bench.shop.orders.by_id(placed.order).lines[0].title == "Wren cap"


def test_a_new_price_is_seen_at_once(bench: ShopBench) -> None:
    quote = bench.quoted("c1", "CAP")
    file = catalogue(STOCK)
    cap = replace(file.products[1], variants=(replace(file.products[1].variants[0], price=Money(999, "EUR")),))
    import_catalogue(bench.books, replace(file, products=(file.products[0], cap, file.products[2])), 1)
    assert bench.shop.checkout.quote("c1").id != quote.id
    assert bench.shop.carts.show("c1").total == Money(999, "EUR")


BROKEN = {
    "reserved_is_held": update(t.stock).where(t.stock.c.sku == "JKT-M").values(reserved=2),
    "on_hand_is_moves": update(t.stock).where(t.stock.c.sku == "CAP").values(on_hand=99),
    "total_adds_up": update(t.orders).values(total=1),
    "lines_add_up": update(t.orders).values(subtotal=1),
    "paid_is_charged": update(t.payments).values(state="succeeded"),
    "placed_is_paid": update(t.orders).values(state="placed"),
    "ledger_bounds": t.ledger.insert().values(
        source="x", kind="charge", order_id="ORDER", amount=99999, currency="EUR", created=1
    ),
    "waiting_has_payment": update(t.payments).values(state="expired"),
    "held_while_waiting": update(t.reservations).values(state="released"),
    "session_is_total": update(t.payments).values(amount=1),
}


@pytest.mark.parametrize("rule", BROKEN)
def test_check_names_what_is_broken(bench: ShopBench, rule: str) -> None:
    placed = bench.placed()
    assert check(bench.books, bench.gateway) == ()
    statement = BROKEN[rule]
    if rule == "ledger_bounds":
        statement = statement.values(order_id=placed.order)
    with bench.engine.begin() as db:
        db.execute(statement)
    assert rule in {one.rule for one in check(bench.books)}


def test_check_sees_a_ledger_that_is_ahead_of_the_provider(bench: ShopBench) -> None:
    placed = bench.placed()
    with bench.engine.begin() as db:
        row = {"source": "x", "kind": "charge", "order_id": placed.order, "amount": 5, "currency": "EUR"}
        db.execute(t.ledger.insert().values(**row, created=1))
    assert [one.rule for one in check(bench.books, bench.gateway)] == ["ledger_not_ahead"]
