"""The merchant's office: what changes money, stock or the shop goes through here, once, and is noted with its doer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from floorwalker.domain.money import Money
from floorwalker.domain.office import OrderFile
from floorwalker.domain.records import OrderRecord, RefundRecord
from floorwalker.domain.staff import AuditEntry, AuditQuery
from floorwalker.errors import BadValue, NoOrder, NotAllowed, UnknownVariant
from floorwalker.ports_staff import StaffBooks, StaffWork
from floorwalker.services.handoffs import Handoffs
from floorwalker.services.orders import Orders
from floorwalker.services.promotions import handle, off_key
from floorwalker.services.refunds import Refunds
from floorwalker.services.staff import Staff

MOST_PIECES = 1_000_000
REASONS = ("customer", "damaged", "late", "goodwill")
"""Why money goes back."""
COUNTS = ("counted", "received", "damaged", "lost")
"""Why the pieces of an article are others than the books say."""


@dataclass(frozen=True)
class Office:
    """`by` is the member's name. `form` is the token of the form that was sent: a second time it changes nothing.
    `rebuild` makes the product index anew."""

    books: StaffBooks
    staff: Staff
    orders: Orders
    refunds: Refunds
    handoffs: Handoffs
    rebuild: Callable[[], object]

    def order(self, number: str) -> OrderFile:
        """Raises NoOrder."""
        with self.books.view() as work:
            order = self._order(work, number)
            payments = work.payments.of_order(order.id)
            refunds = tuple(refund for one in payments for refund in work.payments.refunds(one.id))
            left = self.refunds.left(work, order.id) or Money(0, order.total.currency)
            talk = work.office.talk(order.conversation)
            audit = work.audit.entries(AuditQuery(subject=order.number), 100)
            ledger = work.payments.ledger(order.id)
        view = self.orders.view(order.id)
        return OrderFile(order, view, talk.channel if talk else "", payments, ledger, refunds, audit, left)

    def refund(self, number: str, amount: Money, why: str, form: str, by: str) -> RefundRecord:
        """Sends money back to where it came from. Raises NoOrder, BadValue, NotAllowed."""
        if why not in REASONS:
            raise BadValue("why", why)
        with self.books.begin() as work:
            order = self._order(work, number)
            self._once(work, form)
            balance = work.payments.balance(order.id)
            refund = self.refunds.write_down(work, order.id, amount, why)
            after = {"refund": amount.minor, "currency": amount.currency}
            self.staff.note(work, by, "order.refund", order.number, {"balance": balance}, after, why)
        self.refunds.submit_or_wait(refund.id)
        with self.books.view() as work:
            return work.payments.refund(refund.id) or refund

    def reveal(self, number: str, by: str) -> None:
        """Notes that somebody looks at an order's contact details. Raises NoOrder."""
        with self.books.begin() as work:
            self.staff.note(work, by, "order.contact", self._order(work, number).number)

    def count(self, sku: str, seen: int, pieces: int, why: str, form: str, by: str) -> None:
        """Sets what is on the shelf; `seen` is what the books said when it was counted.

        Raises UnknownVariant, BadValue, NotAllowed (below_reserved, stock_changed, sent_before).
        """
        if why not in COUNTS:
            raise BadValue("why", why)
        if not 0 <= pieces <= MOST_PIECES:
            raise BadValue("pieces", str(pieces))
        with self.books.begin() as work:
            level = work.office.lock_stock(sku)
            if level is None:
                raise UnknownVariant(sku)
            self._once(work, form)
            if level.on_hand != seen:
                raise NotAllowed("stock_changed")
            work.stock.count(sku, pieces, self.staff.clock.now())
            self.staff.note(work, by, "stock.count", sku, {"on_hand": seen}, {"on_hand": pieces}, why)

    def hide(self, product: str, hidden: bool, by: str) -> None:
        """Takes a product out of the shop, or puts it back; orders keep it. Again changes nothing.

        Raises NotAllowed for the last one: a shop shows something.
        """
        with self.books.begin() as work:
            shown = [one.product.id for one in work.office.offered() if not one.hidden]
            if hidden and shown == [product]:
                raise NotAllowed("last_product")
            changed = work.office.hide(product, hidden)
            if changed:
                self.staff.note(work, by, "product.hide", product, {"hidden": not hidden}, {"hidden": hidden})
        if changed:
            self.rebuild()

    def finish(self, callback: str, note: str, by: str) -> None:
        """A callback was seen to. Again changes nothing."""
        with self.books.begin() as work:
            waiting = work.handoffs.get(callback)
            if waiting is None or waiting.state != "callback":
                return
            if self.handoffs.end(work, waiting, "closed", "answered", push=False):
                work.office.finish(callback, by, note, self.staff.clock.now())
                self.staff.note(work, by, "callback.done", callback, {"done": False}, {"done": True}, note)

    def reopen(self, callback: str, by: str) -> None:
        """It was not, after all. Raises NotAllowed where its shopper is with somebody again."""
        with self.books.begin() as work:
            if not work.office.reopen(callback, self.staff.clock.now()):
                raise NotAllowed("callback_busy")
            self.staff.note(work, by, "callback.undone", callback, {"done": True}, {"done": False})

    def switch(self, code: str, on: bool, by: str) -> None:
        """Switches a promotion of store.yml on or off, by its handle. Raises BadValue for what is none."""
        promotion = next((one for one in self.orders.store.promotions if handle(one) == code), None)
        if promotion is None:
            raise BadValue("code", code)
        with self.books.begin() as work:
            was = not work.values.get(off_key(promotion))
            if was != on:
                work.values.set(off_key(promotion), "" if on else "1")
                self.staff.note(work, by, "promotion.switch", code, {"on": was}, {"on": on})

    def retry(self, item: int, by: str) -> bool:
        """News that reached nobody is tried once more. False: it is under way, or told."""
        with self.books.begin() as work:
            key = work.office.retry(item, self.staff.clock.now())
            if key:
                self.staff.note(work, by, "news.retry", key[:80])
            return bool(key)

    def read(self, conversation: str, by: str) -> None:
        """Notes that somebody reads a transcript."""
        with self.books.begin() as work:
            self.staff.note(work, by, "talk.read", conversation)

    def audit(self, query: AuditQuery, limit: int, skip: int = 0) -> tuple[tuple[AuditEntry, ...], int]:
        """A page of what was done, and how much there is."""
        with self.books.view() as work:
            return work.audit.entries(query, limit, skip), work.audit.count(query)

    def _order(self, work: StaffWork, number: str) -> OrderRecord:
        order = work.office.order(number)
        if order is None:
            raise NoOrder
        return order

    def _once(self, work: StaffWork, form: str) -> None:
        token = hashlib.sha256(form.encode()).hexdigest()
        if not form or not work.staff.claim(token, self.staff.clock.now()):
            raise NotAllowed("sent_before")
