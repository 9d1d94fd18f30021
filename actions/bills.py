"""Cards of money: the cart, the summary that is confirmed, the payment, the receipt and the order's way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from actions.cards import Deck, picture, tap
from floorwalker.conversations.spoken import short_day
from floorwalker.domain.cart import Cart, CartLine
from floorwalker.domain.checkout import DeliveryOption, Placed, Quote
from floorwalker.domain.message import Card, amount, button, card, image, link, sums
from floorwalker.domain.money import Money
from floorwalker.domain.order import OrderView

Row = tuple[str, Money, str]


def cart_card(deck: Deck, cart: Cart) -> Card:
    """The cart with steppers. It lives on under one key: a change replaces it where the channel can."""
    rows: list[Row] = [(deck.label("subtotal"), cart.subtotal, "subtotal")]
    if cart.discount:
        rows.append((cart.code or cart.code_label, -cart.discount, "discount"))
    rows.append((deck.label("total_before"), cart.total, "total"))
    actions = [deck.chip("check_out", "checkout_start")] if cart.lines else []
    code = _code(deck, cart) if cart.code or cart.refused else None
    lines = [_cart_line(deck, line) for line in cart.lines]
    title = deck.label("cart_title")
    return card("cart", title=title, lines=lines, code=code, sums=sums(rows) if cart.lines else [], actions=actions)


def quote_card(deck: Deck, quote: Quote) -> Card:
    """Exactly what would be bought; its button carries the quote's id: the yes is bound to it."""
    change = {name: deck.chip("adjust", "checkout_correct", part=name) for name in ("address", "delivery", "email")}
    facts = [
        _fact(deck.label("send_to"), quote.address.line, change["address"]),
        _fact(deck.label("delivery"), f"{quote.delivery_title}, {quote.delivery_detail}", change["delivery"]),
        _fact(deck.label("mail_to"), quote.email, change["email"]),
    ]
    order = button(deck.label("order_and_pay", total=quote.total), tap("checkout_confirm", quote_id=quote.id))
    return card(
        "cart",
        title=deck.label("please_check"),
        lines=[_line(deck, line) for line in quote.lines],
        facts=[fact for fact in facts if fact["value"]],
        sums=_quote_sums(deck, quote),
        actions=[order, deck.chip("change_something", "deny")],
    )


def delivery_card(deck: Deck, options: Sequence[DeliveryOption], days: Mapping[str, str]) -> Card:
    """`days`: when each would arrive, in words."""
    buttons = [
        button(o.title, tap("checkout_tell", delivery=o.id), detail=days[o.id], price=amount(o.price)) for o in options
    ]
    return deck.choices(deck.label("how_travel"), buttons)


def payment_card(deck: Deck, placed: Placed) -> Card:
    """Ready to pay. Later states replace it in place."""
    pay = link(deck.label("pay", total=placed.total), placed.url or "")
    actions = [pay, deck.chip("cancel_order", "payment_cancel")]
    return _payment(placed.order, placed.number, placed.total, "ready", actions, placed.url, placed.held_until)


def payment_of(deck: Deck, order: OrderView, state: str) -> Card:
    """The order's payment as it stands: ready, waiting, paid, declined or expired."""
    actions: list[Card] = []
    if state in ("ready", "declined") and order.url:
        actions = [link(deck.label("pay", total=order.total), order.url), deck.chip("cancel_order", "payment_cancel")]
    if state == "expired":
        actions = [deck.chip("new_link", "payment_renew")]
    url, until = (order.url, order.held_until) if state in ("ready", "waiting", "declined") else (None, 0)
    return _payment(order.id, order.number, order.total, state, actions, url, until or order.held_until)


def receipt_card(deck: Deck, order: OrderView) -> Card:
    lines = [
        {"sku": x.sku, "title": ", ".join(filter(None, (x.title, x.detail))), "quantity": x.quantity,
         "total": amount(x.unit_price * x.quantity)}
        for x in order.lines
    ]  # fmt: skip
    replies = [deck.chip("reply_order", "order_status"), deck.chip("thats_all", "goodbye")]
    return card("receipt", order=order.number, lines=lines, sums=_order_sums(deck, order),
                paid_at=order.paid_at, quick_replies=replies)  # fmt: skip


