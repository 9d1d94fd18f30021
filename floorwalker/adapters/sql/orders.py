"""Orders in SQL: frozen at checkout, moved by conditional UPDATEs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, insert, or_, select, update
from sqlalchemy.engine import Connection

from floorwalker.adapters.sql import tables_shop as t
from floorwalker.adapters.sql.rows import dump, first, load
from floorwalker.domain.checkout import Address
from floorwalker.domain.money import Money
from floorwalker.domain.order import OrderLine
from floorwalker.domain.records import OrderRecord

MONEY = ("subtotal", "discount", "delivery", "tax", "total")
PLAIN = (
    "id",
    "number",
    "conversation",
    "state",
    "quote",
    "code",
    "delivery_title",
    "delivery_option",
    "tax_included",
    "discount_title",
    "email",
    "created",
    "closed_because",
    "placed_at",
)


@dataclass
class SqlOrders:
    db: Connection

    def add(self, order: OrderRecord) -> None:
        row = {name: getattr(order, name) for name in PLAIN}
        row.update({name: getattr(order, name).minor for name in MONEY})
        row.update(customer_id=order.customer, currency=order.total.currency)
        row.update(tax_points=int(order.tax_percent * 100))
        row.update(address=dump(asdict(order.address)), flags=" ".join(sorted(order.flags)))
        self.db.execute(insert(t.orders).values(row))
        for position, line in enumerate(order.lines):
            self.db.execute(insert(t.order_lines).values(_line_row(order.id, position, line)))

    def get(self, order: str) -> OrderRecord | None:
        return self._one(t.orders.c.id == order)

    def lock(self, order: str) -> OrderRecord | None:
        first(self.db, t.orders, t.orders.c.id == order, lock=True)
        return self.get(order)

    def of_customer(self, customer: str, count: int) -> tuple[OrderRecord, ...]:
        return self._many(t.orders.c.customer_id == customer, limit=count)

    def by_number(self, customer: str, number: str) -> OrderRecord | None:
        return self._one(t.orders.c.customer_id == customer, t.orders.c.number == number)

    def taken(self, number: str) -> bool:
        return first(self.db, t.orders, t.orders.c.number == number) is not None

    def awaiting(self, customer: str) -> OrderRecord | None:
        waits = (t.orders.c.customer_id == customer, t.orders.c.state == "awaiting_payment")
        under_way = select(t.payments.c.order_id).where(t.payments.c.state == "processing")
        return self._one(*waits, t.orders.c.id.not_in(under_way))

    def all(self, state: str | None = None, limit: int = 1_000_000) -> tuple[OrderRecord, ...]:
        where = () if state is None else (t.orders.c.state == state,)
        return self._many(*where, limit=limit)

    def had(self, code: str, customer: str, email: str) -> bool:
        o = t.orders.c
        whose = or_(o.customer_id == customer, and_(o.email == email, o.email != ""))
        replaced = self.awaiting(customer)
        others = () if replaced is None else (o.id != replaced.id,)
        return first(self.db, t.orders, o.code == code, o.state != "closed", whose, *others) is not None

    def place(self, order: str, fulfilment: str, now: int) -> bool:
        move = update(t.orders).where(*_waiting(order))
        if not self.db.execute(move.values(state="placed", placed_at=now, closed_because="")).rowcount:
            return False
        row = {"id": fulfilment, "order_id": order, "state": "pending", "created": now}
        self.db.execute(insert(t.fulfilments).values(row))
        for line in self._lines([order]).get(order, ()):
            part = {"fulfilment_id": fulfilment, "sku": line.sku, "quantity": line.quantity}
            self.db.execute(insert(t.fulfilment_lines).values(part))
        return True

    def close(self, order: str, because: str) -> bool:
        move = update(t.orders).where(*_waiting(order)).values(state="closed", closed_because=because)
        return bool(self.db.execute(move).rowcount)

    def intend(self, order: str, because: str) -> None:
        self.db.execute(update(t.orders).where(*_waiting(order)).values(closed_because=because))

    def flag(self, order: str, flag: str) -> bool:
        row = first(self.db, t.orders, t.orders.c.id == order, lock=True)
        flags = set(row.flags.split())
        if flag in flags:
            return False
        words = " ".join(sorted(flags | {flag}))
        self.db.execute(update(t.orders).where(t.orders.c.id == order).values(flags=words))
        if flag == "disputed":
            stop = update(t.fulfilments).where(t.fulfilments.c.order_id == order)
            self.db.execute(stop.values(blocked=True))
        return True

    def many(self, *where: Any, limit: int, skip: int = 0) -> tuple[OrderRecord, ...]:
        """For the other books of this database: what fits, newest first."""
        return self._many(*where, limit=limit, skip=skip)

    def _one(self, *where: Any) -> OrderRecord | None:
        found = self._many(*where, limit=1)
        return found[0] if found else None

    def _many(self, *where: Any, limit: int, skip: int = 0) -> tuple[OrderRecord, ...]:
        query: Any = select(t.orders).where(*where)
        newest = query.order_by(t.orders.c.created.desc(), t.orders.c.id.desc())
        rows = self.db.execute(newest.limit(limit).offset(skip)).all()
        ids = [row.id for row in rows]
        lines, fulfilled = self._lines(ids), self._fulfilled(ids)
        return tuple(_order(row, lines.get(row.id, ()), fulfilled.get(row.id)) for row in rows)

    def _lines(self, orders: Sequence[str]) -> dict[str, tuple[OrderLine, ...]]:
        query = select(t.order_lines, t.orders.c.currency).join(t.orders)
        query = query.where(t.order_lines.c.order_id.in_(list(orders))).order_by(t.order_lines.c.position)
        found: dict[str, tuple[OrderLine, ...]] = {}
        for row in self.db.execute(query):
            found[row.order_id] = (*found.get(row.order_id, ()), _line(row))
        return found

    def _fulfilled(self, orders: Sequence[str]) -> dict[str, Any]:
        """The state of each order's first fulfilment."""
        query = select(t.fulfilments).where(t.fulfilments.c.order_id.in_(list(orders)))
        newest_first = query.order_by(t.fulfilments.c.created.desc(), t.fulfilments.c.id.desc())
        return {row.order_id: row.state for row in self.db.execute(newest_first)}


def _waiting(order: str) -> tuple[Any, ...]:
    return t.orders.c.id == order, t.orders.c.state == "awaiting_payment"


def _line_row(order: str, position: int, line: OrderLine) -> dict[str, Any]:
    return {
        "order_id": order,
        "sku": line.sku,
        "position": position,
        "product": line.product,
        "title": line.title,
        "detail": line.detail,
        "options": dump(line.options),
        "quantity": line.quantity,
        "unit_price": line.unit_price.minor,
        "total": line.total.minor,
    }


def _line(row: Any) -> OrderLine:
    options = tuple((name, value) for name, value in load(row.options))
    prices = Money(row.unit_price, row.currency), Money(row.total, row.currency)
    return OrderLine(row.sku, row.title, row.detail, row.quantity, *prices, row.product, options)


def _order(row: Any, lines: tuple[OrderLine, ...], fulfilment: Any) -> OrderRecord:
    fields: dict[str, Any] = {name: getattr(row, name) for name in PLAIN}
    fields.update({name: Money(getattr(row, name), row.currency) for name in MONEY})
    fields.update(tax_percent=Decimal(row.tax_points) / 100)
    fields.update(address=Address(**load(row.address)), flags=frozenset(row.flags.split()))
    return OrderRecord(**fields, customer=row.customer_id, lines=lines, fulfilment=fulfilment)
