"""What a merchant's CRM hears of people, orders and handoffs, written inside the transaction of the change it tells of.

Every event is an upsert: it says how a thing is now, under the thing's own id. Without a CRM nothing is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from floorwalker.domain.handoff import Handoff
from floorwalker.domain.records import OrderRecord
from floorwalker.ports import Clock, UnitOfWork


@dataclass(frozen=True)
class Crm:
    """`name`: the sink's, "" for nobody. Money in minor units, times in epoch seconds."""

    name: str
    clock: Clock

    def contact(self, work: UnitOfWork, conversation: str, source: str, consent: str = "", **facts: str) -> None:
        """A person told how to reach them, for an order or an answer; `consent`: the words agreed to, where it was
        asked for. Facts: email, phone, name."""
        customer = work.customers.of(conversation) or ""
        told = {name: value for name, value in sorted(facts.items()) if value}
        mark = sha256(repr((told, consent)).encode()).hexdigest()[:16]
        key = f"contact:{customer}:{source}:{mark}:{self.clock.now()}"  # who changes back is told of, too
        entry = {"customer": customer, "source": source, "consent": consent, **told}
        self._put(work, "contact.changed", key, conversation, entry)

    def ordered(self, work: UnitOfWork, order: OrderRecord) -> None:
        """A new order, and who made it."""
        name = order.address.recipient
        self.contact(work, order.conversation, "order", email=order.email, name=name)
        self.order(work, order.id)

    def order(self, work: UnitOfWork, order_id: str) -> None:
        """A deal as it is now: its state, what it is worth, what was paid and not sent back."""
        order = work.orders.get(order_id) if self.name else None
        if order is None:
            return
        moves = len(work.payments.ledger(order.id))
        entry = {
            "order": order.id, "number": order.number, "customer": order.customer, "state": order.state,
            "closed_because": order.closed_because if order.state == "closed" else "", "total": order.total.minor,
            "paid": work.payments.balance(order.id), "currency": order.total.currency, "created": order.created,
            "lines": [{"sku": line.sku, "title": line.title, "quantity": line.quantity, "total": line.total.minor}
                      for line in order.lines],
        }  # fmt: skip
        self._put(work, "order.changed", f"order:{order.id}:{order.state}:{moves}", order.conversation, entry)

    def handoff(self, work: UnitOfWork, handoff: Handoff, event: str, key: str, **facts: Any) -> None:
        """A ticket. Facts and figures alone: no word of the shopper's leaves the house."""
        entry = {"handoff": handoff.id, "reason": handoff.reason, "team": handoff.team, "priority": handoff.priority,
                 **facts}  # fmt: skip
        self._put(work, event, key, handoff.conversation, entry)

    def _put(self, work: UnitOfWork, event: str, key: str, conversation: str, entry: dict[str, Any]) -> None:
        if self.name:
            now = self.clock.now()
            told = {"event": event, "conversation": conversation, "at": now, **entry}
            work.outbox.put(f"crm:{self.name}", key, conversation, told, now)
