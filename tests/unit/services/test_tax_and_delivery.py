"""Tax and delivery by country and weight, from quote to order."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from floorwalker.domain.money import Money
from floorwalker.domain.store import Delivery, Rate, Tax, TaxRate
from floorwalker.errors import BadValue, Incomplete, NoDelivery
from floorwalker.services.shop import Shop
from floorwalker.testing.shop_bench import ShopBench, store

HOME, ABROAD = "Anna Schmidt, Lindenweg 4, 50667 Köln", "Anna Schmidt, Ring 4, 1010 Wien, Austria"


def rate(minor: int, days: tuple[int, int], *countries: str, grams: int | None = None) -> Rate:
    return Rate(Money(minor, "EUR"), days, {"en": f"{days[0]} days"}, None, countries, grams)


WAYS = (
    Delivery("post", {"en": "Post"}, (rate(490, (2, 3), "DE", grams=1000), rate(1490, (4, 6), "AT", grams=2000))),
    Delivery("courier", {"en": "Courier"}, (rate(990, (1, 1), "DE"),)),
    store().way("collect"),
)
TAX = Tax(TaxRate(Decimal(19), True), {"en": "VAT"}, {"AT": TaxRate(Decimal("8.1"), False)})


@pytest.fixture
def bench() -> Iterator[ShopBench]:
    bench = ShopBench(delivery=WAYS, tax=TAX)
    yield bench
    bench.close()


def options(shop: Shop) -> list[tuple[str, int, tuple[int, int]]]:
    return [(one.id, one.price.minor, one.days) for one in shop.checkout.delivery_options("c1")]


def sums(shop: Shop, address: str, way: str) -> tuple[int, int, bool, Decimal, int]:
    shop.carts.set_quantity("c1", "CAP", 2)
    shop.checkout.set_email("c1", "anna@example.com")
    shop.checkout.set_address("c1", address)
    shop.checkout.set_delivery("c1", way)
    quote = shop.checkout.quote("c1")
    return quote.delivery.minor, quote.tax.minor, quote.tax_included, quote.tax_percent, quote.total.minor


def test_what_is_offered_depends_on_country(shop: Shop) -> None:
    shop.carts.add("c1", "CAP")
    at_home = [("post", 490, (2, 3)), ("courier", 990, (1, 1)), ("collect", 0, (0, 0))]
    assert options(shop) == at_home
    shop.checkout.set_address("c1", HOME)
    assert options(shop) == at_home
    shop.checkout.set_address("c1", ABROAD)
    assert options(shop) == [("post", 1490, (4, 6)), ("collect", 0, (0, 0))]


def test_what_is_offered_depends_on_weight(shop: Shop) -> None:
    shop.carts.add("c1", "JKT-M", 2)  # 1.2 kg
    assert [id_ for id_, _, _ in options(shop)] == ["courier", "collect"]


def test_a_way_that_does_not_go_there_is_refused_and_nothing_changed(shop: Shop) -> None:
    shop.carts.add("c1", "CAP")
    shop.checkout.set_address("c1", ABROAD)
    before = shop.checkout.draft("c1")
    with pytest.raises(BadValue) as no:
        shop.checkout.set_delivery("c1", "courier")
    assert (no.value.what, shop.checkout.draft("c1")) == ("delivery", before)


def test_a_way_that_was_chosen_is_asked_again_when_the_parcel_goes_elsewhere(shop: Shop) -> None:
    shop.carts.add("c1", "CAP")
    shop.checkout.set_email("c1", "anna@example.com")
    shop.checkout.set_address("c1", HOME)
    assert shop.checkout.set_delivery("c1", "courier").missing == ()
    assert shop.checkout.set_address("c1", ABROAD).missing == ("delivery",)
    with pytest.raises(Incomplete):
        shop.checkout.quote("c1")


def test_where_nothing_goes_is_said() -> None:
    bench = ShopBench(delivery=WAYS[:1])
    bench.shop.carts.add("c1", "JKT-M", 2)
    with pytest.raises(NoDelivery) as no:
        bench.shop.checkout.delivery_options("c1")
    assert no.value.facts == {"country": "DE", "grams": 1200}
    bench.close()


def test_tax_is_that_of_the_country_the_parcel_goes_to(shop: Shop) -> None:
    shop.carts.add("c1", "CAP")
    assert sums(shop, HOME, "post") == (490, 718, True, Decimal(19), 4500)
    assert sums(shop, ABROAD, "post") == (1490, 446, False, Decimal("8.1"), 5946)


def test_what_is_collected_is_taxed_at_home(shop: Shop) -> None:
    shop.carts.add("c1", "CAP")
    assert sums(shop, ABROAD, "collect") == (0, 640, True, Decimal(19), 4010)


def test_an_order_keeps_its_rate(shop: Shop) -> None:
    shop.carts.add("c1", "CAP")
    sums(shop, ABROAD, "post")
    placed = shop.checkout.place("c1", shop.checkout.quote("c1").id)
    order = shop.orders.view(placed.order)
    assert (order.tax.minor, order.tax_included, order.tax_percent) == (446, False, Decimal("8.1"))
    assert order.total.minor == placed.total.minor == 5946
