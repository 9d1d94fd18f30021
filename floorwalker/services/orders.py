"""Orders as their customers may see them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from floorwalker.domain.order import OrderView, PaymentStatus
from floorwalker.domain.records import OrderRecord, PaymentRecord
from floorwalker.domain.store import Store
from floorwalker.errors import NoOrder
from floorwalker.ports import Books, UnitOfWork

LIVE = {"open": "ready", "processing": "waiting"}


@dataclass(frozen=True)
class Orders:
    """Every call takes the conversation and answers for its customer alone, but `by_id` and `view`."""

    books: Books
    store: Store

    def latest(self, conversation: str) -> OrderView | None:
        found = self.recent(conversation, 1)
        return found[0] if found else None

    def recent(self, conversation: str, count: int) -> tuple[OrderView, ...]:
        """Newest first."""
        with self.books.view() as work:
            customer = work.customers.of(conversation)
            orders = work.orders.of_customer(customer, count) if customer else ()
            return tuple(_view(work, order) for order in orders)

    def find(self, conversation: str, number: str) -> OrderView:
        """By its number, however it is typed. Raises NoOrder, also for somebody else's order."""
        with self.books.view() as work:
            customer = work.customers.of(conversation)
            order = work.orders.by_number(customer, self.number(number)) if customer else None
            if order is None:
                raise NoOrder
            return _view(work, order)

    def by_id(self, order_id: str) -> OrderView | None:
        """For our own events, whose ids nobody else knows."""
        with self.books.view() as work:
            order = work.orders.get(order_id)
            return _view(work, order) if order else None

    def view(self, order_id: str) -> OrderView:
        """An order that exists. Raises NoOrder."""
        found = self.by_id(order_id)
        if found is None:
            raise NoOrder
        return found

    def number(self, text: str) -> str:
        """ "ll 24817093" → "LL-24817093"."""
        prefix, typed = self.store.number_prefix, re.sub(r"[^A-Z0-9]", "", text.upper())
        return f"{prefix}-{typed[len(prefix) :] if typed.startswith(prefix) else typed}"


def payment_status(balance: int, total: int) -> PaymentStatus:
    """Derived from the ledger, in minor units."""
    if balance >= total:
        return "paid" if balance == total else "over"
    return "part" if balance > 0 else "unpaid"


def _view(work: UnitOfWork, order: OrderRecord) -> OrderView:
    payments = work.payments.of_order(order.id)
    live = next((one for one in payments if one.state in ("creating", "open", "processing")), None)
    paid = next((one for one in reversed(payments) if one.state == "succeeded"), None)
    return OrderView(
        id=order.id,
        number=order.number,
        state=order.state,
        payment=payment_status(work.payments.balance(order.id), order.total.minor),
        lines=order.lines,
        subtotal=order.subtotal,
        discount=order.discount,
        code=order.code,
        delivery=order.delivery,
        delivery_title=order.delivery_title,
        tax=order.tax,
        tax_included=order.tax_included,
        tax_percent=order.tax_percent,
        discount_title=order.discount_title,
        total=order.total,
        email=order.email,
        address=order.address,
        created=order.created,
        conversation=order.conversation,
        paid_at=paid.paid_at if paid else None,
        card_last4=paid.card_last4 if paid else "",
        fulfilment=order.fulfilment,
        live_payment=_live_state(live),
        url=live.url if live else None,
        held_until=payments[-1].expires_at if payments else 0,
        closed_because=order.closed_because if order.state == "closed" else "",
    )


def _live_state(payment: PaymentRecord | None) -> str | None:
    if payment is None:
        return None
    return "declined" if payment.state == "open" and payment.declined else LIVE.get(payment.state)
