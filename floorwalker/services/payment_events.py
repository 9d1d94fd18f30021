"""What the provider tells us, and the round that makes up for what it did not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

import structlog

from floorwalker.domain.money import Money
from floorwalker.domain.payment import GatewayEvent
from floorwalker.domain.records import LedgerEntry, PaymentRecord
from floorwalker.errors import PaymentRejected, ShopError
from floorwalker.ports import Books, Clock, PaymentGateway
from floorwalker.services.pay_pages import PayPages
from floorwalker.services.payments_sync import Fail, Sync, locked
from floorwalker.services.refunds import Refunds

log = structlog.get_logger()

SESSIONS = (
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
)
REFUNDS = ("refund.created", "refund.updated", "refund.failed")
DISPUTES = ("charge.dispute.created", "charge.dispute.closed")
DECLINED = "payment_intent.payment_failed"
HANDLED = (*SESSIONS, *REFUNDS, *DISPUTES, DECLINED)
HOUR, MONTH = 3600, 30 * 86400
LOOKED = "undelivered_looked"
Said = Literal["done", "duplicate", "ignored"]


@dataclass(frozen=True)
class PaymentEvents:
    books: Books
    gateway: PaymentGateway
    sync: Sync
    pages: PayPages
    refunds: Refunds
    clock: Clock
    secrets: Sequence[str]
    fail: Fail

    def handle(self, body: bytes, signature: str | None) -> Said:
        """Verifies, stores the event's id, acts. Once stored it is safe: `reconcile` finishes what fails here.

        Raises BadSignature.
        """
        event = self.gateway.verify_event(body, signature, self.secrets)
        if event.type not in HANDLED:
            return "ignored"
        if not self._note(event):
            return "duplicate"
        self.fail("after-store-event")
        self._try("event", event.id, partial(self._process, event))
        return "done"

    def reconcile(self) -> int:
        """Goes through everything unfinished; returns how many items failed. One never stops the rest."""
        with self.books.view() as work:
            payments, refunds = work.payments.unsettled(), work.payments.refunds(unsettled=True)
        errors = sum(self._try("payment", one.id, partial(self._settle, one)) for one in payments)
        errors += sum(self._try("refund", one.id, partial(self.refunds.submit, one.id)) for one in refunds)
        errors += self._finish_events()
        return errors + self._try("events", "undelivered", self._hourly)

    def _settle(self, payment: PaymentRecord) -> None:
        try:
            session_id = payment.session_id or self.pages.make(payment)
        except PaymentRejected:
            return  # no page exists: the order was given up
        self.sync.sync(session_id)

    def _finish_events(self) -> int:
        with self.books.view() as work:
            events = work.payments.new_events()
        return sum(self._try("event", one.id, partial(self._process, one)) for one in events)

    def _hourly(self) -> None:
        """Once an hour: events that the provider could not bring us, and refunds that a bank may have rejected."""
        now = self.clock.now()
        with self.books.view() as work:
            looked = int(work.values.get(LOOKED) or 0)
            if now - looked < HOUR:
                return
            refunds = [one for one in work.payments.refunds() if one.created > now - MONTH]
        for event in self.gateway.list_events(HANDLED, now - MONTH, delivery_success=False):
            if self._note(event):
                self._try("event", event.id, partial(self._process, event))
        for refund in refunds:
            if refund.state == "succeeded" and refund.provider_id:
                self.refunds.apply(self.gateway.get_refund(refund.provider_id))
        with self.books.begin() as work:
            work.values.set(LOOKED, str(now))

    def _note(self, event: GatewayEvent) -> bool:
        """False: it was done already."""
        with self.books.begin() as work:
            return work.payments.note(event) != "done"

    def _process(self, event: GatewayEvent) -> None:
        try:
            self._act(event)
        except PaymentRejected as no:  # the object is not there, now or ever
            log.warning("event.unknown_object", event=event.id, code=no.code)
        with self.books.begin() as work:
            work.payments.finish(event.id)

    def _act(self, event: GatewayEvent) -> None:
        if event.type in SESSIONS:
            self.sync.sync(event.object_id)
        elif event.type in REFUNDS:
            self.refunds.apply(self.gateway.get_refund(event.object_id))
        elif event.type in DISPUTES:
            self._dispute(event)
        else:
            self._declined(event)

    def _declined(self, event: GatewayEvent) -> None:
        payment = self._payment(event)
        if payment is not None and payment.session_id is not None:
            self.sync.sync(payment.session_id)

    def _dispute(self, event: GatewayEvent) -> None:
        """Stops the parcel and refunds; what the bank takes or leaves is staff's to book."""
        payment = self._payment(event)
        if payment is None:
            return
        kind = "dispute" if event.type == DISPUTES[0] else "dispute_closed"
        with self.books.begin() as work:
            order = locked(work, payment.order)
            work.orders.flag(order.id, "disputed")
            nothing = Money(0, payment.amount.currency)
            work.payments.book(LedgerEntry(event.object_id, kind, order.id, nothing, self.clock.now()))
        log.error("payment.disputed", order=payment.order)

    def _payment(self, event: GatewayEvent) -> PaymentRecord | None:
        with self.books.view() as work:
            if event.payment_id is not None:
                return work.payments.get(event.payment_id)
            return work.payments.by_intent(event.intent_id) if event.intent_id else None

    def _try(self, kind: str, id_: str, act: Callable[[], None]) -> int:
        """1 when it failed: it stays unfinished and is tried in the next round."""
        try:
            act()
        except ShopError as no:
            log.warning("reconcile.failed", kind=kind, id=id_, why=type(no).__name__)
            return 1
        except Exception:
            log.exception("reconcile.broken", kind=kind, id=id_)
            return 1
        return 0
