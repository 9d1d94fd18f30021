"""Several wishes in one message, served in the order in which they were said; the way to the till comes last.

The clauses are found by the classifier (`clauses` of the parse result). What has a question of its own (which size?)
holds up the rest: it waits in the slot `pending` and is served with the answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet

from actions.base import Reply, Shop, ShopAction, Turn, refusal
from actions.browse import ProductBrowse, ProductCompare, ProductMore, ProductRecommend, ProductSearch
from actions.cart import CartAdd, CartChange, CartClear, CartCoupon, CartCouponRemove, CartRemove, CartShow, CartUndo
from actions.faq import Faq
from actions.filling import joined
from actions.handoff import called
from actions.order import SERVICES, OrderService, OrderStatus
from actions.product import Inform, ProductAvailability, ProductDetails, ProductSizeAdvice
from floorwalker.errors import ShopError

Wish = Mapping[str, Any]
SERVERS: Mapping[str, ShopAction] = {
    "cart_add": CartAdd(),
    "cart_remove": CartRemove(),
    "cart_change": CartChange(),
    "cart_show": CartShow(),
    "cart_clear": CartClear(),
    "cart_undo": CartUndo(),
    "cart_coupon": CartCoupon(),
    "cart_coupon_remove": CartCouponRemove(),
    "product_browse": ProductBrowse(),
    "product_search": ProductSearch(),
    "product_more": ProductMore(),
    "product_details": ProductDetails(),
    "product_availability": ProductAvailability(),
    "product_compare": ProductCompare(),
    "product_recommend": ProductRecommend(),
    "product_size_advice": ProductSizeAdvice(),
    "inform": Inform(),
    "faq": Faq(),
    "order_status": OrderStatus(),
    **{intent: OrderService() for intent in SERVICES},
}
TILL = ("checkout_start", "checkout_tell", "checkout_correct", "checkout_confirm")
"""These are the checkout's: its form reads their words."""

FOREIGN, PERSON = "out_of_scope", ("handoff_request",)
"""What is none of the shop's business is told so; a person is fetched last, when the rest is served,
and hears of the order instead of the assistant."""
COURTESY = ("greet", "goodbye", "thank", "affirm", "deny", "complaint")
"""These ask for nothing; whatever else has no server is named, that it be said by itself."""
OPENING = {action.name() for action in SERVERS.values()} | {
    "action_affirm", "action_deny", "action_choose", "action_product_refine", "action_fallback", "action_out_of_scope",
    "action_handoff",
}  # fmt: skip
"""Actions that a message begins with; what a form or a follow-up calls serves no wishes."""


def answered(action: ShopAction, shop: Shop, turn: Turn) -> Reply:
    """The action's answer; for a message of several wishes the answers to all, and after a question what it held up."""
    if len(turn.wishes) > 1 and action.name() in OPENING and not turn.is_tap:
        return serve(shop, turn, turn.wishes)
    reply = action.answer(shop, turn)
    held = turn.slots.get("pending") or {}
    if not held.get("wishes") or reply.slots().get("pending", held) is not None:
        return reply
    later = replace(turn, slots={**turn.slots, **reply.slots()})
    return joined([reply, serve(shop, later, held["wishes"])])


def serve(shop: Shop, turn: Turn, wishes: Sequence[Wish]) -> Reply:
    """All of them. Slots that one sets, the next one knows."""
    replies: list[Reply] = []
    person = next((wish for wish in wishes if wish["intent"] in PERSON), None)
    mine = [wish for wish in wishes if wish["intent"] in SERVERS and not (person and wish["intent"] in SERVICES)]
    to_till = not turn.loop and any(wish["intent"] in TILL for wish in wishes)
    for place, wish in enumerate(mine):
        rest = mine[place + 1 :]
        reply = _served(shop, turn, wish, goes_on=bool(rest) or to_till)
        replies.append(reply)
        turn = replace(turn, slots={**turn.slots, **reply.slots()})
        if held := turn.slots.get("pending"):
            later = [*rest, *(wish for wish in wishes if wish["intent"] not in (*SERVERS, *COURTESY))]
            return joined(replies, *([SlotSet("pending", {**held, "wishes": later})] if later else []))
    replies += [_left(wish) for wish in wishes if wish["intent"] not in (*SERVERS, *TILL, *PERSON, *COURTESY)]
    if person:
        return joined([*replies, called(shop, turn)])
    return _to_till(replies) if to_till else joined(replies)


def _left(wish: Wish) -> Reply:
    """Nothing is dropped in silence: none of the shop's business, or to be said by itself."""
    response = "utter_wish_beyond" if wish["intent"] == FOREIGN else "utter_wish_alone"
    return Reply(response, {"words": str(wish["text"]).strip(" .!?")})


def _served(shop: Shop, turn: Turn, wish: Wish, goes_on: bool) -> Reply:
    """One clause, as if it had been said alone; a no to it does not stop the others."""
    entities = tuple(wish.get("entities") or ())
    alone = replace(
        turn, words=str(wish["text"]), mended=str(wish.get("mended") or wish["text"]), intent=str(wish["intent"]),
        entities=entities, wishes=(), goes_on=goes_on,
    )  # fmt: skip
    try:
        return SERVERS[wish["intent"]].answer(shop, alone)
    except ShopError as no:
        return refusal(no)


def _to_till(replies: Sequence[Reply]) -> Reply:
    events = (FollowupAction("checkout_form"),)
    return joined(replies, *events) if replies else Reply(events=events)
