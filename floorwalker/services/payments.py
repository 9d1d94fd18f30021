"""Payments for a conversation: every way in leads to `sync`."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from floorwalker.domain.checkout import Placed
from floorwalker.domain.money import Money
from floorwalker.domain.order import OrderView
from floorwalker.domain.records import OrderRecord, PaymentRecord, RefundRecord
from floorwalker.errors import NoOrder, QuoteChanged, ShopError
from floorwalker.ports import Books, UnitOfWork
from floorwalker.services.catalogue import Catalogue
from floorwalker.services.ordering import Ordering
from floorwalker.services.orders import Orders
from floorwalker.services.pay_pages import PayPages, live
from floorwalker.services.payment_events import PaymentEvents, Said
from floorwalker.services.payments_sync import Sync
from floorwalker.services.refunds import Refunds

Returned = Literal["paid", "checking", "cancelled", "expired"]


@dataclass(frozen=True)
class Payments:
    books: Books
    catalogue: Catalogue
    orders: Orders
    ordering: Ordering
    pages: PayPages
    syncing: Sync
    events: PaymentEvents
    refunds: Refunds

    def open(self, order: OrderRecord) -> Placed:
        """The order's pay page."""
        return self.pages.open(order)

    def is_payable(self, order: OrderRecord) -> bool:
        return self.pages.is_payable(order)

    def end(self, order_id: str, because: str) -> None:
        """Closes an unpaid order, at the provider first. Raises PaymentUnavailable: nothing was freed."""
        self.pages.end(order_id, because)

    def sync(self, session_id: str) -> str:
        """The payment's state after asking the provider; "ignored" for a session that is not ours."""
        return self.syncing.sync(session_id)

    def sync_conversation(self, conversation: str) -> OrderView | None:
        """ "I have paid": asks the provider about the newest order."""
        order = self._latest(conversation)
        if order is None:
            return None
        self._sync_order(order.id)
        return self.orders.by_id(order.id)

    def renew(self, conversation: str) -> Placed:
        """A new order and link for the same things at the same prices, once the last one has closed.

        Raises NoOrder, OutOfStock, QuoteChanged when a price moved, PaymentUnavailable.
        """
        order = self._latest(conversation)
        if order is None:
            raise NoOrder
        if order.state == "awaiting_payment":
            self._sync_order(order.id)
        return self.pages.open(self._renewed(order))

    def cancel(self, conversation: str) -> OrderView:
        """Gives up the unpaid order; if it turns out to be paid it stays. Raises NoOrder, PaymentUnavailable."""
        order = self._latest(conversation)
        if order is None or order.state != "awaiting_payment":
            raise NoOrder
        self.pages.end(order.id, "cancelled")
        return self.orders.view(order.id)

    def handle_event(self, body: bytes, signature: str | None) -> Said:
        """A webhook. Raises BadSignature."""
        return self.events.handle(body, signature)

    def reconcile(self) -> int:
        """Finishes what is unfinished; every minute and at start. How many items failed."""
        return self.events.reconcile()

    def refund(self, order_id: str, amount: Money, why: str = "requested") -> RefundRecord:
        """Staff sends money back. Raises NoOrder, NotAllowed."""
        return self.refunds.request(order_id, amount, why)

    def returned(self, session_id: str) -> tuple[Returned, Money] | None:
        """What the return page may tell: how the payment stands and its amount; None for a stranger's session."""
        if self._by_session(session_id) is None:
            return None
        with suppress(ShopError):  # the page then says that we are still checking
            self.syncing.sync(session_id)
        payment = self._by_session(session_id)
        return None if payment is None else (self._told(payment), payment.amount)

    def _told(self, payment: PaymentRecord) -> Returned:
        if payment.state == "succeeded":
            return "paid"
        if payment.state in ("creating", "open", "processing"):
            return "checking"
        order = self.orders.by_id(payment.order)
        given_up = order is not None and order.closed_because in ("cancelled", "replaced")
        return "cancelled" if given_up else "expired"

    def _by_session(self, session_id: str) -> PaymentRecord | None:
        with self.books.view() as work:
            return work.payments.by_session(session_id)

    def _latest(self, conversation: str) -> OrderRecord | None:
        with self.books.view() as work:
            customer = work.customers.of(conversation)
            orders = work.orders.of_customer(customer, 1) if customer else ()
        return orders[0] if orders else None

    def _sync_order(self, order_id: str) -> None:
        with self.books.view() as work:
            payment = live(work, order_id)
        if payment is not None:
            self.syncing.sync(payment.session_id or self.pages.make(payment))

    def _renewed(self, old: OrderRecord) -> OrderRecord:
        """The order that waits now; a new one when the last has closed."""
        with self.books.begin() as work:
            work.carts.lock(old.customer)
            order = work.orders.of_customer(old.customer, 1)[0]
            if order.state == "awaiting_payment":
                return order
            if order.state != "closed":
                raise NoOrder
            self._same_prices(work, order)
            return self.ordering.again(work, order)

    def _same_prices(self, work: UnitOfWork, order: OrderRecord) -> None:
        shelf = self.catalogue.shelf(work)
        if any(shelf.variant(line.sku).price != line.unit_price for line in order.lines):
            raise QuoteChanged
