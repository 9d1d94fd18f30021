"""Money back: written down first, looked for before it is sent again, booked as the provider says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from floorwalker.domain.money import Money
from floorwalker.domain.payment import GatewayRefund, refund_state_of
from floorwalker.domain.records import LedgerEntry, OrderRecord, PaymentRecord, RefundRecord
from floorwalker.errors import NoOrder, NotAllowed, PaymentRejected, ShopError
from floorwalker.ports import Books, Clock, Ids, PaymentGateway, UnitOfWork
from floorwalker.services.crm import Crm

log = structlog.get_logger()


@dataclass(frozen=True)
class Refunds:
    books: Books
    gateway: PaymentGateway
    clock: Clock
    ids: Ids
    fail: Callable[[str], None]
    crm: Crm

    def request(self, order_id: str, amount: Money, why: str = "requested") -> RefundRecord:
        """Sends back part of what was paid. Raises NoOrder, NotAllowed; never from a chat's text alone.

        When the provider does not answer, the refund stays requested and `reconcile` goes on.
        """
        with self.books.begin() as work:
            refund = self.write_down(work, order_id, amount, why)
        self.fail("after-refund-tx")
        self.submit_or_wait(refund.id)
        with self.books.view() as work:
            return work.payments.refund(refund.id) or refund

    def write_down(self, work: UnitOfWork, order_id: str, amount: Money, why: str) -> RefundRecord:
        """The first half of `request`, for who has more to write in that transaction. Raises NoOrder, NotAllowed."""
        order = work.orders.lock(order_id)
        if order is None:
            raise NoOrder
        return self.add(work, self._payment(work, order, amount), amount, why)

    def left(self, work: UnitOfWork, order_id: str) -> Money | None:
        """The most that one refund of an order can be; None where nothing was paid."""
        paid = [_left(work, one) for one in work.payments.of_order(order_id) if one.state == "succeeded"]
        return max(paid, default=None)

    def add(self, work: UnitOfWork, payment: PaymentRecord, amount: Money, why: str) -> RefundRecord:
        """Writes a refund down, inside a transaction that holds the order."""
        refund = RefundRecord(
            id=self.ids.new(),
            order=payment.order,
            payment=payment.id,
            amount=amount,
            state="requested",
            why=why,
            idem_key=self.ids.new(),
            created=self.clock.now(),
        )
        work.payments.add_refund(refund)
        return refund

    def submit_or_wait(self, refund_id: str) -> None:
        """Submits; what does not succeed now is left to `reconcile`."""
        try:
            self.submit(refund_id)
        except ShopError as no:
            log.warning("refund.waits", refund=refund_id, why=type(no).__name__)

    def submit(self, refund_id: str) -> None:
        """Sends a refund that is under way, once and only once. Raises PaymentUnavailable."""
        with self.books.view() as work:
            refund = work.payments.refund(refund_id)
            payment = work.payments.get(refund.payment) if refund else None
        if refund is None or payment is None or refund.state not in ("requested", "pending"):
            return
        found = self._send(refund, payment.intent_id or "")
        self.fail("after-refund")
        if found is None:
            self._refused(refund)
        else:
            self.apply(found)

    def apply(self, found: GatewayRefund) -> None:
        """Follows what the provider says of a refund; one that is not ours is ignored."""
        with self.books.begin() as work:
            refund = work.payments.refund(found.refund_id) if found.refund_id else None
            order = work.orders.lock(refund.order) if refund else None
            if refund is None or order is None or Money(found.amount, found.currency) != refund.amount:
                return
            self._follow(work, order, refund, found)
            self.fail("before-commit")

    def _follow(self, work: UnitOfWork, order: OrderRecord, refund: RefundRecord, found: GatewayRefund) -> None:
        to, now = refund_state_of(found), self.clock.now()
        moved = work.payments.advance_refund(refund.id, to, found.id)
        went = work.payments.book(LedgerEntry(found.id, "refund", order.id, -refund.amount, now))
        if to == "failed":
            work.payments.book(LedgerEntry(found.id, "refund_failed", order.id, refund.amount, now))
        self.crm.order(work, order.id)
        if moved and to == "failed":
            self._tell(work, order, f"refund_failed:{refund.id}", refund)
        elif went:
            self._tell(work, order, f"refund:{refund.id}", refund)

    def _payment(self, work: UnitOfWork, order: OrderRecord, amount: Money) -> PaymentRecord:
        """The payment that the amount can come from."""
        if "disputed" in order.flags:
            raise NotAllowed("disputed")
        if amount.minor <= 0:
            raise NotAllowed("nothing_to_refund")
        for payment in work.payments.of_order(order.id):
            if payment.state == "succeeded" and amount <= _left(work, payment):
                return payment
        raise NotAllowed("more_than_paid")

    def _send(self, refund: RefundRecord, intent: str) -> GatewayRefund | None:
        """Looks before it sends, since keys are forgotten; None: refused for good."""
        if refund.provider_id is not None:
            return self.gateway.get_refund(refund.provider_id)
        found = self._look(refund, intent)
        if found is not None:
            return found
        params = {
            "payment_intent": intent,
            "amount": refund.amount.minor,
            "reason": "requested_by_customer",
            "metadata": {"refund_id": refund.id, "order_id": refund.order},
        }
        try:
            return self.gateway.refund(params, refund.idem_key)
        except PaymentRejected as no:
            log.error("refund.refused", refund=refund.id, code=no.code)
            return self._look(refund, intent)

    def _look(self, refund: RefundRecord, intent: str) -> GatewayRefund | None:
        return next((one for one in self.gateway.list_refunds(intent) if one.refund_id == refund.id), None)

    def _refused(self, refund: RefundRecord) -> None:
        with self.books.begin() as work:
            order = work.orders.lock(refund.order)
            if order is not None and work.payments.advance_refund(refund.id, "failed", None):
                self._tell(work, order, f"refund_failed:{refund.id}", refund)

    def _tell(self, work: UnitOfWork, order: OrderRecord, key: str, refund: RefundRecord) -> None:
        payload = {"intent": "EXTERNAL_refund_update", "order": order.id, "refund": refund.id}
        work.outbox.put("rasa", key, order.conversation, payload, self.clock.now())


def _left(work: UnitOfWork, payment: PaymentRecord) -> Money:
    gone = [one.amount for one in work.payments.refunds(payment.id) if one.state != "failed"]
    return payment.amount - sum(gone, Money(0, payment.amount.currency))
