"""Who is talked to, as the console shows it beside the talk: cart and orders as they are now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from floorwalker.domain.handoff import Handoff


def customer(state: Any, conversation: str, handoff: Handoff | None) -> Mapping[str, Any]:
    """Cart, orders, language, channel, and the address that a callback goes to."""
    shop, rows = state.shop, state.log.rows
    return {
        "cart": shop.carts.show(conversation),
        "orders": shop.orders.recent(conversation, 3),
        "language": rows.locale(conversation),
        "channel": rows.channel(conversation),
        "contact": handoff.contact if handoff and handoff.state == "callback" else "",
    }
