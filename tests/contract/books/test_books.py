"""What the ports promise, on SQLite and, where TEST_DATABASE_URL is set, on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from floorwalker.adapters.sql import migrate
from floorwalker.adapters.sql.books import SqlBooks
from floorwalker.adapters.sql.engine import open_engine
from floorwalker.domain.checkout import Address
from floorwalker.domain.handoff import Handoff
from floorwalker.domain.money import Money
from floorwalker.domain.payment import GatewayEvent
from floorwalker.domain.records import Callback, CartRecord, DraftRecord, LedgerEntry
from floorwalker.errors import NotAllowed, OutOfStock
from floorwalker.services.importing import import_catalogue
from floorwalker.testing.databases import database_urls
from floorwalker.testing.shop_bench import STOCK, catalogue

EURO = Money(500, "EUR")


@pytest.fixture(params=["sqlite", "postgresql"])
def books(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlBooks]:
    """Migrated, as in life."""
    with database_urls(request.param, tmp_path) as url:
        if url is None:
            pytest.skip("TEST_DATABASE_URL is not set")
        engine = open_engine(url)
        migrate.upgrade(engine)
        assert migrate.is_current(engine)
        books = SqlBooks(engine)
        import_catalogue(books, catalogue(STOCK), 1)
        yield books
        engine.dispose()


def order(books: SqlBooks, id_: str = "o1", customer: str = "k1") -> str:
    from floorwalker.domain.order import OrderLine
    from floorwalker.domain.records import OrderRecord

    line = OrderLine("JKT-M", "Jacket", "Slate, M", 2, EURO, EURO * 2, "jacket", (("size", "M"),))
    zero = Money(0, "EUR")
    record = OrderRecord(
        id_, f"LL-{id_}", customer, "c1", "awaiting_payment", "q1", (line,), EURO * 2, zero, None, zero, "Standard",
        "standard", zero, True, 19, EURO * 2, "a@example.com", Address("Weg 1", "1", "B", "DE"), 5,
    )  # fmt: skip
    with books.begin() as work:
        work.orders.add(record)
        assert work.orders.get(id_) == record
    return id_


def level(books: SqlBooks, sku: str = "JKT-M") -> tuple[int, int]:
    with books.view() as work:
        found = work.stock.levels([sku])[sku]
    return found.on_hand, found.reserved


def hold(books: SqlBooks, order_id: str, quantity: int) -> None:
    numbers = count()
    with books.begin() as work:
        work.stock.reserve(order_id, (("JKT-M", quantity),), lambda: f"{order_id}-{next(numbers)}")


def test_pieces_are_held_freed_or_sold_once(books: SqlBooks) -> None:
    order(books)
    hold(books, "o1", 2)
    assert level(books) == (3, 2)
    with books.begin() as work:
        assert (work.stock.held("o1"), work.stock.holds()) == ({"JKT-M": 2}, {"o1": {"JKT-M": 2}})
        assert [work.stock.release("o1"), work.stock.release("o1"), work.stock.consume("o1", 1)] == [True, False, False]
    hold(books, "o1x" if order(books, "o1x") else "", 3)
    with books.begin() as work:
        assert [work.stock.consume("o1x", 1), work.stock.consume("o1x", 1), work.stock.release("o1x")] == [
            True,
            False,
            False,
        ]
        assert work.stock.moved()["JKT-M"] == 0
    assert level(books) == (0, 0)


def test_more_than_is_free_is_refused_and_nothing_is_held(books: SqlBooks) -> None:
    order(books)
    with pytest.raises(OutOfStock) as no, books.begin() as work:
        work.stock.reserve("o1", (("CAP", 1), ("JKT-M", 4)), iter("ab").__next__)
    assert (no.value.wanted, no.value.free) == (4, 3) and level(books, "CAP") == (5, 0)


def test_a_count_below_what_is_held_is_refused(books: SqlBooks) -> None:
    order(books)
    hold(books, "o1", 2)
    with pytest.raises(NotAllowed), books.begin() as work:
        work.stock.count("JKT-M", 1, 1)
    with books.begin() as work:
        work.stock.count("JKT-M", 7, 1)
        work.stock.ensure("JKT-M", 99, 1)
    assert level(books) == (7, 2)


def test_an_order_moves_forward_once(books: SqlBooks) -> None:
    for id_ in ("o1", "o2"):
        order(books, id_)
    with books.begin() as work:
        assert [
            work.orders.place("o1", "f1", 9),
            work.orders.place("o1", "f2", 9),
            work.orders.close("o1", "late"),
        ] == [True, False, False]
        work.orders.intend("o1", "cancelled")
        assert [work.orders.close("o2", "expired"), work.orders.place("o2", "f3", 9)] == [True, False]
        placed, closed = work.orders.get("o1"), work.orders.get("o2")
        assert (placed.state, placed.fulfilment, placed.placed_at, placed.closed_because) == (
            "placed",
            "pending",
            9,
            "",
        )
        assert (closed.state, closed.fulfilment, closed.closed_because) == ("closed", None, "expired")


def test_flags_are_a_set(books: SqlBooks) -> None:
    order(books)
    with books.begin() as work:
        assert [work.orders.flag("o1", flag) for flag in ("late_money", "disputed", "late_money")] == [
            True,
            True,
            False,
        ]
        assert work.orders.get("o1").flags == {"late_money", "disputed"}


def test_orders_are_found_by_their_customer_only(books: SqlBooks) -> None:
    order(books, "o1", "k1")
    order(books, "o2", "k2")
    with books.view() as work:
        assert work.orders.by_number("k1", "LL-o2") is None and work.orders.by_number("k2", "LL-o2").id == "o2"
        assert [one.id for one in work.orders.of_customer("k1", 9)] == ["o1"]
        assert work.orders.awaiting("k2").id == "o2" and work.orders.awaiting("k3") is None
        assert work.orders.taken("LL-o1") and not work.orders.taken("LL-o9")


def test_nothing_is_booked_noted_or_put_twice(books: SqlBooks) -> None:
    order(books)
    event = GatewayEvent("e1", "refund.created", "re_1", "pi_1", 3, "p1")
    with books.begin() as work:
        entry = LedgerEntry("pi_1", "charge", "o1", EURO, 1)
        assert [work.payments.book(entry), work.payments.book(entry)] == [True, False]
        assert work.payments.balance("o1") == 500 and work.payments.booked("pi_1", "charge")
        put = [work.outbox.put("rasa", "paid:o1", "c1", {"intent": "x"}, 1) for _ in range(2)]
        assert put == [True, False] and work.outbox.put("mail", "paid:o1", "c1", {}, 1)
        assert [work.payments.note(event), work.payments.note(event)] == ["new", "new"]
        assert work.payments.new_events() == (event,)
        work.payments.finish("e1")
        assert work.payments.note(event) == "done" and work.payments.new_events() == ()


def test_a_cart_and_a_draft_come_back_as_they_were_written(books: SqlBooks) -> None:
    cart = CartRecord((("JKT-M", 2), ("CAP", 1)), "CODE", (("GIFT", 1),))
    draft = DraftRecord("a@example.com", Address("Weg 1", "1", "Köln", "DE", "Anna"), "express")
    with books.begin() as work:
        assert work.carts.lock("k1") == CartRecord() == work.carts.read("nobody")
        work.carts.write("k1", cart)
        for conversation_draft in (DraftRecord(), draft):
            work.carts.write_draft("c1", conversation_draft)
    with books.view() as work:
        assert (work.carts.read("k1"), work.carts.draft("c1"), work.carts.draft("c2")) == (cart, draft, DraftRecord())


def test_the_catalogue_comes_back_as_it_was_imported(books: SqlBooks) -> None:
    file = catalogue(STOCK)
    with books.view() as work:
        found = work.catalogue
        assert (found.categories(), found.colours(), found.products()) == (file.categories, file.colours, file.products)
        assert found.version() == 1


def test_an_exception_takes_everything_back(books: SqlBooks) -> None:
    with pytest.raises(ZeroDivisionError), books.begin() as work:
        work.values.set("a", "1")
        work.carts.lock("k9")
        raise ZeroDivisionError
    with books.begin() as work:
        assert work.values.get("a") is None
        work.values.set("a", "1")
        work.values.set("a", "2")
        assert work.values.get("a") == "2"


def test_a_customer_is_made_once_and_keeps_their_first_email(books: SqlBooks) -> None:
    with books.begin() as work:
        made = [work.customers.ensure("c1", "web", "", "v1", f"k{n}", 1) for n in range(2)]
        work.customers.learn("k0", "a@example.com")
        assert made == ["k0", "k0"] and work.customers.of("c1") == "k0" and work.customers.of("c9") is None
        assert work.customers.locale("c1") == "en"
        episodes = [Handoff(f"h{n}", "c1", "callback", "asked", 1, 1, contact="a@example.com") for n in range(2)]
        assert [work.handoffs.add(one) for one in episodes] == [True, False]
        assert work.handoffs.callbacks() == (Callback("h0", "c1", "a@example.com", "asked", 1),)
        assert work.handoffs.open_of("c1") == work.handoffs.get("h0") == episodes[0]
        assert not work.handoffs.move(episodes[0], "given_back")
        assert work.handoffs.move(episodes[0], "queued", queued_at=2)
        assert not work.handoffs.move(episodes[0], "closed")


def test_what_is_read_in_one_view_fits_together_while_others_write(books: SqlBooks) -> None:
    order(books)
    with books.view() as seen:
        before = seen.stock.levels(["JKT-M"])["JKT-M"]
        with books.begin() as work:
            work.stock.reserve("o1", (("JKT-M", 1),), lambda: "r1")
        assert seen.stock.levels(["JKT-M"])["JKT-M"] == before
    assert level(books)[1] == before.reserved + 1
