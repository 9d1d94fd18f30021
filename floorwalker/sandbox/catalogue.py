"""Products, prices, customers and payment methods: what a session or an outside client refers to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from floorwalker.sandbox import shapes, shapes_after
from floorwalker.sandbox.context import Context
from floorwalker.sandbox.errors import invalid, missing, no_such, not_an_integer, raw_card
from floorwalker.sandbox.forms import Form, integer, section, text
from floorwalker.sandbox.outcomes import IBANS, OUTCOMES, TOKENS, Outcome
from floorwalker.sandbox.store import Object, fresh

PRODUCT = ("name", "description", "images", "metadata", "unit_label", "url", "tax_code")
CUSTOMER = ("name", "email", "phone", "description", "metadata")


def create_product(ctx: Context, form: Form) -> Object:
    text(form, "name")
    return ctx.store.add(shapes.product(ctx.now, _picked(form, PRODUCT)))


def create_price(ctx: Context, form: Form, at: str = "") -> Object:
    """`at` is where the form stands in the call, for errors: `line_items[0][price_data]`."""
    currency = text(form, "currency", _below(at, "currency")).lower()
    amount = integer(form, "unit_amount", _below(at, "unit_amount"))
    if amount < 0:
        raise not_an_integer(_below(at, "unit_amount"), amount)
    product = _product(ctx, form, _below(at, "product"))
    return ctx.store.add(shapes.price(ctx.now, product, currency, amount))


def _below(at: str, name: str) -> str:
    return f"{at}[{name}]" if at else name


def _product(ctx: Context, form: Form, at: str) -> str:
    if "product_data" in form:
        return str(create_product(ctx, section(form, "product_data"))["id"])
    if "product" not in form:
        raise missing(at)
    return str(ctx.need("product", form["product"], at)["id"])


def create_customer(ctx: Context, form: Form) -> Object:
    return ctx.store.add(shapes_after.customer(ctx.now, _picked(form, CUSTOMER)))


def create_payment_method(ctx: Context, form: Form) -> Object:
    """From a test token or a published test IBAN; a raw number is refused, whatever it is."""
    card, sepa = section(form, "card"), section(form, "sepa_debit")
    if "number" in card:
        raise raw_card()
    name = TOKENS.get(str(card.get("token"))) or IBANS.get(str(sepa.get("iban")))
    if name is None:
        raise invalid("Give a test token (card[token]) or a published test IBAN.", "resource_missing", "type")
    return _store_method(ctx, OUTCOMES[name], section(form, "billing_details"))


def _store_method(ctx: Context, outcome: Outcome, billing: Mapping[str, Any]) -> Object:
    method = shapes.payment_method(ctx.now, fresh("pm"), outcome, billing)
    return ctx.store.add(method, outcome=outcome.name)


def take_method(ctx: Context, name: str) -> tuple[Object, Outcome]:
    """The payment method of that test name or id, and what it makes the bank do."""
    if name in OUTCOMES:
        return _store_method(ctx, OUTCOMES[name], {}), OUTCOMES[name]
    found = ctx.store.get("payment_method", name)
    if found is None:
        raise no_such("PaymentMethod", name, "payment_method")
    return found, OUTCOMES[ctx.store.hidden(name)["outcome"]]


def _picked(form: Mapping[str, Any], names: tuple[str, ...]) -> Form:
    return {name: form[name] for name in names if name in form}
