"""What goes with a handoff: the facts that a person needs first, as they are at that moment (service.md 2.4)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from floorwalker.domain.handoff import Situation
from floorwalker.domain.money import Money
from floorwalker.ports import UnitOfWork
from floorwalker.services.carts import Carts
from floorwalker.services.orders import Orders

ORDERS, TURNS = 3, 10
MOST_BYTES = 4000
"""Helpdesks take no more of it than that (Zendesk's limit)."""
LONGEST_TURN = 400
EVERY = 1000
"""Orders that count for what a customer is worth."""


@dataclass(frozen=True)
class Packets:
    """Money in minor units. Who looks later reads cart and orders live; this is what was known when it began."""

    carts: Carts
    orders: Orders

    def of(self, conversation: str, situation: Situation) -> Mapping[str, Any]:
        """`situation`: what the assistant was doing. At most MOST_BYTES as JSON; the oldest turns go first."""
        cart = self.carts.show(conversation)
        orders = self.orders.recent(conversation, ORDERS)
        value = max([cart.total.minor, *(order.total.minor for order in orders)])
        packet = {
            "value": {"amount": value, "currency": cart.total.currency},
            "cart": {"total": cart.total.minor, "lines": [[line.sku, line.quantity] for line in cart.lines]},
            "orders": [[order.number, order.state, order.payment, order.total.minor] for order in orders],
        }
        with self.carts.books.view() as work:
            packet |= self._person(work, conversation, cart.total.currency)
        return fitted({**packet, "situation": self._titled(situation)})

    def _titled(self, situation: Situation) -> Situation:
        """With the product's title in place of its id."""
        product = self.carts.catalogue.product(str(situation.get("product", "")))
        return {**situation, "product": product.title} if product else situation

    def _person(self, work: UnitOfWork, conversation: str, currency: str) -> dict[str, Any]:
        """Who it is by name, and what was said last; neither address nor number."""
        customer = work.customers.of(conversation) or ""
        bought = [one for one in work.orders.of_customer(customer, EVERY) if one.state in ("placed", "completed")]
        channel, language = work.customers.where(conversation)
        return {
            "profile": {
                "name": next((one.address.recipient for one in bought if one.address.recipient), ""),
                "email_known": bool(work.customers.email(conversation)),
                "orders": len(bought),
                "spent": sum((one.total for one in bought), Money(0, currency)).minor,
            },
            "turns": [[author, words[:LONGEST_TURN]] for author, words in work.handoffs.turns(conversation, TURNS)],
            "channel": channel,
            "language": language,
            "window": None,  # until when the channel lets us write (epoch seconds); the web's never closes
        }


def fitted(packet: dict[str, Any]) -> dict[str, Any]:
    """The packet in MOST_BYTES: without its oldest turns, then without the rest of what is long."""
    turns = list(packet.get("turns", ()))
    while turns and _bytes({**packet, "turns": turns}) > MOST_BYTES:
        turns = turns[1:]
    packet = {**packet, "turns": turns}
    lines = packet["cart"]["lines"]
    while lines and _bytes({**packet, "cart": {**packet["cart"], "lines": lines}}) > MOST_BYTES:
        lines = lines[:-1]
    return {**packet, "cart": {**packet["cart"], "lines": lines}}


def _bytes(packet: Mapping[str, Any]) -> int:
    return len(json.dumps(packet, ensure_ascii=False).encode())
