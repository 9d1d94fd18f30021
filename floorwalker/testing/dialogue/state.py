"""What a test may look at: cart, stock, order, ledger, handoff, outbox, as plain values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from floorwalker.adapters.sql import tables_shop as s
from floorwalker.adapters.sql import tables_talk as t
from floorwalker.testing.dialogue.world import World

Value = Any
EPISODE = ("state", "reason", "outcome", "team", "priority", "contact", "assignee_name", "csat")


def look(world: World, conversation: str, what: Iterable[str]) -> dict[str, Value]:
    """The named parts of the state, for this conversation's customer; stock for all."""
    with world.engine.connect() as db:
        return {name: _READERS[name](world, db, conversation) for name in what}


def _cart(world: World, db: Connection, conversation: str) -> Value:
    customer = _customer(db, conversation)
    query = select(s.cart_lines).where(s.cart_lines.c.customer_id == customer).order_by(s.cart_lines.c.position)
    lines = {row.sku: row.quantity for row in db.execute(query)}
    return lines or "empty"


def _stock(world: World, db: Connection, _: str) -> Value:
    return {row.sku: {"on_hand": row.on_hand, "reserved": row.reserved} for row in db.execute(select(s.stock))}


def _orders(world: World, db: Connection, conversation: str) -> Value:
    mine = s.orders.c.customer_id == _customer(db, conversation)
    query = select(s.orders).where(mine).order_by(s.orders.c.created, s.orders.c.id)
    return [_order_values(db, row) for row in db.execute(query)]


def _order(world: World, db: Connection, conversation: str) -> Value:
    """The newest order, or {} where there is none."""
    orders = _orders(world, db, conversation)
    return orders[-1] if orders else {}


def _order_values(db: Connection, row: Any) -> Mapping[str, Value]:
    moved = [entry.amount for entry in db.execute(select(s.ledger).where(s.ledger.c.order_id == row.id))]
    paid = "unpaid" if sum(moved) <= 0 else "paid" if sum(moved) == row.total else "part"
    lines = db.execute(select(s.order_lines).where(s.order_lines.c.order_id == row.id))
    return {
        "id": row.number,
        "state": row.state,
        "payment": paid,
        "total": {"amount": row.total, "currency": row.currency},
        "lines": {line.sku: line.quantity for line in lines},
        "email": row.email,
        "address": json.loads(row.address),
        "closed_because": row.closed_because,
    }


def _ledger(world: World, db: Connection, conversation: str) -> Value:
    query = (
        select(s.ledger, s.orders.c.number)
        .join(s.orders, s.orders.c.id == s.ledger.c.order_id)
        .where(s.orders.c.customer_id == _customer(db, conversation))
        .order_by(s.ledger.c.created, s.ledger.c.kind)
    )
    return [
        {"kind": row.kind, "amount": {"amount": row.amount, "currency": row.currency}, "order": row.number}
        for row in db.execute(query)
    ]


def _handoff(world: World, db: Connection, conversation: str) -> Value:
    query = select(t.handoffs).where(t.handoffs.c.conversation == conversation).order_by(t.handoffs.c.created.desc())
    row = db.execute(query).first()
    if row is None:
        return "none"
    doing = json.loads(row.packet).get("situation", {})  # what the assistant was at when it began
    return {**{name: getattr(row, name) for name in EPISODE}, "doing": doing}


def _callbacks(world: World, db: Connection, conversation: str) -> Value:
    query = select(t.handoffs.c.contact).where(t.handoffs.c.state == "callback")
    return [row.contact for row in db.execute(query)]


def _outbox(world: World, db: Connection, conversation: str) -> Value:
    numbers = {row.id: row.number for row in db.execute(select(s.orders.c.id, s.orders.c.number))}
    items = db.execute(select(t.outbox).where(t.outbox.c.conversation == conversation).order_by(t.outbox.c.id))
    return [{"sink": row.sink, "key": _numbered(row.key, numbers), "state": row.state} for row in items]


def _numbered(key: str, numbers: Mapping[str, str]) -> str:
    kind, _, order = key.partition(":")
    return f"{kind}:{numbers.get(order, order)}"


def _customer(db: Connection, conversation: str) -> str | None:
    query = select(t.conversations.c.customer_id).where(t.conversations.c.id == conversation)
    found = db.execute(query).scalar()
    return str(found) if found else None


_READERS = {
    "cart": _cart,
    "stock": _stock,
    "order": _order,
    "orders": _orders,
    "ledger": _ledger,
    "handoff": _handoff,
    "callbacks": _callbacks,
    "outbox": _outbox,
}
