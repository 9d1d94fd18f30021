"""What goes with a handoff: the facts that a person needs first, as they are at that moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from floorwalker.services.carts import Carts
from floorwalker.services.orders import Orders

ORDERS = 3


@dataclass(frozen=True)
class Packets:
    """Money in minor units. Who looks later reads cart and orders live; this is what was known when it began."""

    carts: Carts
    orders: Orders

    def of(self, conversation: str) -> Mapping[str, Any]:
        cart = self.carts.show(conversation)
        orders = self.orders.recent(conversation, ORDERS)
        value = max([cart.total.minor, *(order.total.minor for order in orders)])
        return {
            "value": {"amount": value, "currency": cart.total.currency},
            "cart": {"total": cart.total.minor, "lines": [[line.sku, line.quantity] for line in cart.lines]},
            "orders": [[order.number, order.state, order.payment, order.total.minor] for order in orders],
        }
