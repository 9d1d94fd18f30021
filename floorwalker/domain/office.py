"""What the office lists and draws. Times are epoch seconds, days are the shop's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from floorwalker.domain.catalogue import Product, StockLevel
from floorwalker.domain.money import Money
from floorwalker.domain.order import OrderView
from floorwalker.domain.records import Callback, LedgerEntry, OrderRecord, PaymentRecord, RefundRecord
from floorwalker.domain.staff import AuditEntry
from floorwalker.domain.store import Promotion

OrderKind = Literal["waiting", "pack", "sent", "closed", "trouble"]
ORDER_KINDS: tuple[OrderKind, ...] = get_args(OrderKind)
"""waiting for its money, paid and to be packed, on its way or there, closed, flagged by a payment that went wrong."""
TalkKind = Literal["fallback", "handoff"]
TALK_KINDS: tuple[TalkKind, ...] = get_args(TalkKind)
"""Conversations in which the assistant did not understand, or a person was asked for."""


@dataclass(frozen=True)
class OrderFile:
    """Everything that is known of one order; `left`: what can still be sent back."""

    order: OrderRecord
    view: OrderView
    channel: str
    payments: tuple[PaymentRecord, ...]
    ledger: tuple[LedgerEntry, ...]
    refunds: tuple[RefundRecord, ...]
    audit: tuple[AuditEntry, ...]
    left: Money


@dataclass(frozen=True)
class Undelivered:
    """News that could not be told to anybody after all tries: to whom (`sink`), what (`key`), and the last reason."""

    id: int
    sink: str
    key: str
    conversation: str
    error: str
    created: int


@dataclass(frozen=True)
class Shelved:
    """One article with its pieces."""

    sku: str
    product: Product
    detail: str
    colour: str | None
    hidden: bool
    level: StockLevel


@dataclass(frozen=True)
class Offered:
    """A product of the catalogue, shown to shoppers or hidden."""

    product: Product
    hidden: bool


@dataclass(frozen=True)
class CodeUse:
    """A promotion, whether it counts today, and what its code did in paid orders."""

    promotion: Promotion
    handle: str
    running: bool
    switched_off: bool
    orders: int
    given: Money


@dataclass(frozen=True)
class CallbackDone:
    """A wish to be written to that somebody has seen to."""

    callback: Callback
    who: str
    note: str
    at: int


@dataclass(frozen=True)
class Talk:
    """A conversation in a list."""

    id: str
    channel: str
    locale: str
    created: int
    messages: int
    fallbacks: int
    handoff: str | None


@dataclass(frozen=True)
class Day:
    """A day's figures. `revenue`: what came in less what went back, of the ledger."""

    day: date
    visits: int = 0
    talks: int = 0
    carts: int = 0
    orders: int = 0
    revenue: int = 0
    fallbacks: int = 0
