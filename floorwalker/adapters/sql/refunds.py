"""Refunds in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Connection

from floorwalker.adapters.sql import tables_shop as t
from floorwalker.domain.money import Money
from floorwalker.domain.payment import RefundState, refund_sources
from floorwalker.domain.records import RefundRecord


@dataclass
class SqlRefunds:
    db: Connection

    def add_refund(self, refund: RefundRecord) -> None:
        names = ("id", "state", "why", "idem_key", "created")
        row = {name: getattr(refund, name) for name in names}
        row.update(order_id=refund.order, payment_id=refund.payment)
        row.update(amount=refund.amount.minor, currency=refund.amount.currency)
        self.db.execute(insert(t.refunds).values(row))

    def refund(self, refund: str) -> RefundRecord | None:
        return self._refund(t.refunds.c.id == refund)

    def refund_by_provider(self, provider_id: str) -> RefundRecord | None:
        return self._refund(t.refunds.c.provider_id == provider_id)

    def refunds(self, payment: str | None = None, unsettled: bool = False) -> tuple[RefundRecord, ...]:
        where: list[Any] = [] if payment is None else [t.refunds.c.payment_id == payment]
        if unsettled:
            where.append(t.refunds.c.state.in_(["requested", "pending"]))
        return self._refunds(*where)

    def advance_refund(self, refund: str, to: RefundState, provider_id: str | None) -> bool:
        if provider_id is not None:
            keep = func.coalesce(t.refunds.c.provider_id, provider_id)
            self.db.execute(update(t.refunds).where(t.refunds.c.id == refund).values(provider_id=keep))
        allowed = t.refunds.c.state.in_(refund_sources(to))
        move = update(t.refunds).where(t.refunds.c.id == refund, allowed).values(state=to)
        return bool(self.db.execute(move).rowcount)

    def _refund(self, *where: Any) -> RefundRecord | None:
        found = self._refunds(*where)
        return found[0] if found else None

    def _refunds(self, *where: Any) -> tuple[RefundRecord, ...]:
        query = select(t.refunds).where(*where).order_by(t.refunds.c.created, t.refunds.c.id)
        return tuple(_refund(row) for row in self.db.execute(query))


def _refund(row: Any) -> RefundRecord:
    return RefundRecord(
        id=row.id,
        order=row.order_id,
        payment=row.payment_id,
        amount=Money(row.amount, row.currency),
        state=row.state,
        why=row.why,
        idem_key=row.idem_key,
        created=row.created,
        provider_id=row.provider_id,
    )
