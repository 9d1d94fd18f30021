"""What the books keep of carts, orders, payments and refunds. Times are epoch seconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from floorwalker.domain.checkout import Address
from floorwalker.domain.money import Money
from floorwalker.domain.order import FulfilmentState, OrderLine, OrderState
from floorwalker.domain.payment import PaymentState, RefundState

Lines = tuple[tuple[str, int], ...]
"""SKUs and quantities in the order they were added."""


@dataclass(frozen=True)
class CartRecord:
    """`undo`: what the last clear or remove took."""

    lines: Lines = ()
    code: str | None = None
    undo: Lines = ()


@dataclass(frozen=True)
class DraftRecord:
    """What a conversation has told for its checkout."""

    email: str = ""
    address: Address = Address()
    delivery: str = ""


@dataclass(frozen=True)
class OrderRecord:
    """An order as it was frozen at checkout, and its state. `flags`: amount_mismatch, late_money, disputed."""

    id: str
    number: str
    customer: str
    conversation: str
    state: OrderState
    quote: str
    lines: tuple[OrderLine, ...]
    subtotal: Money
    discount: Money
    code: str | None
    delivery: Money
    delivery_title: str
    delivery_option: str
    tax: Money
    tax_included: bool
    tax_percent: Decimal
    total: Money
    email: str
    address: Address
    created: int
    flags: frozenset[str] = frozenset()
    closed_because: str = ""
    placed_at: int | None = None
    fulfilment: FulfilmentState | None = None
    discount_title: str = ""


@dataclass(frozen=True)
class PaymentRecord:
    """One attempt to get an order's money. `request`: the exact parameters of the session, kept before the call."""

    id: str
    order: str
    state: PaymentState
    amount: Money
    request: Mapping[str, Any]
    idem_key: str
    expires_at: int
    created: int
    session_id: str | None = None
    intent_id: str | None = None
    url: str | None = None
    declined: str = ""
    card_last4: str = ""
    paid_at: int | None = None


@dataclass(frozen=True)
class RefundRecord:
    """Money on its way back; `why`: late_money, or a reason of staff."""

    id: str
    order: str
    payment: str
    amount: Money
    state: RefundState
    why: str
    idem_key: str
    created: int
    provider_id: str | None = None


@dataclass(frozen=True)
class LedgerEntry:
    """Money that moved: `source` is the provider's id; positive came in."""

    source: str
    kind: str
    order: str
    amount: Money
    created: int


@dataclass(frozen=True)
class Callback:
    """Somebody waits to be written to or called: `contact` is an e-mail address or a phone number."""

    id: str
    conversation: str
    contact: str
    reason: str
    created: int


@dataclass(frozen=True)
class Note:
    """What one agent tells the others; no shopper ever reads it. `after_seq`: the message it stands behind."""

    id: str
    conversation: str
    after_seq: int
    author: str
    author_name: str
    body: str
    created: int


@dataclass(frozen=True)
class Ask:
    """A refund or coupon above an agent's limit, for a supervisor: asked → approved | refused. `amount`: minor units
    of a refund, percent of a coupon; `target`: the order's number, or the code."""

    id: str
    conversation: str
    kind: str
    state: str
    target: str
    amount: int
    currency: str
    why: str
    asked_by: str
    asked_name: str
    decided_by: str
    created: int
