"""Checkout Sessions: a hosted page for one payment, open until it is paid or its time is up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from floorwalker.sandbox import intents, shapes
from floorwalker.sandbox.catalogue import create_price
from floorwalker.sandbox.context import Context
from floorwalker.sandbox.errors import invalid, missing
from floorwalker.sandbox.forms import Form, integer, names, only, section, text
from floorwalker.sandbox.lists import PAGING, listing
from floorwalker.sandbox.store import Object

CREATE = names(
    "mode line_items success_url cancel_url client_reference_id metadata payment_intent_data expires_at "
    "customer_email customer locale ui_mode expand payment_method_types submit_type automatic_tax "
    "billing_address_collection shipping_address_collection phone_number_collection customer_creation"
)
KEPT = names(
    "cancel_url client_reference_id customer customer_email locale metadata submit_type customer_creation "
    "billing_address_collection shipping_address_collection payment_method_types"
)
INTENT = ("description", "metadata", "receipt_email", "capture_method", "setup_future_usage")
SHORTEST, LONGEST = 1800, 86400


def create(ctx: Context, form: Form) -> Object:
    """POST /v1/checkout/sessions."""
    only(form, CREATE)
    if text(form, "mode") != "payment":
        raise invalid("This sandbox knows mode=payment only.", param="mode")
    if form.get("ui_mode", "hosted_page") != "hosted_page":
        raise invalid("Invalid ui_mode: must be hosted_page.", param="ui_mode")
    if section(form, "automatic_tax").get("enabled") == "true":
        raise invalid("This sandbox computes no taxes.", param="automatic_tax[enabled]")
    fields = _urls(form) | {name: form[name] for name in KEPT if name in form}
    fields |= {"expires_at": _expires_at(ctx.now, form)}
    items = _items(ctx, form)
    fields |= _sums(items)
    session = shapes.session(ctx.now, fields, ctx.base)
    paying = section(form, "payment_intent_data")
    intent = {name: paying[name] for name in INTENT if name in paying} | intents.shipping(paying)
    return ctx.store.add(session, due=session["expires_at"], items=items, intent=intent)


def _urls(form: Form) -> Form:
    urls = {"success_url": text(form, "success_url")}
    urls |= {"cancel_url": form["cancel_url"]} if "cancel_url" in form else {}
    for name, url in urls.items():
        if urlsplit(url).scheme not in ("http", "https"):
            raise invalid("Not a valid URL", "url_invalid", name)
    return urls


def _expires_at(now: int, form: Form) -> int:
    at = integer(form, "expires_at", default=now + LONGEST)
    if not now + SHORTEST <= at <= now + LONGEST:
        raise invalid("The `expires_at` timestamp must be 30 minutes to 24 hours from now.", param="expires_at")
    return at


def _items(ctx: Context, form: Form) -> list[Object]:
    lines = form.get("line_items")
    if not isinstance(lines, list) or not lines:
        raise missing("line_items")
    return [_item(ctx, line, f"line_items[{n}]") for n, line in enumerate(lines)]


def _item(ctx: Context, line: Mapping[str, Any], at: str) -> Object:
    if "price_data" in line:
        price = create_price(ctx, section(line, "price_data"), f"{at}[price_data]")
    elif "price" in line:
        price = ctx.need("price", line["price"], f"{at}[price]")
    else:
        raise missing(f"{at}[price]")
    quantity = integer(line, "quantity", f"{at}[quantity]")
    if quantity < 1:
        raise invalid("This value must be greater than or equal to 1.", "parameter_invalid_integer", f"{at}[quantity]")
    return shapes.item(price, quantity, ctx.need("product", price["product"])["name"])


def _sums(items: list[Object]) -> Form:
    currencies = {item["currency"] for item in items}
    if len(currencies) > 1:
        raise invalid("All line items must have the same currency.", param="line_items")
    total = sum(item["amount_total"] for item in items)
    intents.check_amount(total, items[0]["currency"], "line_items")
    return {"amount_subtotal": total, "amount_total": total, "currency": currencies.pop()}


def retrieve(ctx: Context, form: Form, id: str) -> Object:
    """GET /v1/checkout/sessions/{id}."""
    session = ctx.need("checkout.session", id)
    if "line_items" in form.get("expand", ()):
        session["line_items"] = line_items(ctx, {"limit": "100"}, id)
    return session


def line_items(ctx: Context, form: Form, id: str) -> Object:
    """GET /v1/checkout/sessions/{id}/line_items, in the order of the page."""
    ctx.need("checkout.session", id)
    return listing(f"/v1/checkout/sessions/{id}/line_items", items_of(ctx, id), form)


def items_of(ctx: Context, id: str) -> list[Object]:
    items: list[Object] = ctx.store.hidden(id)["items"]
    return items


def find(ctx: Context, form: Form) -> Object:
    """GET /v1/checkout/sessions."""
    only(form, (*PAGING, "status", "payment_intent", "expand"))
    wanted = {name: form[name] for name in ("status", "payment_intent") if name in form}
    found = (s for s in ctx.store.all("checkout.session") if all(s[k] == v for k, v in wanted.items()))
    return listing("/v1/checkout/sessions", found, form)


def expire(ctx: Context, form: Form, id: str) -> Object:
    """POST /v1/checkout/sessions/{id}/expire: works on an open one only."""
    session = ctx.need("checkout.session", id)
    need_open(session)
    return close(ctx, session)


def need_open(session: Object) -> None:
    if session["status"] != "open":
        message = f"This Session is not open: it has a status of `{session['status']}`."
        raise invalid(message, "checkout_session_not_open")


def close(ctx: Context, session: Object) -> Object:
    """The time is up: nobody can pay here any more."""
    session |= {"status": "expired", "url": None}
    if session["payment_intent"]:
        intents.end(ctx, ctx.need("payment_intent", session["payment_intent"]), "expired")
    ctx.emit("checkout.session.expired", ctx.store.save(session))
    return session


def intent_of(ctx: Context, session: Object) -> Object:
    """The session's PaymentIntent, made at the first try as Stripe does."""
    if session["payment_intent"]:
        return ctx.need("payment_intent", session["payment_intent"])
    fields = {"receipt_email": session["customer_email"], "customer": session["customer"]}
    fields |= ctx.store.hidden(session["id"])["intent"]
    intent = shapes.intent(ctx.now, session["amount_total"], session["currency"], fields)
    ctx.store.add(intent, session=session["id"])
    session["payment_intent"] = intent["id"]
    ctx.store.save(session, due=session["expires_at"])
    ctx.emit("payment_intent.created", intent)
    return intent


