"""Payment skill: how a payment stands, a new link, calling it off, and what our own events tell.

An event carries an id only and may come twice: the facts are read again, and what was told is not told again.
"""

from __future__ import annotations

from abc import abstractmethod

from rasa_sdk.events import SlotSet

from actions.base import Event, Reply, Shop, ShopAction, Turn
from actions.bills import payment_of, receipt_card
from actions.cards import Deck
from actions.focus import offer
from actions.handoff import called
from actions.placing import placed
from floorwalker.conversations.spoken import clock
from floorwalker.domain.message import Card
from floorwalker.domain.order import OrderView
from floorwalker.errors import NoOrder, OutOfStock

TRIES = 2
"""So many refused tries are trouble that a person may look at."""


class PaymentCheck(ShopAction):
    """ "I have paid": asks the provider and says how it stands."""

    def name(self) -> str:
        return "action_payment_check"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        order = shop.payments.sync_conversation(turn.conversation)
        if order is None:
            raise NoOrder
        if order.payment in ("paid", "over"):
            return paid(shop, turn, order) if not _told(turn, f"paid:{order.id}") else _paid_before(shop, turn, order)
        return standing(shop, turn, order)


class PaymentRenew(ShopAction):
    """The link again, or a new one after it ran out."""

    def name(self) -> str:
        return "action_payment_renew"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        return renewed(shop, turn)


class PaymentCancel(ShopAction):
    """Calls an unpaid order off; if it turns out to be paid, it stays and that is said.

    A tap is meant; typed words could be meant otherwise, so they are asked about.
    """

    def name(self) -> str:
        return "action_payment_cancel"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        return canceled(shop, turn) if turn.is_tap else cancel_asked(shop, turn)


class PaymentEvent(ShopAction):
    """One of our own events: tells it once."""

    keeps = True
    told_as = ""

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        order = shop.orders.by_id(str(turn.entity("order_id") or ""))
        if order is None or _told(turn, f"{self.told_as}:{order.id}"):
            return Reply()
        return self.tell(shop, turn, order)

    @abstractmethod
    def tell(self, shop: Shop, turn: Turn, order: OrderView) -> Reply: ...


class PaymentPaid(PaymentEvent):
    """The money has come: the card turns to paid, and the receipt."""

    told_as = "paid"

    def name(self) -> str:
        return "action_payment_paid"

    def tell(self, shop: Shop, turn: Turn, order: OrderView) -> Reply:
        return paid(shop, turn, order) if order.payment in ("paid", "over") else Reply()


class PaymentExpired(PaymentEvent):
    """The link ran out: the things went back, a new link is offered."""

    told_as = "closed"

    def name(self) -> str:
        return "action_payment_expired"

    def tell(self, shop: Shop, turn: Turn, order: OrderView) -> Reply:
        return expired(shop, turn, order) if order.state == "closed" else Reply()


class PaymentDeclined(ShopAction):
    """The bank said no to a try; the link is still open. Every try is told."""

    keeps = True

    def name(self) -> str:
        return "action_payment_declined"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        order = shop.orders.by_id(str(turn.entity("order_id") or ""))
        if order is None or order.state != "awaiting_payment":
            return Reply()
        before = turn.slots.get("declined") or {}
        times = 1 + int(before.get("times") or 0) if before.get("order") == order.id else 1
        counted = SlotSet("declined", {"order": order.id, "times": times})
        return Reply(more=(declined(shop, turn, order), *helped(shop, turn, order, times)), events=(counted,))


class PaymentRefund(ShopAction):
    """Money is on its way back."""

    keeps = True

    def name(self) -> str:
        return "action_payment_refund"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        order = shop.orders.by_id(str(turn.entity("order_id") or ""))
        return Reply("utter_payment_refund", {"number": order.number}) if order else Reply()


