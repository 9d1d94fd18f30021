"""The one function that moves payments: asks the provider how a session stands, and follows forward.

Webhook, return page, poller, cancel and repair all come here, so their order, loss and repetition do not matter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from floorwalker.domain.money import Money
from floorwalker.domain.payment import PaymentState, Session, state_of
from floorwalker.domain.records import LedgerEntry, OrderRecord, PaymentRecord
from floorwalker.ports import Books, Clock, PaymentGateway, UnitOfWork
from floorwalker.services.ordering import Ordering, take_from_cart
from floorwalker.services.refunds import Refunds

log = structlog.get_logger()
Fail = Callable[[str], None]
"""Called at named points; tests let it crash there."""

TOLD = ("expired", "failed")
"""Why an order closes without its shopper knowing; every other reason was theirs."""


@dataclass(frozen=True)
class Sync:
    books: Books
    gateway: PaymentGateway
    ordering: Ordering
    refunds: Refunds
    clock: Clock
    fail: Fail

    def sync(self, session_id: str) -> str:
        """The payment's state after looking; "ignored" for a session that is not ours."""
        session = self.gateway.retrieve(session_id)
        self.fail("after-retrieve")
        with self.books.begin() as work:
            state, late = self._follow(work, session)
            self.fail("before-commit")
        if late is not None:
            self.refunds.submit_or_wait(late)
        return state

    def opened(self, payment: PaymentRecord, session: Session) -> None:
        """Stores a session that was just made or found. How it stands, `sync` says."""
        with self.books.begin() as work:
            locked(work, payment.order)
            work.payments.attach(payment.id, session)
            work.payments.advance(payment.id, "open")

    def give_up(self, payment: PaymentRecord) -> None:
        """No session exists and none can be made: the order closes, its things are free."""
        with self.books.begin() as work:
            order = locked(work, payment.order)
            if work.payments.advance(payment.id, "failed"):
                self._lost(work, order, "failed")

    def _follow(self, work: UnitOfWork, session: Session) -> tuple[str, str | None]:
        """The state, and a refund to submit when money came too late."""
        found = work.payments.get(session.payment_id) if session.payment_id else None
        if found is None or not _ours(found, session):
            return "ignored", None
        order = locked(work, found.order)
        payment = work.payments.get(found.id) or found  # as it is under the lock
        work.payments.attach(payment.id, session)
        if Money(session.amount_total, session.currency) != payment.amount:
            self._mismatch(work, order)
            return payment.state, None
        to = state_of(session)
        moved = work.payments.advance(payment.id, to)
        late = self._moved(work, order, payment, session, to) if moved else None
        if not moved and to == "succeeded":
            late = self._book(work, order, payment, session)
        self._declined(work, order, payment, session, to)
        now = work.payments.get(payment.id) or payment
        return now.state, late

    def _moved(
        self, work: UnitOfWork, order: OrderRecord, payment: PaymentRecord, session: Session, to: PaymentState
    ) -> str | None:
        if to in ("processing", "succeeded") and payment.state in ("creating", "open"):
            take_from_cart(work, order)
        if to == "succeeded":
            work.payments.paid(payment.id, session.card_last4 or "", self.clock.now())
            return self._book(work, order, payment, session)
        if to in ("expired", "failed"):
            self._lost(work, order, to)
        return None

    def _book(self, work: UnitOfWork, order: OrderRecord, payment: PaymentRecord, session: Session) -> str | None:
        """Books the charge once; money for an order that is closed already goes back."""
        source, now = session.intent_id or session.id, self.clock.now()
        if not work.payments.book(LedgerEntry(source, "charge", order.id, payment.amount, now)):
            return None
        if self.ordering.settle(work, order):
            log.info("order.paid", order=order.id, minor=payment.amount.minor)
            self._tell(work, order, f"paid:{order.id}", "EXTERNAL_payment_paid")
            return None
        self.ordering.crm.order(work, order.id)
        return self._late(work, order, payment) if order.state == "closed" else None

    def _late(self, work: UnitOfWork, order: OrderRecord, payment: PaymentRecord) -> str:
        log.error("payment.late", order=order.id, payment=payment.id)
        work.orders.flag(order.id, "late_money")
        return self.refunds.add(work, payment, payment.amount, "late_money").id

    def _lost(self, work: UnitOfWork, order: OrderRecord, to: PaymentState) -> None:
        work.stock.release(order.id)
        because = order.closed_because or to
        if not work.orders.close(order.id, because):
            return
        self.ordering.crm.order(work, order.id)
        if because in TOLD:
            self._tell(work, order, f"closed:{order.id}", "EXTERNAL_payment_expired")

    def _declined(
        self, work: UnitOfWork, order: OrderRecord, payment: PaymentRecord, session: Session, to: PaymentState
    ) -> None:
        """A refused try: the page stays open, the buyer may try again there."""
        charge = session.failed_charge_id
        if to == "open" and charge and work.payments.decline(payment.id, charge):
            self._tell(work, order, f"declined:{charge}", "EXTERNAL_payment_failed")

    def _mismatch(self, work: UnitOfWork, order: OrderRecord) -> None:
        if work.orders.flag(order.id, "amount_mismatch"):
            log.error("payment.amount_mismatch", order=order.id)

    def _tell(self, work: UnitOfWork, order: OrderRecord, key: str, intent: str) -> None:
        payload = {"intent": intent, "order": order.id}
        work.outbox.put("rasa", key, order.conversation, payload, self.clock.now())


def locked(work: UnitOfWork, order_id: str) -> OrderRecord:
    """The order under its lock; always cart, order, stock, so that nobody waits in a ring."""
    order = work.orders.get(order_id)
    if order is None:
        raise LookupError(order_id)
    work.carts.lock(order.customer)
    return work.orders.lock(order_id) or order


def _ours(payment: PaymentRecord, session: Session) -> bool:
    """Another shop may use the same account: every id must be the one we gave (payments.md R2)."""
    orders = {session.order_id, session.client_reference_id}
    return orders == {payment.order} and payment.session_id in (None, session.id)
