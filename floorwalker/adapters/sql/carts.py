"""Carts of customers and checkout drafts of conversations in SQL."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection

from floorwalker.adapters.sql import tables_shop as t
from floorwalker.adapters.sql.rows import dump, first, insert_missing, load
from floorwalker.domain.checkout import Address
from floorwalker.domain.records import CartRecord, DraftRecord, Lines


@dataclass
class SqlCarts:
    db: Connection

    def lock(self, customer: str) -> CartRecord:
        insert_missing(self.db, t.carts, {"customer_id": customer})
        first(self.db, t.carts, t.carts.c.customer_id == customer, lock=True)
        return self.read(customer)

    def read(self, customer: str) -> CartRecord:
        cart = first(self.db, t.carts, t.carts.c.customer_id == customer)
        if cart is None:
            return CartRecord()
        query = select(t.cart_lines).where(t.cart_lines.c.customer_id == customer)
        rows = self.db.execute(query.order_by(t.cart_lines.c.position))
        return CartRecord(tuple((row.sku, row.quantity) for row in rows), cart.code, _lines(load(cart.undo)))

    def write(self, customer: str, cart: CartRecord) -> None:
        changed = update(t.carts).where(t.carts.c.customer_id == customer)
        self.db.execute(changed.values(code=cart.code, undo=dump(cart.undo)))
        self.db.execute(delete(t.cart_lines).where(t.cart_lines.c.customer_id == customer))
        for position, (sku, quantity) in enumerate(cart.lines):
            row = {"customer_id": customer, "sku": sku, "quantity": quantity, "position": position}
            self.db.execute(insert(t.cart_lines).values(row))

    def draft(self, conversation: str) -> DraftRecord:
        row = first(self.db, t.drafts, t.drafts.c.conversation == conversation)
        if row is None:
            return DraftRecord()
        return DraftRecord(row.email, Address(**load(row.address)), row.delivery)

    def write_draft(self, conversation: str, draft: DraftRecord) -> None:
        values = {"email": draft.email, "address": dump(asdict(draft.address)), "delivery": draft.delivery}
        if not insert_missing(self.db, t.drafts, {"conversation": conversation, **values}):
            changed = update(t.drafts).where(t.drafts.c.conversation == conversation)
            self.db.execute(changed.values(**values))


def _lines(pairs: list[list[Any]]) -> Lines:
    return tuple((sku, quantity) for sku, quantity in pairs)
