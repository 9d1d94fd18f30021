"""An order that waits for its money: the pay link, and what is set aside for how long."""

from __future__ import annotations

from actions.base import Event, Reply, Shop, Turn
from actions.bills import payment_card
from actions.cards import Deck
from floorwalker.conversations.spoken import clock
from floorwalker.domain.checkout import Placed


def placed(shop: Shop, turn: Turn, order: Placed, events: tuple[Event, ...] = ()) -> Reply:
    """The pay link, and until when the things are set aside."""
    facts = {
        "number": order.number,
        "total": order.total,
        "until": clock(order.held_until, turn.locale, shop.store.timezone),
    }
    if order.url is None:
        return Reply("utter_payment_free", facts, events=events)
    return Reply("utter_payment_link", facts, payment_card(Deck(shop, turn.locale), order), events)
