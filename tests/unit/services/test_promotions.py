"""Promotions by rule: what counts, and the exact reason where a code does not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from floorwalker.domain.money import Money
from floorwalker.domain.store import Promotion
from floorwalker.errors import BadCode
from floorwalker.services.shop import Shop
from floorwalker.testing.shop_bench import ShopBench

WORDS = {"en": "Thanks", "de": "Danke"}
CAP = 2005
"""What a cap costs."""


@pytest.fixture
def bench() -> Iterator[ShopBench]:
    bench = ShopBench(promotions=PROMOTIONS)
    yield bench
    bench.close()


def euro(minor: int) -> Money:
    return Money(minor, "EUR")


PROMOTIONS = (
    Promotion("TEN", WORDS, 10),
    Promotion("FIVE", WORDS, amount=euro(500), minimum=euro(3000)),
    Promotion("ONCE", WORDS, 20, once_per_customer=True),
    Promotion("SOON", WORDS, 50, starts=date(2100, 1, 1)),
    Promotion("GONE", WORDS, 50, ends=date(2000, 1, 1)),
    Promotion(None, {"en": "For many"}, 15, minimum=euro(4000)),
    Promotion(None, {"en": "For more"}, amount=euro(1000), minimum=euro(6000)),
)


def refused(shop: Shop, code: str, conversation: str = "c1") -> dict[str, Any]:
    """The facts of the refusal; the cart is as it was."""
    before = shop.carts.show(conversation)
    with pytest.raises(BadCode) as no:
        shop.carts.apply_code(conversation, code)
    assert shop.carts.show(conversation) == before
    return {name: value for name, value in no.value.facts.items() if value is not None}


def test_a_code_that_does_not_count_says_exactly_why(shop: Shop) -> None:
    shop.carts.add("c1", "CAP")
    assert refused(shop, "nope") == {"code": "nope", "why": "unknown"}
    assert refused(shop, "SOON") == {"code": "SOON", "why": "early", "day": date(2100, 1, 1)}
    assert refused(shop, "GONE") == {"code": "GONE", "why": "over", "day": date(2000, 1, 1)}
    assert refused(shop, "FIVE") == {
        "code": "FIVE", "why": "minimum", "minimum": euro(3000), "missing": euro(3000 - CAP),
    }  # fmt: skip


def test_each_reason_has_words_of_its_own() -> None:
    assert [BadCode("X", why).response for why in BadCode.WHY] == [f"utter_cart_code_{why}" for why in BadCode.WHY]


def test_what_counts_by_itself_needs_no_code(shop: Shop) -> None:
    assert shop.carts.add("c1", "CAP").discount == euro(0)
    cart = shop.carts.add("c1", "CAP")
    assert (cart.code, cart.code_label, cart.discount) == (None, "For many", euro(602))
    cart = shop.carts.add("c1", "CAP")
    assert (cart.code_label, cart.discount, cart.total) == ("For more", euro(1000), euro(5015))


def test_one_promotion_counts_the_one_that_takes_most_off(shop: Shop) -> None:
    shop.carts.add("c1", "CAP", 2)
    assert refused(shop, "TEN")["why"] == "less"
    cart = shop.carts.apply_code("c1", "ONCE")
    assert (cart.code, cart.discount) == ("ONCE", euro(802))


def test_a_code_that_no_longer_counts_is_told_and_kept_for_later(shop: Shop) -> None:
    shop.carts.add("c1", "CAP", 1)
    shop.carts.apply_code("c1", "TEN")
    cart = shop.carts.set_quantity("c1", "CAP", 2)
    assert (cart.code, cart.code_label, cart.refused) == (None, "For many", ("TEN", "less"))
    cart = shop.carts.set_quantity("c1", "CAP", 1)
    assert (cart.code, cart.discount, cart.refused) == ("TEN", euro(201), None)


def test_a_customer_has_a_code_once(bench: ShopBench, shop: Shop) -> None:
    shop.carts.add("c1", "CAP")
    shop.carts.apply_code("c1", "ONCE")
    first = shop.checkout.place("c1", quoted(shop, "c1"))
    assert shop.carts.show("c1").code == "ONCE"  # the unpaid order would be replaced
    bench.buyer(bench.session(first.order), "pay")
    shop.payments.sync(bench.session(first.order))
    shop.carts.add("c1", "CAP")
    assert refused(shop, "ONCE") == {"code": "ONCE", "why": "used"}


def test_another_customer_with_the_same_mail_has_it_no_second_time(bench: ShopBench, shop: Shop) -> None:
    shop.carts.add("c1", "CAP")
    shop.carts.apply_code("c1", "ONCE")
    shop.checkout.place("c1", quoted(shop, "c1"))
    shop.carts.add("c2", "CAP")
    shop.carts.apply_code("c2", "ONCE")
    quote = quoted(shop, "c2")
    assert shop.carts.show("c2").refused == ("ONCE", "used")
    assert shop.orders.view(shop.checkout.place("c2", quote).order).discount == euro(0)


def quoted(shop: Shop, conversation: str) -> str:
    shop.checkout.set_email(conversation, "anna@example.com")
    shop.checkout.set_address(conversation, "Anna Schmidt, Lindenweg 4, 50667 Köln")
    shop.checkout.set_delivery(conversation, "standard")
    return shop.checkout.quote(conversation).id


def test_the_order_remembers_what_the_discount_was(bench: ShopBench, shop: Shop) -> None:
    shop.carts.add("c1", "CAP", 2)
    order = shop.checkout.place("c1", quoted(shop, "c1"))
    view = shop.orders.view(order.order)
    assert (view.code, view.discount_title, view.discount) == (None, "For many", euro(602))
