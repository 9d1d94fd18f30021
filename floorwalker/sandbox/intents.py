"""PaymentIntents: one amount to be paid, over as many tries as it takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from floorwalker.sandbox import shapes, shapes_after
from floorwalker.sandbox.catalogue import take_method
from floorwalker.sandbox.context import Context
from floorwalker.sandbox.errors import ApiError, invalid
from floorwalker.sandbox.forms import Form, integer, names, only, section, text
from floorwalker.sandbox.outcomes import OUTCOMES, Effect, Outcome
from floorwalker.sandbox.store import Object

CREATE = names(
    "amount currency payment_method payment_method_types automatic_payment_methods confirm capture_method "
    "description metadata receipt_email customer shipping off_session return_url setup_future_usage expand "
    "payment_method_data payment_method_options confirmation_method"
)
KEPT = ("description", "metadata", "receipt_email", "capture_method", "customer", "setup_future_usage")
CHALLENGE_SECONDS = 300
DELAY_SECONDS = 60


def create(ctx: Context, form: Form) -> Object:
    """POST /v1/payment_intents."""
    only(form, CREATE)
    amount, currency = integer(form, "amount"), text(form, "currency").lower()
    check_amount(amount, currency, "amount")
    fields = {name: form[name] for name in KEPT if name in form} | shipping(form)
    intent = ctx.store.add(shapes.intent(ctx.now, amount, currency, fields))
    ctx.emit("payment_intent.created", intent)
    if "payment_method" in form and form.get("confirm") != "true":
        method, _ = take_method(ctx, form["payment_method"])
        intent |= {"payment_method": method["id"], "status": "requires_confirmation"}
        ctx.store.save(intent)
    return confirm(ctx, form, intent["id"]) if form.get("confirm") == "true" else intent


def shipping(form: Mapping[str, Any]) -> Form:
    """The shipping member, when the form has one."""
    given = section(form, "shipping")
    if not given:
        return {}
    told = {name: given.get(name) for name in ("carrier", "name", "phone", "tracking_number")}
    address = {name: section(given, "address").get(name) for name in shapes.ADDRESS}
    return {"shipping": {**told, "address": address}}


def confirm(ctx: Context, form: Form, id: str) -> Object:
    """POST /v1/payment_intents/{id}/confirm. Raises ApiError 402 when the bank declines."""
    intent = ctx.need("payment_intent", id)
    unexpected(intent, "confirm", "requires_payment_method", "requires_confirmation")
    attempt(ctx, intent, form.get("payment_method") or intent["payment_method"] or "")
    if intent["last_payment_error"]:
        raise declined(intent)
    dispute(ctx, intent)
    return intent


def capture(ctx: Context, form: Form, id: str) -> Object:
    """POST /v1/payment_intents/{id}/capture: all of it or a part; the rest is let go."""
    intent = ctx.need("payment_intent", id)
    unexpected(intent, "capture", "requires_capture")
    amount = integer(form, "amount_to_capture", default=intent["amount_capturable"])
    if not 0 < amount <= intent["amount_capturable"]:
        raise invalid("The amount is more than can be captured.", "amount_too_large", "amount_to_capture")
    charge = ctx.need("charge", intent["latest_charge"])
    charge |= {"captured": True, "amount_captured": amount}
    intent |= {"status": "succeeded", "amount_received": amount, "amount_capturable": 0}
    ctx.emit("charge.captured", ctx.store.save(charge))
    ctx.emit("payment_intent.succeeded", ctx.store.save(intent))
    return intent


def cancel(ctx: Context, form: Form, id: str) -> Object:
    """POST /v1/payment_intents/{id}/cancel."""
    intent = ctx.need("payment_intent", id)
    open_states = ("requires_payment_method", "requires_confirmation", "requires_action", "requires_capture")
    unexpected(intent, "cancel", *open_states)
    return end(ctx, intent, form.get("cancellation_reason"))


def end(ctx: Context, intent: Object, reason: str | None) -> Object:
    """Cancels the intent."""
    ended = {"status": "canceled", "canceled_at": ctx.now, "cancellation_reason": reason}
    intent |= {**ended, "next_action": None, "amount_capturable": 0}
    ctx.emit("payment_intent.canceled", ctx.store.save(intent))
    return intent


def attempt(ctx: Context, intent: Object, method_name: str) -> None:
    """One try with a payment method; afterwards the intent says how it went."""
    method, outcome = take_method(ctx, method_name)
    intent |= {"payment_method": method["id"], "last_payment_error": None}
    ctx.store.hide(intent["id"], outcome=outcome.name)
    _play(ctx, intent, outcome, outcome.effect)


def authenticate(ctx: Context, intent: Object, approve: bool) -> None:
    """The buyer answers the bank's question."""
    outcome = outcome_of(ctx, intent)
    intent["next_action"] = None
    if approve:
        _play(ctx, intent, outcome, outcome.then)
    else:
        error = {
            "code": "payment_intent_authentication_failure",
            "message": "The confirmation by the bank failed.",
            "type": "invalid_request_error",
        }
        _fail(ctx, intent, error)


