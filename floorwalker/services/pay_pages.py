"""Opens and closes the pay page of an order. Nobody is asked while a transaction is open."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from floorwalker.domain.checkout import Placed
from floorwalker.domain.records import OrderRecord, PaymentRecord
from floorwalker.errors import NoOrder, PaymentRejected, PaymentUnavailable
from floorwalker.ports import Books, Clock, PaymentGateway, UnitOfWork
from floorwalker.services.payments_sync import Fail, Sync, locked

log = structlog.get_logger()


@dataclass(frozen=True)
class PayPages:
    books: Books
    gateway: PaymentGateway
    sync: Sync
    clock: Clock
    fail: Fail

    def open(self, order: OrderRecord) -> Placed:
        """The order's page, made where it is missing. Raises NoOrder when it was closed meanwhile."""
        if order.state == "placed":
            return _placed(order, None)
        payment = self._live(order.id)
        if payment is not None and payment.session_id is None:
            self.make(payment)
            payment = self._live(order.id)
        if payment is None:
            raise NoOrder
        return _placed(order, payment)

    def is_payable(self, order: OrderRecord) -> bool:
        """Whether its page can still be used."""
        payment = self._live(order.id)
        in_time = payment is not None and payment.expires_at > self.clock.now()
        return order.state == "placed" or (in_time and not order.closed_because)

    def make(self, payment: PaymentRecord) -> str:
        """Makes the session, or finds the one that was made; its id.

        The first answer may have been lost and its key forgotten: a refused repeat is looked for before the
        order is given up (payments.md R6). Raises PaymentUnavailable, PaymentRejected.
        """
        try:
            session = self.gateway.create(payment.request, payment.idem_key)
        except PaymentRejected as no:
            found = self.gateway.find(payment.id, payment.created)
            if found is None:
                log.error("payment.refused", payment=payment.id, code=no.code)
                self.sync.give_up(payment)
                raise
            session = found
        self.fail("after-create")
        self.sync.opened(payment, session)
        return session.id

    def end(self, order_id: str, because: str) -> None:
        """Closes the page at the provider first; only what it then says frees the stock (payments.md R5).

        Raises PaymentUnavailable: then everything stays held, and the order open.
        """
        with self.books.begin() as work:
            payment = _intend(work, order_id, because)
        if payment is None:
            return
        try:
            session_id = payment.session_id or self.make(payment)
            self.gateway.expire(session_id)
        except PaymentUnavailable:
            with self.books.begin() as work:
                work.orders.intend(order_id, "")
            raise
        except PaymentRejected:
            return  # no page exists: the order was given up
        self.fail("after-expire")
        self.sync.sync(session_id)

    def _live(self, order_id: str) -> PaymentRecord | None:
        with self.books.view() as work:
            return live(work, order_id)


def live(work: UnitOfWork, order_id: str) -> PaymentRecord | None:
    """The payment that can still bring money."""
    payments = work.payments.of_order(order_id)
    return next((one for one in payments if one.state in ("creating", "open", "processing")), None)


def _intend(work: UnitOfWork, order_id: str, because: str) -> PaymentRecord | None:
    if locked(work, order_id).state != "awaiting_payment":
        return None
    work.orders.intend(order_id, because)
    return live(work, order_id)


def _placed(order: OrderRecord, payment: PaymentRecord | None) -> Placed:
    pieces = sum(line.quantity for line in order.lines)
    url, until = (payment.url, payment.expires_at) if payment else (None, 0)
    return Placed(order.id, order.number, order.total, pieces, url, until)
