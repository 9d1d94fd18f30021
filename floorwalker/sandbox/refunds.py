"""Refunds: never more than was captured."""

from __future__ import annotations

from floorwalker.sandbox import intents, shapes_after
from floorwalker.sandbox.context import Context
from floorwalker.sandbox.errors import invalid, missing
from floorwalker.sandbox.forms import Form, integer, only
from floorwalker.sandbox.lists import PAGING, listing
from floorwalker.sandbox.store import Object

CREATE = ("payment_intent", "charge", "amount", "reason", "metadata", "expand")
REASONS = ("duplicate", "fraudulent", "requested_by_customer")
BANK_SECONDS = 60


def create(ctx: Context, form: Form) -> Object:
    """POST /v1/refunds: without an amount, all that is left."""
    only(form, CREATE)
    charge = _charge(ctx, form)
    if form.get("reason", REASONS[0]) not in REASONS:
        raise invalid(f"Invalid reason: must be one of {', '.join(REASONS)}.", param="reason")
    amount = _amount(charge, form)
    intent = ctx.need("payment_intent", charge["payment_intent"])
    fails = intents.outcome_of(ctx, intent).refund_fails
    fields: Form = {name: form[name] for name in ("reason", "metadata") if name in form}
    refund = shapes_after.refund(ctx.now, charge, amount, "pending" if fails else "succeeded", fields)
    ctx.store.add(refund, due=ctx.now + BANK_SECONDS if fails else None)
    ctx.emit("refund.created", refund)
    ctx.emit("charge.refunded", _book(ctx, charge, amount))
    return refund


def _charge(ctx: Context, form: Form) -> Object:
    if "charge" in form:
        charge = ctx.need("charge", form["charge"], "charge")
    elif "payment_intent" in form:
        intent = ctx.need("payment_intent", form["payment_intent"], "payment_intent")
        charge = ctx.store.get("charge", intent["latest_charge"] or "") or {}
    else:
        raise missing("payment_intent")
    if not charge or charge["status"] != "succeeded" or not charge["captured"]:
        raise invalid("This PaymentIntent has no successful charge to refund.", "payment_intent_unexpected_state")
    return charge


def _amount(charge: Object, form: Form) -> int:
    left = charge["amount_captured"] - charge["amount_refunded"]
    if charge["disputed"]:
        raise invalid(f"Charge {charge['id']} has been charged back.", "charge_disputed")
    if left == 0:
        raise invalid(f"Charge {charge['id']} has already been refunded.", "charge_already_refunded")
    amount = integer(form, "amount", default=left)
    if amount < 1:
        raise invalid("Invalid positive integer", "parameter_invalid_integer", "amount")
    if amount > left:
        raise invalid(f"Refund amount ({amount}) is greater than unrefunded amount ({left}).", param="amount")
    return amount


def _book(ctx: Context, charge: Object, amount: int) -> Object:
    refunded = charge["amount_refunded"] + amount
    charge |= {"amount_refunded": refunded, "refunded": refunded == charge["amount_captured"]}
    return ctx.store.save(charge)


def find(ctx: Context, form: Form) -> Object:
    """GET /v1/refunds."""
    only(form, (*PAGING, "payment_intent", "charge", "expand"))
    wanted = {name: form[name] for name in ("payment_intent", "charge") if name in form}
    found = (r for r in ctx.store.all("refund") if all(r[k] == v for k, v in wanted.items()))
    return listing("/v1/refunds", found, form)


def fail(ctx: Context, refund: Object) -> Object:
    """The buyer's bank sends the refund back; the money is ours again."""
    if refund["status"] == "failed":
        raise invalid("This refund has failed already.")
    refund |= {"status": "failed", "failure_reason": "lost_or_stolen_card"}
    ctx.store.save(refund)
    _book(ctx, ctx.need("charge", refund["charge"]), -refund["amount"])
    ctx.emit("refund.failed", refund)
    ctx.emit("refund.updated", refund)
    return refund
