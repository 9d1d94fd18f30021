"""Pieces in SQL: one conditional UPDATE each, in the order of SKUs, so that nobody waits for each other in a ring."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Connection

from floorwalker.adapters.sql import tables_shop as t
from floorwalker.adapters.sql.rows import insert_missing
from floorwalker.domain.catalogue import StockLevel
from floorwalker.domain.records import Lines
from floorwalker.errors import NotAllowed, OutOfStock

SALE = "sale"


@dataclass
class SqlStock:
    db: Connection

    def levels(self, skus: Sequence[str] | None = None) -> dict[str, StockLevel]:
        query: Any = select(t.stock.c.sku, t.stock.c.on_hand, t.stock.c.reserved).order_by(t.stock.c.sku)
        if skus is not None:
            query = query.where(t.stock.c.sku.in_(list(skus)))
        return {row.sku: StockLevel(row.sku, row.on_hand, row.reserved) for row in self.db.execute(query)}

    def moved(self) -> dict[str, int]:
        query: Any = select(t.stock_moves.c.sku, func.sum(t.stock_moves.c.delta).label("pieces"))
        rows = self.db.execute(query.group_by(t.stock_moves.c.sku))
        return {row.sku: int(row.pieces) for row in rows}

    def ensure(self, sku: str, pieces: int, now: int) -> None:
        if insert_missing(self.db, t.stock, {"sku": sku, "on_hand": pieces, "reserved": 0}):
            self._note(sku, pieces, "counted", None, now)

    def count(self, sku: str, pieces: int, now: int) -> None:
        self.ensure(sku, 0, now)
        was = self.db.execute(select(t.stock.c.on_hand).where(t.stock.c.sku == sku).with_for_update()).scalar()
        set_ = update(t.stock).where(t.stock.c.sku == sku, t.stock.c.reserved <= pieces)
        if not self.db.execute(set_.values(on_hand=pieces)).rowcount:
            raise NotAllowed("below_reserved")
        if pieces != was:
            self._note(sku, pieces - int(was or 0), "counted", None, now)

    def reserve(self, order: str, lines: Lines, new_id: Callable[[], str]) -> None:
        for sku, quantity in sorted(lines):
            self._hold(sku, quantity)
            row = {"id": new_id(), "order_id": order, "sku": sku, "purpose": SALE, "quantity": quantity}
            self.db.execute(insert(t.reservations).values(state="held", **row))

    def held(self, order: str) -> dict[str, int]:
        query = select(t.reservations.c.sku, t.reservations.c.quantity).where(*_held(order))
        return {row.sku: row.quantity for row in self.db.execute(query.order_by(t.reservations.c.sku))}

    def holds(self) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {}
        for row in self.db.execute(select(t.reservations).where(t.reservations.c.state == "held")):
            found.setdefault(row.order_id, {})[row.sku] = row.quantity
        return found

    def release(self, order: str) -> bool:
        return bool(self._settle(order, "released"))

    def consume(self, order: str, now: int) -> bool:
        sold = self._settle(order, "consumed")
        for sku, quantity in sold:
            self._note(sku, -quantity, "sold", order, now)
        return bool(sold)

    def _hold(self, sku: str, quantity: int) -> None:
        stock, free = t.stock, t.stock.c.on_hand - t.stock.c.reserved
        hold = update(stock).where(stock.c.sku == sku, free >= quantity)
        if not self.db.execute(hold.values(reserved=stock.c.reserved + quantity)).rowcount:
            left = self.db.execute(select(free).where(stock.c.sku == sku)).scalar()
            raise OutOfStock(sku, quantity, int(left or 0))

    def _settle(self, order: str, to: str) -> list[tuple[str, int]]:
        """Ends the order's holds, each at most once."""
        settled = []
        for sku, quantity in self.held(order).items():
            end = update(t.reservations).where(*_held(order), t.reservations.c.sku == sku).values(state=to)
            if self.db.execute(end).rowcount:
                taken = quantity if to == "consumed" else 0
                left = {"reserved": t.stock.c.reserved - quantity, "on_hand": t.stock.c.on_hand - taken}
                self.db.execute(update(t.stock).where(t.stock.c.sku == sku).values(left))
                settled.append((sku, quantity))
        return settled

    def _note(self, sku: str, delta: int, why: str, ref: str | None, now: int) -> None:
        move = {"sku": sku, "delta": delta, "why": why, "ref": ref, "created": now}
        self.db.execute(insert(t.stock_moves).values(move))


def _held(order: str) -> tuple[Any, ...]:
    return t.reservations.c.order_id == order, t.reservations.c.state == "held"
