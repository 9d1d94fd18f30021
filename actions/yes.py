"""What a yes does now: the offer that the last answer made."""

from __future__ import annotations

from dataclasses import replace

from actions.base import Reply, Shop, Turn
from actions.filling import add_wanted, put
from actions.handoff import called, laid_by
from actions.payment import canceled, renewed


def agreed(shop: Shop, turn: Turn) -> Reply:
    """Does what was offered; a yes to nothing is answered, too."""
    offered = turn.slots.get("offer") or {}
    if offered.get("do") == "add" and offered.get("sku"):
        return put(shop, turn, offered["sku"], int(offered.get("quantity") or 1))
    if offered.get("do") == "add":
        return add_wanted(shop, turn, offered["product"], 1)
    if offered.get("do") == "handoff":
        reply = called(shop, turn, str(offered.get("reason") or "asked"))
        return replace(reply, events=(*laid_by(turn), *reply.events))
    if offered.get("do") == "cancel":
        return canceled(shop, turn)
    if offered.get("do") == "renew":
        return renewed(shop, turn)
    return Reply() if turn.loop else Reply("utter_affirm")
