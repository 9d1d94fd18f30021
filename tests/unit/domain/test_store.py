"""What the merchant's values do."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from floorwalker.domain.money import Money
from floorwalker.domain.store import Delivery, Promotion, Rate, Tax, TaxRate
from floorwalker.testing.shop_bench import store


def euro(minor: int) -> Money:
    return Money(minor, "EUR")


def test_delivery_is_free_from_its_limit_on() -> None:
    rate = store().delivery[0].usual
    assert [rate.price_for(euro(minor)).minor for minor in (24999, 25000)] == [490, 0]


def test_the_first_rate_that_fits_country_and_weight_counts() -> None:
    def rate(minor: int, *countries: str, grams: int | None = None) -> Rate:
        return Rate(euro(minor), (1, 2), {}, None, countries, grams)

    way = Delivery("post", {"en": "Post"}, (rate(490, "DE", grams=1000), rate(690, "DE"), rate(990, "AT", grams=2000)))
    asked = [("DE", 1000), ("DE", 1001), ("AT", 2000), ("AT", 2001), ("FR", 1)]
    assert [found.price.minor if (found := way.rate(*one)) else None for one in asked] == [490, 690, 990, None, None]


@pytest.mark.parametrize(
    ("percent", "included", "minor", "tax"),
    [
        ("19", True, 11900, 1900),
        ("19", True, 100, 16),
        ("19", False, 10000, 1900),
        ("8.1", False, 10000, 810),
        ("8.1", True, 10810, 810),
        ("7.25", False, 1000, 73),
        ("0", True, 10000, 0),
    ],
)
def test_tax_is_within_a_price_or_on_top(percent: str, included: bool, minor: int, tax: int) -> None:
    assert TaxRate(Decimal(percent), included).of(euro(minor)) == euro(tax)


def test_a_country_without_a_rate_of_its_own_has_that_of_the_shop() -> None:
    home, there = TaxRate(Decimal(19), True), TaxRate(Decimal("8.1"), False)
    tax = Tax(home, {"en": "VAT"}, {"CH": there})
    assert (tax.rate("CH"), tax.rate("AT")) == (there, home)


@pytest.mark.parametrize(
    ("limits", "minor", "day", "why"),
    [
        ({}, 1, 1, None),
        ({"minimum": euro(100)}, 99, 1, "minimum"),
        ({"minimum": euro(100)}, 100, 1, None),
        ({"starts": date(2026, 12, 2)}, 1, 1, "early"),
        ({"starts": date(2026, 12, 2)}, 1, 2, None),
        ({"ends": date(2026, 12, 2)}, 1, 2, None),
        ({"ends": date(2026, 12, 2)}, 1, 3, "over"),
        ({"ends": date(2026, 12, 2), "minimum": euro(100)}, 1, 3, "over"),
    ],
)
def test_a_code_holds_within_its_limits(limits: dict[str, Any], minor: int, day: int, why: str | None) -> None:
    promotion = Promotion("CODE", {"en": "Code"}, 10, **limits)
    assert promotion.refusal(euro(minor), date(2026, 12, day)) == why


def test_an_amount_never_takes_more_off_than_the_goods_cost() -> None:
    promotion = Promotion("CODE", {"en": "Code"}, amount=euro(2000))
    assert [promotion.takes(euro(minor)).minor for minor in (1999, 2000, 9900)] == [1999, 2000, 2000]


def test_words_fall_back_to_the_shops_first_language() -> None:
    shop = store()
    way = shop.delivery[0].title
    assert [shop.words(way, locale) for locale in ("de", "de-AT", "en", "fr", "")] == [
        "Standardversand", "Standardversand", "Standard", "Standard", "Standard",
    ]  # fmt: skip
