"""Whatever is in the cart and in store.yml: sums add up in minor units, and tax is in proportion."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from floorwalker.domain.cart import Cart, CartLine
from floorwalker.domain.checkout import Address, Quote
from floorwalker.domain.money import Money, total
from floorwalker.domain.records import DraftRecord, OrderRecord
from floorwalker.domain.store import Delivery, Promotion, Rate, Store, Tax, TaxRate
from floorwalker.services.pricing import order_lines, quote_of, session_params
from floorwalker.services.promotions import standing
from floorwalker.testing.shop_bench import store

TODAY = date(2026, 12, 1)
amounts = st.integers(0, 200_000).map(lambda minor: Money(minor, "EUR"))
lines = st.lists(st.tuples(amounts, st.integers(1, 10)), min_size=1, max_size=6)
taxes = st.builds(TaxRate, st.integers(0, 9999).map(lambda points: Decimal(points) / 100), st.booleans())
rates = st.builds(Rate, amounts, st.just((1, 2)), st.just({"en": "soon"}), st.none() | amounts)
promotions = st.lists(
    st.builds(Promotion, st.sampled_from([None, "CODE"]), st.just({"en": "Off"}), st.integers(1, 100))
    | st.builds(Promotion, st.sampled_from([None, "CODE"]), st.just({"en": "Off"}), amount=amounts, minimum=amounts),
    max_size=3,
)


def priced(shop: Store, chosen: list[tuple[Money, int]]) -> Cart:
    found = tuple(CartLine(f"S{n}", "p", "T", "", (), many, price, 99) for n, (price, many) in enumerate(chosen))
    goods = total([line.total for line in found], "EUR")
    counts = standing(shop, goods, TODAY, "CODE", lambda code: False).promotion
    return Cart(found, goods, counts.takes(goods) if counts else Money(0, "EUR"))


@given(chosen=lines, tax=taxes, rate=rates, offers=promotions)
def test_sums_add_up_and_tax_is_in_proportion(
    chosen: list[tuple[Money, int]], tax: TaxRate, rate: Rate, offers: list[Promotion]
) -> None:
    shop = replace(store(), tax=Tax(tax, {"en": "VAT"}), promotions=tuple(offers))
    quote = quote_of(shop, priced(shop, chosen), DraftRecord(), Delivery("w", {"en": "Post"}, (rate,)), rate, "en")
    charged = quote.subtotal - quote.discount + quote.delivery
    assert Money(0, "EUR") <= quote.discount <= quote.subtotal
    assert quote.total == (charged if tax.included else charged + quote.tax)
    assert total([line.total for line in order_lines(quote)], "EUR") == quote.subtotal - quote.discount
    assert all(line.total.minor >= 0 for line in order_lines(quote))
    net = quote.total - quote.tax
    exact = Decimal(net.minor) * tax.percent / 100
    assert abs(exact - quote.tax.minor) <= 1
    assert billed(shop, quote) == quote.total.minor


def billed(shop: Store, quote: Quote) -> int:
    """What the pay page asks for, item by item."""
    order = OrderRecord(
        "o", "LL-1", "c", "c", "awaiting_payment", quote.id, order_lines(quote), quote.subtotal, quote.discount, None,
        quote.delivery, "Post", "w", quote.tax, quote.tax_included, quote.tax_percent, quote.total, "", Address(), 1,
    )  # fmt: skip
    items = session_params(shop, order, "p", 9, "http://localhost", "en")["line_items"]
    return sum(item["quantity"] * item["price_data"]["unit_amount"] for item in items)


@given(chosen=lines, offers=promotions)
def test_the_best_promotion_counts(chosen: list[tuple[Money, int]], offers: list[Promotion]) -> None:
    shop = replace(store(), promotions=tuple(offers))
    cart = priced(shop, chosen)
    entered = shop.promotion("CODE")
    possible = [one for one in offers if one.code is None or one is entered]
    holding = [one.takes(cart.subtotal) for one in possible if one.refusal(cart.subtotal, TODAY) is None]
    assert cart.discount == max(holding, default=Money(0, "EUR"))
