"""The checkout asks for what lacks, in order, and quotes exactly."""

from __future__ import annotations

import pytest

from floorwalker.errors import BadValue, Incomplete, NothingInCart
from floorwalker.services.email import read_email
from floorwalker.services.shop import Shop
from floorwalker.services.ways import meant
from floorwalker.testing.shop_bench import ShopBench, store


def test_what_lacks_is_named_in_the_order_it_is_asked(shop: Shop) -> None:
    missing = [shop.checkout.draft("c1").missing]
    missing.append(shop.checkout.set_email("c1", "anna@example.com").missing)
    missing.append(shop.checkout.set_address("c1", "Lindenweg 4").missing)
    missing.append(shop.checkout.set_address("c1", "50667 Köln").missing)
    missing.append(shop.checkout.set_delivery("c1", "standard").missing)
    assert missing == [
        ("email", "address", "delivery"),
        ("address", "delivery"),
        ("address", "delivery"),
        ("delivery",),
        (),
    ]


def test_what_is_collected_needs_no_address(shop: Shop) -> None:
    shop.checkout.set_email("c1", "anna@example.com")
    assert shop.checkout.set_delivery("c1", "I will pick up").missing == ()


def test_a_country_that_is_not_served_is_refused(shop: Shop) -> None:
    with pytest.raises(BadValue) as no:
        shop.checkout.set_address("c1", "12 rue de la Paix, 75002 Paris, France")
    assert (no.value.what, no.value.value) == ("country", "FR")
    with pytest.raises(BadValue):
        shop.checkout.set_address("c1", "hello")
    assert shop.checkout.set_address("c1", "Am Markt 3, 20095 Hamburg").address.country == "DE"


def test_a_quote_names_what_lacks(shop: Shop) -> None:
    with pytest.raises(NothingInCart):
        shop.checkout.quote("c1")
    shop.carts.add("c1", "CAP")
    with pytest.raises(Incomplete) as no:
        shop.checkout.quote("c1")
    assert no.value.missing == "email"


def test_a_quote_is_exact_and_its_id_stands_for_all_of_it(bench: ShopBench) -> None:
    quote = bench.quoted("c1", "CAP", 2)
    sums = (quote.subtotal, quote.discount, quote.delivery, quote.tax, quote.total)
    assert [money.minor for money in sums] == [4010, 0, 490, 718, 4500]
    assert bench.shop.checkout.quote("c1") == quote
    ids = {quote.id}
    bench.shop.carts.apply_code("c1", "WELCOME10")
    ids.add(bench.shop.checkout.quote("c1").id)
    bench.shop.checkout.set_delivery("c1", "fast")
    ids.add(bench.shop.checkout.quote("c1").id)
    bench.shop.checkout.set_email("c1", "ben@example.com")
    ids.add(bench.shop.checkout.quote("c1").id)
    bench.shop.checkout.set_address("c1", "Lindenweg 5")
    ids.add(bench.shop.checkout.quote("c1").id)
    assert len(ids) == 5


def test_what_others_buy_does_not_change_a_quote(bench: ShopBench) -> None:
    quote = bench.quoted("c1", "CAP")
    bench.paid("c2", "CAP")
    assert bench.shop.checkout.quote("c1").id == quote.id


def test_delivery_has_its_price_for_this_cart_and_its_days(bench: ShopBench) -> None:
    bench.shop.carts.add("c1", "JKT-M", 2)
    options = bench.shop.checkout.delivery_options("c1")
    assert [(one.id, one.title, one.price.minor) for one in options] == [
        ("standard", "Standard", 0), ("express", "Express", 990), ("collect", "Collect", 0),
    ]  # fmt: skip
    assert [one.expected for one in options] == [
        ("2026-11-27", "2026-11-30"), ("2026-11-26", "2026-11-26"), ("2026-11-25", "2026-11-25"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("express", "express"),
        ("the fast one please", "express"),
        ("Standardversand bitte", "standard"),
        ("I'll pick up", "collect"),
        ("the second one", "express"),
        ("3", "collect"),
        ("the last", "collect"),
    ],
)
def test_a_way_is_meant_by_name_word_or_number(text: str, id_: str) -> None:
    way = meant(text, store().delivery)
    assert way is not None and way.id == id_


def test_no_way_is_guessed(shop: Shop) -> None:
    assert meant("whatever", store().delivery) is None and meant("one or two", store().delivery) is None
    with pytest.raises(BadValue):
        shop.checkout.set_delivery("c1", "by pigeon")


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("my mail is Ana@Example.COM.", "Ana@example.com"),
        ("<anna.b+shop@example.co.uk>", "anna.b+shop@example.co.uk"),
        ("anna @ example.com", "anna@example.com"),
        ("anna (at) example (dot) com", "anna@example.com"),
        ("anna at example.com", "anna@example.com"),
    ],
)
def test_an_email_is_found_in_what_was_typed(text: str, email: str) -> None:
    assert read_email(text) == email


@pytest.mark.parametrize("text", ["", "anna", "anna@", "@example.com", "anna@localhost", "a b c"])
def test_what_is_no_email_is_not_taken(text: str) -> None:
    with pytest.raises(BadValue):
        read_email(text)
