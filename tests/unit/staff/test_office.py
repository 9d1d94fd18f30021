"""What the office changes: each once, noted with its doer; what is refused changes nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import update

from floorwalker.adapters.sql.tables_shop import orders
from floorwalker.domain.money import Money
from floorwalker.errors import BadCode, BadValue, NoOrder, NotAllowed, UnknownVariant
from floorwalker.services.checks import check
from floorwalker.services.office import Office
from tests.unit.staff.house import House


@pytest.fixture
def office(house: House) -> Office:
    return house.rooms.work


def euro(minor: int) -> Money:
    return Money(minor, "EUR")


def test_a_refund_goes_out_once_and_is_noted(house: House, office: Office) -> None:
    order = house.bench.paid()
    assert office.order(order.number).left == order.total
    refund = office.refund(order.number, euro(1000), "damaged", "form-1", "ines")
    assert (refund.state, refund.amount) == ("succeeded", euro(1000))
    with pytest.raises(NotAllowed, match="sent_before"):
        office.refund(order.number, euro(1000), "damaged", "form-1", "ines")
    assert house.bench.money(order.order) == [("charge", 13390), ("refund", -1000)]
    assert office.order(order.number).left == order.total - euro(1000)
    assert house.audited() == [("ines", "order.refund", order.number)]
    assert check(house.bench.books, house.bench.gateway) == ()


@pytest.mark.parametrize(
    ("minor", "why", "refused"),
    [(13391, "damaged", NotAllowed), (0, "damaged", NotAllowed), (-5, "late", NotAllowed), (100, "fun", BadValue)],
)
def test_a_refund_beyond_what_was_paid_changes_nothing(
    house: House, office: Office, minor: int, why: str, refused: type[Exception]
) -> None:
    order = house.bench.paid()
    with pytest.raises(refused):
        office.refund(order.number, euro(minor), why, "form-1", "ines")
    assert house.bench.money(order.order) == [("charge", 13390)]
    assert house.audited() == []
    assert office.refund(order.number, euro(1), "late", "form-1", "ines").state == "succeeded"  # the form still counts


def test_an_unpaid_and_an_unknown_order_have_nothing_to_refund(house: House, office: Office) -> None:
    order = house.bench.placed()
    with pytest.raises(NotAllowed, match="more_than_paid"):
        office.refund(order.number, euro(1), "late", "form-1", "ines")
    with pytest.raises(NoOrder):
        office.refund("LL-0", euro(1), "late", "form-2", "ines")
    assert house.bench.money(order.order) == [] and house.audited() == []


def test_a_count_sets_the_pieces_and_is_noted(house: House, office: Office) -> None:
    office.count("JKT-M", 3, 8, "received", "form-1", "ines")
    assert house.bench.pieces() == (8, 0)
    assert house.audited() == [("ines", "stock.count", "JKT-M")]
    assert check(house.bench.books) == ()


@pytest.mark.parametrize(
    ("seen", "pieces", "why", "refused"),
    [
        (3, 1, "counted", NotAllowed),  # two are held
        (3, -1, "counted", BadValue),
        (3, 1_000_001, "counted", BadValue),
        (4, 9, "counted", NotAllowed),  # sold since it was counted
        (3, 9, "because", BadValue),
    ],
)
def test_a_count_that_cannot_be_changes_nothing(
    house: House, office: Office, seen: int, pieces: int, why: str, refused: type[Exception]
) -> None:
    house.bench.placed(quantity=2)
    with pytest.raises(refused):
        office.count("JKT-M", seen, pieces, why, "form-1", "ines")
    assert house.bench.pieces() == (3, 2)
    assert house.audited() == []


def test_a_form_counts_once_and_an_unknown_article_never(house: House, office: Office) -> None:
    office.count("JKT-M", 3, 4, "counted", "form-1", "ines")
    with pytest.raises(NotAllowed, match="sent_before"):
        office.count("JKT-M", 4, 5, "counted", "form-1", "ines")
    with pytest.raises(NotAllowed, match="sent_before"):
        office.count("JKT-M", 4, 5, "counted", "", "ines")
    with pytest.raises(UnknownVariant):
        office.count("GHOST", 0, 5, "counted", "form-2", "ines")
    assert house.bench.pieces() == (4, 0) and len(house.audited()) == 1


def test_a_hidden_product_is_not_sold_not_found_and_comes_back(house: House, office: Office) -> None:
    shop = house.bench.shop
    shop.carts.add("c1", "CAP")
    office.hide("cap", True, "ines")
    assert shop.catalogue.product("cap") is None and shop.carts.show("c1").lines == ()
    with pytest.raises(UnknownVariant):
        shop.carts.add("c1", "CAP")
    assert "cap" not in shop.catalogue.look("wren").ids
    office.hide("cap", True, "ines")
    assert (house.rebuilt, len(house.audited())) == (1, 1)
    office.hide("cap", False, "ines")
    assert [line.sku for line in shop.carts.show("c1").lines] == ["CAP"]
    assert house.rebuilt == 2


def test_an_import_leaves_what_is_hidden_and_an_unchanged_catalogue_its_version(house: House, office: Office) -> None:
    from floorwalker.services.importing import import_catalogue
    from floorwalker.testing.shop_bench import STOCK, catalogue

    office.hide("cap", True, "ines")
    with house.bench.books.view() as work:
        version = work.catalogue.version()
    taken = import_catalogue(house.bench.books, catalogue(STOCK), 0)
    assert taken.version == version and house.bench.shop.catalogue.product("cap") is None


def test_the_last_product_stays(house: House, office: Office) -> None:
    for product in ("cap", "gift"):
        office.hide(product, True, "ines")
    with pytest.raises(NotAllowed, match="last_product"):
        office.hide("jacket", True, "ines")
    assert house.bench.shop.catalogue.product("jacket")


def test_a_promotion_is_switched_off_for_every_cart(house: House, office: Office) -> None:
    carts = house.bench.shop.carts
    carts.add("c1", "CAP")
    assert carts.apply_code("c1", "welcome10").discount == euro(201)
    office.switch("WELCOME10", False, "ines")
    assert carts.show("c1").discount == euro(0)
    with pytest.raises(BadCode):
        carts.apply_code("c1", "WELCOME10")
    office.switch("WELCOME10", False, "ines")
    office.switch("WELCOME10", True, "ines")
    assert carts.show("c1").discount == euro(201)
    with pytest.raises(BadValue):
        office.switch("GHOST", False, "ines")
    assert [what for _, what, _ in house.audited()] == ["promotion.switch"] * 2


def test_what_a_code_did_is_counted_in_paid_orders(house: House) -> None:
    carts, checkout = house.bench.shop.carts, house.bench.shop.checkout
    house.bench.quoted("c1", "CAP")
    carts.apply_code("c1", "WELCOME10")
    order = checkout.place("c1", checkout.quote("c1").id)
    (use,) = house.rooms.lists.promotions()
    assert (use.running, use.orders, use.given) == (True, 0, euro(0))
    house.bench.buyer(house.bench.session(order.order), "pay")
    house.bench.shop.payments.sync(house.bench.session(order.order))
    (use,) = house.rooms.lists.promotions()
    assert (use.orders, use.given) == (1, euro(201))


def test_what_counted_by_itself_is_counted_under_its_title_in_any_language(house: House) -> None:
    carts, checkout = house.bench.shop.carts, house.bench.shop.checkout
    house.bench.quoted("c1", "CAP")
    carts.apply_code("c1", "WELCOME10")
    order = checkout.place("c1", checkout.quote("c1").id)
    house.bench.buyer(house.bench.session(order.order), "pay")
    house.bench.shop.payments.sync(house.bench.session(order.order))
    with house.bench.engine.begin() as db:
        db.execute(update(orders).values(code=None, discount_title="Sommer"))
    lists = house.rooms.lists
    summer = replace(lists.store.promotions[0], code=None, title={"en": "Summer", "de": "Sommer"})
    (use,) = replace(lists, store=replace(lists.store, promotions=(summer,))).promotions()
    assert (use.handle, use.orders, use.given) == ("Summer", 1, euro(201))


def test_a_callback_is_done_and_undone(house: House, office: Office) -> None:
    handoffs, lists = house.bench.shop.handoffs, house.rooms.lists
    handoffs.request_callback("c1", "ana@example.com")
    ((callback,), done) = lists.callbacks()
    assert done == ()
    office.finish(callback.id, "wrote at noon", "ines")
    office.finish(callback.id, "again", "ines")
    waiting, (one,) = lists.callbacks()
    assert (waiting, one.who, one.note, one.callback) == ((), "ines", "wrote at noon", callback)
    ended = house.bench.shop.desk.get(callback.id)
    assert ended and (ended.state, ended.outcome, ended.ended_at) == ("closed", "answered", house.bench.clock.now)
    office.reopen(callback.id, "ines")
    assert lists.callbacks() == ((callback,), ())
    again = house.bench.shop.desk.get(callback.id)
    assert again and (again.state, again.outcome, again.ended_at) == ("callback", "", None)
    assert [what for _, what, _ in house.audited()] == ["callback.undone", "callback.done"]


def test_a_callback_stays_done_while_its_shopper_waits_again(house: House, office: Office) -> None:
    handoffs, lists = house.bench.shop.handoffs, house.rooms.lists
    handoffs.request_callback("c1", "ana@example.com")
    office.finish(lists.callbacks()[0][0].id, "", "ines")
    handoffs.request_callback("c1", "ben@example.com")
    with pytest.raises(NotAllowed, match="callback_busy"):
        office.reopen(lists.callbacks()[1][0].callback.id, "ines")
    waiting, done = lists.callbacks()
    assert ([one.contact for one in waiting], len(done)) == (["ben@example.com"], 1)


def test_orders_are_found_by_number_mail_and_article_and_by_kind(house: House) -> None:
    paid, waits = house.bench.paid("c1"), house.bench.placed("c2", "CAP")
    lists = house.rooms.lists

    def found(text: str, kind: object = None) -> set[str]:
        return {one.order.number for one in lists.orders(text, kind, 50)[0]}  # type: ignore[arg-type]

    assert found("") == {paid.number, waits.number}
    assert found(paid.number.lower()) == {paid.number}
    assert found("ANNA@") == {paid.number, waits.number}
    assert found("wren") == {waits.number} and found("%") == set() and found("jkt_m") == set()
    assert found("", "pack") == {paid.number} and found("", "waiting") == {waits.number}
    assert dict(lists.kinds()) == {"waiting": 1, "pack": 1, "sent": 0, "closed": 0, "trouble": 0}
    assert [lists.orders("", None, 1, skip)[1] for skip in (0, 1)] == [2, 2]