def status_card(deck: Deck, order: OrderView) -> Card:
    """The order's way, step by step; nothing is said to be done that is not."""
    return card("status", order=order.number, steps=list(_steps(deck, order)))


def _steps(deck: Deck, order: OrderView) -> list[Card]:
    zone = deck.shop.store.timezone
    if order.state == "closed":
        return [_step(deck, "status_stopped", "stopped")]
    if order.payment != "paid":
        return [_step(deck, "status_ordered_unpaid", "now"), _step(deck, "status_paid", "todo")]
    at = short_day(order.paid_at, deck.locale, zone) if order.paid_at else ""
    done = {None: 0, "pending": 0, "canceled": 0, "packed": 1, "shipped": 2, "delivered": 3}[order.fulfilment]
    keys = ("status_packed", "status_shipped", "status_delivery")
    rest = [_step(deck, key, _place(n, done), order.address.line if n == 3 else "") for n, key in enumerate(keys, 1)]
    return [{**_step(deck, "status_ordered", _place(0, done)), "at": at}, *rest]


def _place(step: int, done: int) -> str:
    """Reached, reached last, or still to come."""
    if step == done:
        return "now"
    return "done" if step < done else "todo"


def _step(deck: Deck, key: str, state: str, detail: str = "") -> Card:
    step: Card = {"title": deck.label(key), "state": state}
    return {**step, "detail": detail} if detail else step


def _payment(
    order: str, number: str, total: Money, state: str, actions: list[Card], url: str | None, until: int
) -> Card:
    return card("payment", key=f"payment:{order}", order=number, amount=amount(total), state=state,
                held_until=until or None, url=url, actions=actions)  # fmt: skip


def _cart_line(deck: Deck, line: CartLine) -> Card:
    n = line.quantity
    steps = [{**deck.chip("remove", "cart_remove", sku=line.sku), "role": "remove"}]
    if n > 1:
        steps.append({**button("−", tap("cart_change", sku=line.sku, quantity=n - 1)), "role": "less"})
    if line.free > n:
        steps.append({**button("+", tap("cart_change", sku=line.sku, quantity=n + 1)), "role": "more"})
    return {**_line(deck, line), "actions": steps}


def _line(deck: Deck, line: CartLine) -> Card:
    product = deck.shop.catalogue.product(line.product)
    variant = deck.shop.catalogue.variant(line.sku)
    return {
        "sku": line.sku, "title": line.title, "detail": line.detail, "quantity": line.quantity,
        "total": amount(line.total), "image": image(picture(product, variant), line.title) if product else None,
    }  # fmt: skip


def _code(deck: Deck, cart: Cart) -> Card:
    """The code and what it is for; of one that does not count now, why."""
    code, detail = cart.code, cart.code_label
    if cart.refused:
        code, detail = cart.refused[0], deck.label(f"code_{cart.refused[1]}")
    return {"code": code, "detail": detail, "action": deck.chip("remove_code", "cart_coupon_remove")}


def _fact(label: str, value: str, action: Card) -> Card:
    return {"label": label, "value": value, "action": action}


def _quote_sums(deck: Deck, quote: Quote) -> list[Card]:
    return _sums(deck, quote, deck.label("total"))


def _order_sums(deck: Deck, order: OrderView) -> list[Card]:
    return _sums(deck, order, deck.label("total_paid"))


def _sums(deck: Deck, bill: Any, total: str) -> list[Card]:
    """Rows of anything that has subtotal, discount, delivery, tax and total."""
    rows: list[Row] = [(deck.label("subtotal"), bill.subtotal, "subtotal")]
    if bill.discount:
        rows.append((bill.code or bill.discount_title or deck.label("discount"), -bill.discount, "discount"))
    rows.append((bill.delivery_title or deck.label("delivery"), bill.delivery, "delivery"))
    tax: Row = (deck.label("tax", percent=bill.tax_percent), bill.tax, "tax")
    included: Row = (deck.label("tax_included", percent=bill.tax_percent), bill.tax, "included_tax")
    if not bill.tax_included:
        rows.append(tax)
    rows.append((total, bill.total, "total"))
    return sums([*rows, *([included] if bill.tax_included and bill.tax else [])])
