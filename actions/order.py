"""Order skill: where an order is; what only a person can do is said and a person offered."""

from __future__ import annotations

from actions.base import Reply, Shop, ShopAction, Turn
from actions.bills import status_card
from actions.cards import Deck
from actions.faq import answered
from actions.focus import offer
from actions.payment import cancel_asked
from floorwalker.domain.order import OrderView

STATES = {None: "placed", "pending": "placed", "packed": "packed", "shipped": "shipped", "delivered": "delivered",
          "canceled": "canceled"}  # fmt: skip


class OrderStatus(ShopAction):
    """Step by step, only what has happened."""

    keeps = True

    def name(self) -> str:
        return "action_order_status"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        number = turn.entity("order_number")
        order = shop.orders.find(turn.conversation, str(number)) if number else shop.orders.latest(turn.conversation)
        if order is None:
            return Reply("utter_order_none")
        facts = {"number": order.number, "total": order.total}
        return Reply(f"utter_order_{state_of(order)}", facts, status_card(Deck(shop, turn.locale), order))


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
