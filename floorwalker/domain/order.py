"""Orders: their states, and what a shopper is told of them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from floorwalker.domain.catalogue import Options
from floorwalker.domain.checkout import Address
from floorwalker.domain.money import Money

OrderState = Literal["awaiting_payment", "placed", "completed", "closed"]
PaymentStatus = Literal["unpaid", "part", "paid", "over"]
"""Derived from the ledger, never stored."""
FulfilmentState = Literal["pending", "packed", "shipped", "delivered", "canceled"]


@dataclass(frozen=True)
class OrderLine:
    """Frozen at checkout; `total` is quantity × price after this line's share of the discount."""

    sku: str
    title: str
    detail: str
    quantity: int
    unit_price: Money
    total: Money
    product: str = ""
    options: Options = ()


@dataclass(frozen=True)
class OrderView:
    """An order as its customer may see it. Times are epoch seconds.

    `held_until`: until when the newest pay page is, or was, open.
    `live_payment` is the state of the payment that can still be paid (ready, waiting, declined) or None;
    `url` its pay page.
    """

    id: str
    number: str
    state: OrderState
    payment: PaymentStatus
    lines: tuple[OrderLine, ...]
    subtotal: Money
    discount: Money
    code: str | None
    delivery: Money
    delivery_title: str
    tax: Money
    tax_included: bool
    tax_percent: Decimal
    total: Money
    email: str
    address: Address
    created: int
    conversation: str
    paid_at: int | None = None
    card_last4: str = ""
    fulfilment: FulfilmentState | None = None
    live_payment: str | None = None
    url: str | None = None
    held_until: int = 0
    closed_because: str = ""
    discount_title: str = ""

    @property
    def pieces(self) -> int:
        return sum(line.quantity for line in self.lines)
