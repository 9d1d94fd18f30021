"""Which call does what."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from floorwalker.sandbox import buyer, catalogue, intents, refunds, sessions, webhooks
from floorwalker.sandbox.context import Context, Kind
from floorwalker.sandbox.errors import invalid, no_route
from floorwalker.sandbox.forms import Form, text
from floorwalker.sandbox.lists import listing
from floorwalker.sandbox.store import Object

Call = Callable[..., Object]
"""Takes the context, the form, and the ids of the path."""


def _read(kind: Kind, ctx: Context, form: Form, id: str) -> Object:
    return ctx.need(kind, id)


def _outcome(ctx: Context, form: Form) -> Object:
    """POST /sandbox/outcome: does what a buyer on the hosted page would do."""
    session = ctx.need("checkout.session", text(form, "session"), "session")
    return buyer.choose(ctx, session, text(form, "outcome"))


def _newest(ctx: Context, form: Form) -> Object:
    """GET /sandbox/sessions: newest first."""
    return listing("/sandbox/sessions", ctx.store.all("checkout.session"), form)


def _settle(ctx: Context, form: Form) -> Object:
    """POST /sandbox/settle: the delayed payment of a session comes in, or fails, now."""
    session = ctx.need("checkout.session", text(form, "session"), "session")
    buyer.settle(ctx, sessions.intent_of(ctx, session))
    return ctx.need("checkout.session", session["id"])


def _reject(ctx: Context, form: Form) -> Object:
    """POST /sandbox/reject: the bank sends a refund back."""
    return refunds.fail(ctx, ctx.need("refund", text(form, "refund"), "refund"))


def _fault(ctx: Context, form: Form) -> Object:
    """POST /sandbox/faults: `answers` are statuses for the next calls, `webhooks` a fault of delivery."""
    if form.get("webhooks", "") not in ("", "drop", "duplicate", "reverse"):
        raise invalid("webhooks: drop, duplicate, reverse or nothing.", param="webhooks")
    ctx.faults.answers += [int(status) for status in form.get("answers", ())]
    ctx.faults.webhooks = form.get("webhooks", ctx.faults.webhooks)
    return {"answers": ctx.faults.answers, "webhooks": ctx.faults.webhooks}


def _forget(ctx: Context, form: Form) -> Object:
    """POST /sandbox/forget: no idempotency key is remembered any more."""
    ctx.store.forget_answers()
    return {}


ROUTES: tuple[tuple[str, str, Call], ...] = (
    ("POST", "/v1/checkout/sessions", sessions.create),
    ("GET", "/v1/checkout/sessions", sessions.find),
    ("GET", "/v1/checkout/sessions/{id}", sessions.retrieve),
    ("GET", "/v1/checkout/sessions/{id}/line_items", sessions.line_items),
    ("POST", "/v1/checkout/sessions/{id}/expire", sessions.expire),
    ("POST", "/v1/refunds", refunds.create),
    ("GET", "/v1/refunds", refunds.find),
    ("GET", "/v1/refunds/{id}", partial(_read, "refund")),
    ("GET", "/v1/events", webhooks.find),
    ("GET", "/v1/events/{id}", webhooks.retrieve),
    ("GET", "/v1/charges/{id}", partial(_read, "charge")),
    ("GET", "/v1/payment_intents/{id}", partial(_read, "payment_intent")),
    ("POST", "/v1/payment_intents", intents.create),
    ("POST", "/v1/payment_intents/{id}/confirm", intents.confirm),
    ("POST", "/v1/payment_intents/{id}/capture", intents.capture),
    ("POST", "/v1/payment_intents/{id}/cancel", intents.cancel),
    ("POST", "/v1/products", catalogue.create_product),
    ("POST", "/v1/prices", catalogue.create_price),
    ("POST", "/v1/customers", catalogue.create_customer),
    ("POST", "/v1/payment_methods", catalogue.create_payment_method),
    ("GET", "/v1/payment_methods/{id}", partial(_read, "payment_method")),
    ("POST", "/v1/webhook_endpoints", webhooks.create),
    ("GET", "/v1/payment_pages/{id}", buyer.page),
    ("POST", "/v1/payment_pages/{id}/confirm", buyer.confirm_page),
    ("POST", "/sandbox/outcome", _outcome),
    ("GET", "/sandbox/sessions", _newest),
    ("POST", "/sandbox/settle", _settle),
    ("POST", "/sandbox/reject", _reject),
    ("POST", "/sandbox/faults", _fault),
    ("POST", "/sandbox/forget", _forget),
)

PATTERNS = [(verb, re.compile(re.sub(r"\{\w+\}", "([^/]+)", path)), call) for verb, path, call in ROUTES]


def find(method: str, path: str) -> Callable[[Context, Form], Object]:
    """The call of that address, its ids filled in. Raises ApiError 404."""
    for verb, pattern, call in PATTERNS:
        match = pattern.fullmatch(path)
        if verb == method and match:
            return _bound(call, match.groups())
    raise no_route(method, path)


def _bound(call: Call, ids: tuple[Any, ...]) -> Callable[[Context, Form], Object]:
    return lambda ctx, form: call(ctx, form, *ids)
