"""What a purchase costs: sums, tax, each line's share of the discount, and the quote's fingerprint."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from typing import Any

from floorwalker.domain.cart import Cart
from floorwalker.domain.checkout import Quote
from floorwalker.domain.money import Money
from floorwalker.domain.order import OrderLine
from floorwalker.domain.records import DraftRecord, OrderRecord
from floorwalker.domain.store import Delivery, Rate, Store


def quote_of(store: Store, cart: Cart, draft: DraftRecord, way: Delivery, rate: Rate, locale: str) -> Quote:
    """The exact purchase, `way` at its `rate`; tax is the part within the total, or what comes on top.

    Goods after the discount and delivery are taxed alike, at the rate of the country where the parcel goes.
    """
    delivery = rate.price_for(cart.total)
    charged = cart.total + delivery
    taxed = store.tax.rate(country_of(store, draft, way))
    tax = taxed.of(charged)
    quote = Quote(
        id="",
        lines=cart.lines,
        subtotal=cart.subtotal,
        discount=cart.discount,
        code=cart.code,
        delivery=delivery,
        delivery_title=store.words(way.title, locale),
        delivery_detail=store.words(rate.detail, locale),
        tax=tax,
        tax_included=taxed.included,
        tax_percent=taxed.percent,
        total=charged if taxed.included else charged + tax,
        email=draft.email,
        address=draft.address,
        discount_title=cart.code_label if cart.discount else "",
    )
    return replace(quote, id=_fingerprint(quote))


def country_of(store: Store, draft: DraftRecord, way: Delivery | None) -> str:
    """Where the parcel goes: the shop's own country for what is collected, and while no address is known."""
    needs_address = way is None or way.needs_address
    return (draft.address.country if needs_address else "") or store.country


def order_lines(quote: Quote) -> tuple[OrderLine, ...]:
    """The quote's lines, each after its share of the discount; the shares add up."""
    weights = [line.total.minor for line in quote.lines]
    shares = quote.discount.split(weights) if sum(weights) else (quote.discount,) * len(weights)
    return tuple(
        OrderLine(
            line.sku,
            line.title,
            line.detail,
            line.quantity,
            line.unit_price,
            line.total - share,
            line.product,
            line.options,
        )
        for line, share in zip(quote.lines, shares, strict=True)
    )


def session_params(
    store: Store, order: OrderRecord, payment: str, expires_at: int, public_url: str, locale: str
) -> dict[str, Any]:
    """The parameters of the pay page (payments.md section 3): every amount is from our order."""
    metadata = {"order_id": order.id, "payment_id": payment}
    params: dict[str, Any] = {
        "mode": "payment",
        "client_reference_id": order.id,
        "line_items": _items(store, order, locale),
        "metadata": metadata,
        "payment_intent_data": {"metadata": metadata},
        "expires_at": expires_at,
        "success_url": f"{public_url}/pay/return?sid={{CHECKOUT_SESSION_ID}}",
        "cancel_url": f"{public_url}/pay/cancel",
        "locale": locale[:2] if locale[:2] in store.languages else store.languages[0],
    }
    return {**params, "customer_email": order.email} if order.email else params


def _items(store: Store, order: OrderRecord, locale: str) -> list[dict[str, Any]]:
    named = [(_name(line), line.total) for line in order.lines]
    named.append((order.delivery_title, order.delivery))
    if not order.tax_included:
        named.append((store.words(store.tax.title, locale), order.tax))
    return [_item(name, money) for name, money in named if money]


def _name(line: OrderLine) -> str:
    words = ", ".join(filter(None, (line.title, line.detail)))
    return f"{line.quantity} × {words}"


def _item(name: str, money: Money) -> dict[str, Any]:
    price = {"currency": money.currency.lower(), "unit_amount": money.minor, "product_data": {"name": name}}
    return {"quantity": 1, "price_data": price}


def _fingerprint(quote: Quote) -> str:
    """Over everything but how many pieces others leave free."""
    facts = asdict(quote)
    for line in facts["lines"]:
        del line["free"]
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
