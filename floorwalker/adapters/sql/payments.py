"""Payments and the ledger in SQL: states move forward only, nothing is booked twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Connection

from floorwalker.adapters.sql import tables_shop as t
from floorwalker.adapters.sql.refunds import SqlRefunds
from floorwalker.adapters.sql.rows import dump, first, insert_missing, load
from floorwalker.domain.money import Money
from floorwalker.domain.payment import GatewayEvent, PaymentState, Session, sources
from floorwalker.domain.records import LedgerEntry, PaymentRecord

LIVE = ("creating", "open", "processing")


@dataclass
class SqlPayments(SqlRefunds):
    db: Connection

    def add(self, payment: PaymentRecord) -> None:
        row = {name: getattr(payment, name) for name in ("id", "state", "idem_key", "expires_at", "created")}
        money = {"amount": payment.amount.minor, "currency": payment.amount.currency}
        request = dump(payment.request)
        self.db.execute(insert(t.payments).values(**row, **money, order_id=payment.order, request=request))

    def get(self, payment: str) -> PaymentRecord | None:
        return self._payment(t.payments.c.id == payment)

    def by_session(self, session_id: str) -> PaymentRecord | None:
        return self._payment(t.payments.c.session_id == session_id)

    def by_intent(self, intent_id: str) -> PaymentRecord | None:
        return self._payment(t.payments.c.intent_id == intent_id)

    def of_order(self, order: str | None) -> tuple[PaymentRecord, ...]:
        return self._payments(*(() if order is None else (t.payments.c.order_id == order,)))

    def unsettled(self) -> tuple[PaymentRecord, ...]:
        return self._payments(t.payments.c.state.in_(LIVE))

    def attach(self, payment: str, session: Session) -> None:
        values = {
            "session_id": func.coalesce(t.payments.c.session_id, session.id),
            "intent_id": func.coalesce(t.payments.c.intent_id, session.intent_id),
            "url": func.coalesce(t.payments.c.url, session.url),
        }
        self.db.execute(update(t.payments).where(t.payments.c.id == payment).values(values))

    def advance(self, payment: str, to: PaymentState) -> bool:
        allowed = t.payments.c.state.in_(sources(to))
        move = update(t.payments).where(t.payments.c.id == payment, allowed).values(state=to)
        return bool(self.db.execute(move).rowcount)

    def decline(self, payment: str, charge: str) -> bool:
        new = (t.payments.c.id == payment, t.payments.c.declined != charge)
        return bool(self.db.execute(update(t.payments).where(*new).values(declined=charge)).rowcount)

    def paid(self, payment: str, last4: str, now: int) -> None:
        values = {"card_last4": last4, "paid_at": now}
        self.db.execute(update(t.payments).where(t.payments.c.id == payment).values(values))

    def book(self, entry: LedgerEntry) -> bool:
        row = {"source": entry.source, "kind": entry.kind, "order_id": entry.order, "created": entry.created}
        money = {"amount": entry.amount.minor, "currency": entry.amount.currency}
        return insert_missing(self.db, t.ledger, {**row, **money})

    def booked(self, source: str, kind: str) -> bool:
        return first(self.db, t.ledger, t.ledger.c.source == source, t.ledger.c.kind == kind) is not None

    def balance(self, order: str) -> int:
        query = select(func.sum(t.ledger.c.amount)).where(t.ledger.c.order_id == order)
        return int(self.db.execute(query).scalar() or 0)

    def ledger(self, order: str | None = None) -> tuple[LedgerEntry, ...]:
        query: Any = select(t.ledger).order_by(t.ledger.c.created, t.ledger.c.source, t.ledger.c.kind)
        if order is not None:
            query = query.where(t.ledger.c.order_id == order)
        return tuple(
            LedgerEntry(row.source, row.kind, row.order_id, Money(row.amount, row.currency), row.created)
            for row in self.db.execute(query)
        )

    def note(self, event: GatewayEvent) -> str:
        row = {"id": event.id, "type": event.type, "object_id": event.object_id, "created": event.created}
        more = {"intent_id": event.intent_id, "payment_id": event.payment_id, "state": "new"}
        insert_missing(self.db, t.gateway_events, {**row, **more})
        return str(first(self.db, t.gateway_events, t.gateway_events.c.id == event.id).state)

    def finish(self, event_id: str) -> None:
        done = update(t.gateway_events).where(t.gateway_events.c.id == event_id).values(state="done")
        self.db.execute(done)

    def new_events(self) -> tuple[GatewayEvent, ...]:
        e = t.gateway_events.c
        query = select(t.gateway_events).where(e.state == "new").order_by(e.created, e.id)
        return tuple(
            GatewayEvent(row.id, row.type, row.object_id, row.intent_id, row.created, row.payment_id)
            for row in self.db.execute(query)
        )

    def _payment(self, *where: Any) -> PaymentRecord | None:
        found = self._payments(*where)
        return found[0] if found else None

    def _payments(self, *where: Any) -> tuple[PaymentRecord, ...]:
        query = select(t.payments).where(*where).order_by(t.payments.c.created, t.payments.c.id)
        return tuple(_payment(row) for row in self.db.execute(query))


def _payment(row: Any) -> PaymentRecord:
    return PaymentRecord(
        id=row.id,
        order=row.order_id,
        state=row.state,
        amount=Money(row.amount, row.currency),
        request=load(row.request),
        idem_key=row.idem_key,
        expires_at=row.expires_at,
        created=row.created,
        session_id=row.session_id,
        intent_id=row.intent_id,
        url=row.url,
        declined=row.declined,
        card_last4=row.card_last4,
        paid_at=row.paid_at,
    )
