"""Who is talked to, as the console shows it beside the talk: cart and orders as they are now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from floorwalker.conversations.packet_words import PacketWords
from floorwalker.domain.handoff import Handoff


def customer(state: Any, conversation: str, handoff: Handoff | None, locale: str) -> Mapping[str, Any]:
    """Cart, orders, language, channel, the address that a callback goes to, and the packet of the episode in words of
    the agent's language."""
    shop, rows = state.shop, state.log.rows
    words = PacketWords(state.storefront.words, shop.store, "", locale)
    return {
        "summary": words.summary(handoff) if handoff else "",
        "facts": tuple(words.facts(handoff)) if handoff else (),
        "cart": shop.carts.show(conversation),
        "orders": shop.orders.recent(conversation, 3),
        "language": rows.locale(conversation),
        "channel": rows.channel(conversation),
        "contact": handoff.contact if handoff and handoff.state == "callback" else "",
    }
