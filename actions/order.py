"""Order skill: where an order is; what only a person can do is said and a person offered."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk.events import SlotSet

from actions.base import Reply, Shop, ShopAction, Turn
from actions.bills import status_card
from actions.cards import Deck
from actions.faq import answered
from actions.focus import offer
from actions.handoff import called
from actions.payment import cancel_asked
from floorwalker.domain.order import OrderView
from floorwalker.errors import NoOrder

STATES = {None: "placed", "pending": "placed", "packed": "packed", "shipped": "shipped", "delivered": "delivered",
          "canceled": "canceled"}  # fmt: skip


class OrderStatus(ShopAction):
    """Step by step, only what has happened."""

    keeps = True

    def name(self) -> str:
        return "action_order_status"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        number, orders = turn.entity("order_number"), shop.orders
        try:
            order = orders.find(turn.conversation, str(number)) if number else orders.latest(turn.conversation)
        except NoOrder:
            return strange(shop, turn)
        if order is None:
            return Reply("utter_order_none")
        facts = {"number": order.number, "total": order.total}
        card = status_card(Deck(shop, turn.locale), order)
        return Reply(f"utter_order_{state_of(order)}", facts, card, (SlotSet(STRANGE, None),))


class OrderService(ShopAction):
    """Cancel, return, change and the like: an unpaid order is called off at once, the rest is for a person."""

    keeps = True

    def name(self) -> str:
        return "action_order_service"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        order = shop.orders.latest(turn.conversation)
        if order is None and turn.intent in RETURNS:
            return answered(shop, turn, "returns")  # before there is an order it is a question
        if order is None:
            return Reply("utter_order_none")
        if turn.intent == "order_cancel" and order.state == "awaiting_payment":
            return cancel_asked(shop, turn)
        facts = {"number": order.number, "days": shop.store.returns_days}
        return Reply(SERVICES.get(turn.intent, "utter_order_service_change"), facts, events=(offer(do="handoff"),))


def strange(shop: Shop, turn: Turn) -> Reply:
    """A number that is not of an order of theirs: the third one is for a person, who can ask more than a number."""
    times = 1 + int(turn.slots.get(STRANGE) or 0)
    if times < TRIES:
        return Reply("utter_order_none", events=(SlotSet(STRANGE, times),))
    person = called(shop, turn, "identity")
    return replace(person, events=(SlotSet(STRANGE, None), *person.events))


STRANGE, TRIES = "strange_orders", 3
RETURNS = ("order_return", "order_exchange")
SERVICES = {
    "order_cancel": "utter_order_service_cancel",
    "order_return": "utter_order_service_return",
    "order_exchange": "utter_order_service_return",
    "order_change_address": "utter_order_service_change",
    "order_change_items": "utter_order_service_change",
    "order_change_payment": "utter_order_service_change",
    "order_reorder": "utter_order_service_reorder",
    "order_problem": "utter_order_service_problem",
    "order_receipt": "utter_order_service_receipt",
    "order_refund_status": "utter_order_service_refund",
}


def state_of(order: OrderView) -> str:
    """What the order's state is called in the names of responses."""
    if order.state == "closed":
        return "closed"
    return STATES[order.fulfilment] if order.payment in ("paid", "over") else "unpaid"