def settle(ctx: Context, intent: Object) -> None:
    """A delayed method says at last whether the money came."""
    outcome = outcome_of(ctx, intent)
    charge = ctx.need("charge", intent["latest_charge"])
    came = outcome.then == "paid"
    final = shapes.charge(ctx.now, intent, outcome, "succeeded" if came else "failed", captured=came)
    charge = final | {"id": charge["id"], "created": charge["created"]}
    ctx.emit("charge.succeeded" if came else "charge.failed", ctx.store.save(charge))
    if came:
        intent |= {"status": "succeeded", "amount_received": intent["amount"], "processing": None}
        ctx.emit("payment_intent.succeeded", ctx.store.save(intent))
    else:
        _fail(ctx, intent, _bank_error(outcome, charge["id"]))


def dispute(ctx: Context, intent: Object) -> None:
    """The bank of a disputing buyer asks for the money back, once it was taken."""
    if intent["status"] == "succeeded" and outcome_of(ctx, intent).disputed:
        charge = ctx.need("charge", intent["latest_charge"])
        ctx.store.save(charge | {"disputed": True})
        ctx.emit("charge.dispute.created", ctx.store.add(shapes_after.dispute(ctx.now, charge)))


def outcome_of(ctx: Context, intent: Object) -> Outcome:
    return OUTCOMES[ctx.store.hidden(intent["id"])["outcome"]]


def _play(ctx: Context, intent: Object, outcome: Outcome, effect: Effect) -> None:
    plays = {"paid": _pay, "declined": _decline, "challenge": _challenge, "delayed": _delay}
    plays[effect](ctx, intent, outcome)


def _pay(ctx: Context, intent: Object, outcome: Outcome) -> None:
    captured = intent["capture_method"] != "manual"
    charge = ctx.store.add(shapes.charge(ctx.now, intent, outcome, "succeeded", captured))
    ctx.emit("charge.succeeded", charge)
    intent["latest_charge"] = charge["id"]
    if captured:
        intent |= {"status": "succeeded", "amount_received": intent["amount"]}
        ctx.emit("payment_intent.succeeded", ctx.store.save(intent))
    else:
        intent |= {"status": "requires_capture", "amount_capturable": intent["amount"]}
        ctx.emit("payment_intent.amount_capturable_updated", ctx.store.save(intent))


def _decline(ctx: Context, intent: Object, outcome: Outcome) -> None:
    charge = ctx.store.add(shapes.charge(ctx.now, intent, outcome, "failed", captured=False))
    ctx.emit("charge.failed", charge)
    intent["latest_charge"] = charge["id"]
    _fail(ctx, intent, _bank_error(outcome, charge["id"]))


def _challenge(ctx: Context, intent: Object, outcome: Outcome) -> None:
    url = f"{ctx.base}/c/pay/3ds/{intent['id']}"
    action = {"type": "redirect_to_url", "redirect_to_url": {"url": url, "return_url": None}}
    intent |= {"status": "requires_action", "next_action": action}
    ctx.emit("payment_intent.requires_action", ctx.store.save(intent, due=ctx.now + CHALLENGE_SECONDS))


def _delay(ctx: Context, intent: Object, outcome: Outcome) -> None:
    charge = ctx.store.add(shapes.charge(ctx.now, intent, outcome, "pending", captured=True))
    ctx.emit("charge.pending", charge)
    intent |= {"status": "processing", "latest_charge": charge["id"]}
    ctx.emit("payment_intent.processing", ctx.store.save(intent, due=ctx.now + DELAY_SECONDS))


def _fail(ctx: Context, intent: Object, error: Object) -> None:
    intent |= {"status": "requires_payment_method", "payment_method": None, "last_payment_error": error}
    ctx.emit("payment_intent.payment_failed", ctx.store.save(intent))


def _bank_error(outcome: Outcome, charge: str) -> Object:
    return {
        "charge": charge,
        "code": outcome.decline,
        "decline_code": outcome.reason,
        "message": outcome.message,
        "type": "card_error",
    }


def declined(intent: Object) -> ApiError:
    """The answer to a call whose try the bank declined."""
    return ApiError(402, {**intent["last_payment_error"], "payment_intent": intent})


def unexpected(intent: Object, verb: str, *allowed: str) -> None:
    """Refuses what this state does not allow."""
    if intent["status"] not in allowed:
        message = f"You cannot {verb} this PaymentIntent because it has a status of {intent['status']}."
        raise invalid(message, "payment_intent_unexpected_state")


MINIMUM = {"gbp": 30}
MAXIMUM = 99_999_999


def check_amount(amount: int, currency: str, param: str) -> None:
    """Refuses what the provider would not charge."""
    if amount < MINIMUM.get(currency, 50):
        raise invalid("Amount must be no less than the minimum charge.", "amount_too_small", param)
    if amount > MAXIMUM:
        raise invalid("Amount must be no more than 99999999.", "amount_too_large", param)
