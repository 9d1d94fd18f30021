"""Payments as the shop sees them: what the provider says, the states, and the moves between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

PaymentState = Literal["creating", "open", "processing", "succeeded", "expired", "failed"]
RefundState = Literal["requested", "pending", "succeeded", "failed"]

MOVES: Mapping[PaymentState, tuple[PaymentState, ...]] = {
    "creating": ("open", "processing", "succeeded", "expired", "failed"),
    "open": ("processing", "succeeded", "expired", "failed"),
    "processing": ("succeeded", "failed"),
    "succeeded": (),
    "expired": (),
    "failed": (),
}
REFUND_MOVES: Mapping[RefundState, tuple[RefundState, ...]] = {
    "requested": ("pending", "succeeded", "failed"),
    "pending": ("succeeded", "failed"),
    "succeeded": ("failed",),
    "failed": (),
}
"""The bank may send a refund back after it had succeeded."""


def sources(to: PaymentState) -> tuple[PaymentState, ...]:
    """The states from which a payment may move there."""
    return tuple(state for state, moves in MOVES.items() if to in moves)


def refund_sources(to: RefundState) -> tuple[RefundState, ...]:
    """The states from which a refund may move there."""
    return tuple(state for state, moves in REFUND_MOVES.items() if to in moves)


@dataclass(frozen=True)
class Session:
    """A checkout page at the provider and how far its buyer got.

    Amounts are minor units, `currency` is upper case, times are epoch seconds. `payment_id` and
    `order_id` come from our own metadata: None says that the session is not ours. `charge_id` is the
    charge that succeeded; `failed_charge_id` and `failure_code` tell of a last try that did not.
    """

    id: str
    url: str | None
    status: str | None
    payment_status: str
    amount_total: int
    currency: str
    client_reference_id: str | None
    payment_id: str | None
    order_id: str | None
    intent_id: str | None
    intent_status: str | None
    expires_at: int
    card_last4: str | None = None
    charge_id: str | None = None
    failed_charge_id: str | None = None
    failure_code: str | None = None


@dataclass(frozen=True)
class GatewayRefund:
    """A refund at the provider; `refund_id` is ours, from the metadata. `currency` is upper case."""

    id: str
    status: str
    amount: int
    currency: str
    intent_id: str | None
    refund_id: str | None
    failure_reason: str | None = None


@dataclass(frozen=True)
class GatewayEvent:
    """That something happened to an object at the provider. A hint only: read the object again.

    `payment_id` is ours, from the object's metadata, where that carries it.
    """

    id: str
    type: str
    object_id: str
    intent_id: str | None
    created: int
    payment_id: str | None = None


def state_of(session: Session) -> PaymentState:
    """What the provider says, as our state. Complete does not mean paid: a delayed method may still fail."""
    if session.payment_status in ("paid", "no_payment_required"):
        return "succeeded"
    if session.status == "expired":
        return "expired"
    if session.status == "open":
        return "open"
    return "failed" if session.intent_status in ("requires_payment_method", "canceled") else "processing"


def refund_state_of(refund: GatewayRefund) -> RefundState:
    """What the provider says of a refund, as our state."""
    if refund.status == "succeeded":
        return "succeeded"
    return "failed" if refund.status in ("failed", "canceled") else "pending"