def follow(ctx: Context, intent: Object) -> None:
    """The session moves on as its PaymentIntent did."""
    id = ctx.store.hidden(intent["id"]).get("session")
    session = ctx.need("checkout.session", id) if id else None
    if session is None or session["status"] == "expired":
        return
    if session["status"] == "open" and intent["status"] in ("succeeded", "processing", "requires_capture"):
        session |= {"payment_status": "paid" if intent["status"] == "succeeded" else "unpaid"}
        _complete(ctx, session)
    elif session["status"] == "complete" and session["payment_status"] == "unpaid":
        _settled(ctx, session, intent)


def _complete(ctx: Context, session: Object) -> None:
    email = ctx.store.hidden(session["id"]).get("email") or session["customer_email"]
    session |= {"status": "complete", "url": None, "customer_details": _buyer(email)}
    ctx.emit("checkout.session.completed", ctx.store.save(session))


def _settled(ctx: Context, session: Object, intent: Object) -> None:
    if intent["status"] == "succeeded":
        session["payment_status"] = "paid"
        ctx.emit("checkout.session.async_payment_succeeded", ctx.store.save(session))
    elif intent["status"] == "requires_payment_method":
        ctx.emit("checkout.session.async_payment_failed", session)


def _buyer(email: str | None) -> Object:
    nothing = dict.fromkeys(("address", "business_name", "individual_name", "name", "phone", "tax_exempt"))
    return {**nothing, "email": email, "tax_ids": None}
