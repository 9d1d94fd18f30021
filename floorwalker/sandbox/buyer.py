"""What a buyer does on the hosted page, and what time does by itself."""

from __future__ import annotations

from floorwalker.sandbox import intents, refunds, sessions
from floorwalker.sandbox.context import Context
from floorwalker.sandbox.errors import invalid
from floorwalker.sandbox.forms import Form, integer, text
from floorwalker.sandbox.outcomes import CHOICES
from floorwalker.sandbox.store import Object


def choose(ctx: Context, session: Object, choice: str) -> Object:
    """The buyer chose an outcome: the session afterwards. A decline leaves it open."""
    sessions.need_open(session)
    if choice == "expire":
        return sessions.close(ctx, session)
    if choice in ("approve", "refuse"):
        return answer_bank(ctx, sessions.intent_of(ctx, session), choice == "approve")
    if choice not in CHOICES:
        raise invalid(f"Invalid outcome: must be one of {', '.join((*CHOICES, 'expire'))}.", param="outcome")
    return pay(ctx, session, CHOICES[choice])


def pay(ctx: Context, session: Object, method: str) -> Object:
    """One try with a payment method."""
    sessions.need_open(session)
    intent = sessions.intent_of(ctx, session)
    if intent["status"] == "requires_action":  # the page was opened again: the old question is void
        intent["next_action"] = None
    intents.attempt(ctx, intent, method)
    _after(ctx, intent)
    return ctx.need("checkout.session", session["id"])


def answer_bank(ctx: Context, intent: Object, approve: bool) -> Object:
    """The buyer answers the bank's question; the session afterwards."""
    intents.unexpected(intent, "authenticate", "requires_action")
    intents.authenticate(ctx, intent, approve)
    _after(ctx, intent)
    return ctx.need("checkout.session", ctx.store.hidden(intent["id"])["session"])


def _after(ctx: Context, intent: Object) -> None:
    sessions.follow(ctx, intent)
    intents.dispute(ctx, intent)


def settle(ctx: Context, intent: Object) -> None:
    """A delayed payment comes in, or not."""
    intents.unexpected(intent, "settle", "processing")
    intents.settle(ctx, intent)
    _after(ctx, intent)


def confirm_page(ctx: Context, form: Form, id: str) -> Object:
    """POST /v1/payment_pages/{cs}/confirm: unlisted, the official command line completes a session by it."""
    session = ctx.need("checkout.session", id)
    if integer(form, "expected_amount", default=session["amount_total"]) != session["amount_total"]:
        raise invalid("The amount has changed.", "checkout_amount_mismatch", "expected_amount")
    session = pay(ctx, session, text(form, "payment_method"))
    intent = ctx.need("payment_intent", session["payment_intent"])
    if intent["last_payment_error"]:
        raise intents.declined(intent)
    return page(ctx, form, id)


def page(ctx: Context, form: Form, id: str) -> Object:
    """GET /v1/payment_pages/{cs}."""
    session = ctx.need("checkout.session", id)
    return {"id": f"ppage_{id}", "object": "checkout.session", "session_id": id, "status": session["status"]}


def sweep(ctx: Context) -> None:
    """Does what was due: closes sessions, ends unanswered challenges, settles delays, fails refunds. What one of them
    has ended is over for those behind it."""
    for kind, id in ctx.store.due(ctx.now):
        obj = ctx.store.find(id) or {}
        if kind == "checkout.session":
            sessions.close(ctx, obj)
        elif kind == "refund":
            refunds.fail(ctx, obj)
        elif obj["status"] == "requires_action":
            answer_bank(ctx, obj, approve=False)
        elif obj["status"] == "processing":
            settle(ctx, obj)