def paid(shop: Shop, turn: Turn, order: OrderView) -> Reply:
    deck = Deck(shop, turn.locale)
    facts = {"number": order.number, "total": order.total, "email": order.email, "card": order.card_last4}
    at = clock(order.paid_at or order.created, turn.locale, shop.store.timezone)
    card = {**payment_of(deck, order, "paid"), "detail": deck.label("paid_at", time=at, card=order.card_last4 or "…")}
    first = Reply("utter_payment_done", facts, card)
    second = Reply("utter_payment_received", facts, receipt_card(deck, order))
    names = ("cart_last", "quote_id", "checkout_confirmed", "complement")
    cleared = tuple(SlotSet(name, None) for name in names)
    return Reply(more=(first, second), events=(*_tell(turn, f"paid:{order.id}"), *cleared))


def standing(shop: Shop, turn: Turn, order: OrderView) -> Reply:
    """How an unpaid order stands."""
    if order.state == "closed":
        return expired(shop, turn, order)
    if order.live_payment == "declined":
        return declined(shop, turn, order)
    state = "waiting" if order.live_payment == "waiting" else "ready"
    return _news(shop, turn, order, f"utter_payment_{state}", payment_of(Deck(shop, turn.locale), order, state))


def declined(shop: Shop, turn: Turn, order: OrderView) -> Reply:
    card = payment_of(Deck(shop, turn.locale), order, "declined")
    return _news(shop, turn, order, "utter_payment_declined", card, (offer(do="renew"),))


def helped(shop: Shop, turn: Turn, order: OrderView, times: int) -> tuple[Reply, ...]:
    """Where much is at stake a person comes at the first no, else one is offered at the second."""
    high = shop.store.support.high_value
    if times == 1 and high is not None and order.total >= high:
        return (called(shop, turn, "high_value"),)
    return (trouble(),) if times >= TRIES else ()


def trouble() -> Reply:
    """The bank has said no more than once: a person may know what to do."""
    return Reply("utter_payment_trouble", events=(offer(do="handoff", reason="payment_failed"),))


def expired(shop: Shop, turn: Turn, order: OrderView) -> Reply:
    events = (*_tell(turn, f"closed:{order.id}"), offer(do="renew"))
    card = payment_of(Deck(shop, turn.locale), order, "expired")
    return _news(shop, turn, order, "utter_payment_expired", card, events)


def _news(
    shop: Shop, turn: Turn, order: OrderView, response: str, card: Card, events: tuple[Event, ...] = ()
) -> Reply:
    """The card as it stands now, in its old place, and the news as a sentence of its own below."""
    facts = _facts(shop, turn, order)
    return Reply(more=(Reply("utter_payment_card", facts, card), Reply(response, facts)), events=events)


def renewed(shop: Shop, turn: Turn) -> Reply:
    try:
        return placed(shop, turn, shop.payments.renew(turn.conversation))
    except OutOfStock as no:
        return Reply("utter_payment_gone_meanwhile", no.facts)


def cancel_asked(shop: Shop, turn: Turn) -> Reply:
    """What would be called off, and whether that is meant."""
    order = shop.orders.latest(turn.conversation)
    if order is None or order.state != "awaiting_payment":
        return canceled(shop, turn)
    return Reply("utter_payment_cancel_sure", _facts(shop, turn, order), events=(offer(do="cancel"),))


def canceled(shop: Shop, turn: Turn) -> Reply:
    order = shop.payments.cancel(turn.conversation)
    if order.payment in ("paid", "over"):
        return Reply("utter_payment_cancel_paid", {"number": order.number})
    deck = Deck(shop, turn.locale)
    card = {**payment_of(deck, order, "expired"), "detail": deck.label("called_off")}
    return _news(shop, turn, order, "utter_payment_canceled", card, _tell(turn, f"closed:{order.id}"))


def _paid_before(shop: Shop, turn: Turn, order: OrderView) -> Reply:
    return Reply("utter_payment_paid_before", {"number": order.number, "total": order.total})


def _facts(shop: Shop, turn: Turn, order: OrderView) -> dict[str, object]:
    until = clock(order.held_until, turn.locale, shop.store.timezone) if order.held_until else ""
    return {"number": order.number, "total": order.total, "until": until}


def _told(turn: Turn, what: str) -> bool:
    return what in (turn.slots.get("told") or ())


def _tell(turn: Turn, what: str) -> tuple[Event, ...]:
    """Remembers the last few things told."""
    return (SlotSet("told", [*(turn.slots.get("told") or ()), what][-20:]),)
