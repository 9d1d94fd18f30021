"""Carts: exact sums, honest stock, and a way back."""

from __future__ import annotations

import pytest

from floorwalker.adapters.sql.tables_talk import identities
from floorwalker.errors import BadCode, NothingInCart, NotInCart, OutOfStock, TooMany, UnknownVariant
from floorwalker.services.shop import Shop
from floorwalker.testing.shop_bench import ShopBench


def skus(shop: Shop, conversation: str = "c1") -> list[tuple[str, int]]:
    return [(line.sku, line.quantity) for line in shop.carts.show(conversation).lines]


def test_adding_twice_is_one_line(shop: Shop) -> None:
    shop.carts.add("c1", "CAP")
    cart = shop.carts.add("c1", "CAP", 2)
    assert [(line.title, line.detail, line.quantity, line.free) for line in cart.lines] == [("Wren cap", "", 3, 5)]
    assert (cart.total.minor, cart.pieces) == (6015, 3)


def test_a_cart_never_holds_more_than_is_free(shop: Shop) -> None:
    shop.carts.add("c1", "JKT-M", 2)
    with pytest.raises(OutOfStock) as no:
        shop.carts.add("c1", "JKT-M", 2)
    assert no.value.facts == {"sku": "JKT-M", "wanted": 4, "free": 3, "title": "Kelder rain jacket, Slate, M"}
    assert skus(shop) == [("JKT-M", 2)]


def test_more_than_an_order_may_hold_is_refused() -> None:
    bench = ShopBench(stock={"CAP": 50})
    with pytest.raises(TooMany) as no:
        bench.shop.carts.add("c1", "CAP", 11)
    assert no.value.most == 10
    bench.close()


def test_the_unknown_is_named(shop: Shop) -> None:
    with pytest.raises(UnknownVariant):
        shop.carts.add("c1", "NOPE")
    for act in (shop.carts.remove, lambda c, sku: shop.carts.set_quantity(c, sku, 2)):
        with pytest.raises(NotInCart):
            act("c1", "CAP")


def test_a_quantity_keeps_its_place_and_zero_removes(shop: Shop) -> None:
    shop.carts.add("c1", "CAP")
    shop.carts.add("c1", "JKT-M")
    shop.carts.set_quantity("c1", "CAP", 4)
    assert skus(shop) == [("CAP", 4), ("JKT-M", 1)]
    shop.carts.set_quantity("c1", "CAP", 0)
    assert skus(shop) == [("JKT-M", 1)]


def test_what_was_cleared_or_removed_comes_back_once(shop: Shop) -> None:
    shop.carts.add("c1", "CAP", 2)
    shop.carts.add("c1", "JKT-M")
    shop.carts.clear("c1")
    shop.carts.clear("c1")
    assert skus(shop) == []
    shop.carts.undo("c1")
    shop.carts.remove("c1", "CAP")
    shop.carts.undo("c1")
    shop.carts.undo("c1")
    assert skus(shop) == [("JKT-M", 1), ("CAP", 2)]


def test_a_code_takes_its_share_until_it_is_dropped(shop: Shop) -> None:
    with pytest.raises(NothingInCart):
        shop.carts.apply_code("c1", "WELCOME10")
    shop.carts.add("c1", "CAP")
    with pytest.raises(BadCode):
        shop.carts.apply_code("c1", "FREE100")
    cart = shop.carts.apply_code("c1", " welcome10")
    assert (cart.code, cart.code_label, cart.discount.minor, cart.total.minor) == ("WELCOME10", "Welcome", 201, 1804)
    cart = shop.carts.drop_code("c1")
    assert (cart.code, cart.discount.minor) == (None, 0)


def test_each_customer_has_their_own(shop: Shop) -> None:
    shop.carts.add("c1", "CAP")
    assert skus(shop, "c2") == []


def test_one_person_on_two_channels_has_one_cart(bench: ShopBench) -> None:
    customer = bench.shop.customers.ensure("c1", "web", "", "v1")
    row = {"channel": "telegram", "account": "bot", "external_id": "4711", "customer_id": customer}
    with bench.engine.begin() as db:
        db.execute(identities.insert().values(**row, kind="anonymous", created=1))
    assert bench.shop.customers.ensure("c2", "telegram", "bot", "4711") == customer
    bench.shop.carts.add("c1", "CAP")
    assert skus(bench.shop, "c2") == [("CAP", 1)]
