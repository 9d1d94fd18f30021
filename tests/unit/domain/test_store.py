"""What the merchant's values do."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from floorwalker.domain.money import Money
from floorwalker.domain.store import Promotion
from floorwalker.testing.shop_bench import store


def test_delivery_is_free_from_its_limit_on() -> None:
    way = store().delivery[0]
    assert [way.price_for(Money(minor, "EUR")).minor for minor in (24999, 25000)] == [490, 0]


@pytest.mark.parametrize(
    ("limits", "minor", "day", "holds"),
    [
        ({}, 1, 1, True),
        ({"minimum": Money(100, "EUR")}, 99, 1, False),
        ({"minimum": Money(100, "EUR")}, 100, 1, True),
        ({"starts": date(2026, 12, 2)}, 1, 1, False),
        ({"starts": date(2026, 12, 2)}, 1, 2, True),
        ({"ends": date(2026, 12, 2)}, 1, 2, True),
        ({"ends": date(2026, 12, 2)}, 1, 3, False),
    ],
)
def test_a_code_holds_within_its_limits(limits: dict[str, Any], minor: int, day: int, holds: bool) -> None:
    promotion = Promotion("CODE", {"en": "Code"}, 10, **limits)
    assert promotion.holds(Money(minor, "EUR"), date(2026, 12, day)) is holds


def test_words_fall_back_to_the_shops_first_language() -> None:
    shop = store()
    way = shop.delivery[0].title
    assert [shop.words(way, locale) for locale in ("de", "de-AT", "en", "fr", "")] == [
        "Standardversand", "Standardversand", "Standard", "Standard", "Standard",
    ]  # fmt: skip
