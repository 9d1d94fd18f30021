"""Payment and order skills: told once, from facts just read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.order import OrderService, OrderStatus
from actions.payment import (
    PaymentCancel,
    PaymentCheck,
    PaymentDeclined,
    PaymentExpired,
    PaymentPaid,
    PaymentRenew,
)
from actions.smalltalk import Affirm
from floorwalker.domain.money import Money


def test_the_money_is_told_once_with_a_receipt(talk, bench):
    order = bench.paid().order
    said = talk.tap(PaymentPaid, "EXTERNAL_payment_paid", order_id=order)
    assert said.responses == ["utter_payment_done", "utter_payment_received"]
    assert said.messages[0]["custom"]["state"] == "paid"
    assert said.messages[0]["custom"]["key"] == f"payment:{order}"
    assert said.card["type"] == "receipt"
    assert talk.tap(PaymentPaid, "EXTERNAL_payment_paid", order_id=order).messages == []


def test_i_have_paid_is_believed_after_a_look_and_the_event_is_not_told_again(talk, bench):
    order = bench.placed()
    assert talk.turn(PaymentCheck).responses == ["utter_payment_card", "utter_payment_ready"]
    bench.buyer(bench.session(order.order), "pay")
    assert talk.turn(PaymentCheck).responses == ["utter_payment_done", "utter_payment_received"]
    assert talk.tap(PaymentPaid, "EXTERNAL_payment_paid", order_id=order.order).messages == []
    assert talk.turn(PaymentCheck).responses == ["utter_payment_paid_before"]


@pytest.mark.parametrize("action", [PaymentPaid, PaymentExpired])
def test_an_event_that_is_not_true_says_nothing(talk, bench, action):
    assert talk.tap(action, "EXTERNAL", order_id=bench.placed().order).messages == []
    assert talk.tap(action, "EXTERNAL", order_id="nobody").messages == []


def test_a_decline_keeps_the_link_and_a_yes_gives_it_again(talk, bench):
    order = bench.placed()
    said = talk.tap(PaymentDeclined, "EXTERNAL_payment_failed", order_id=order.order)
    assert said.responses == ["utter_payment_card", "utter_payment_declined"]
    assert (said.messages[0]["custom"]["state"], said.messages[0]["custom"]["url"]) == ("declined", order.url)
    again = talk.turn(Affirm, "yes", "affirm")
    assert again.responses == ["utter_payment_link"]
    assert again.card["url"] == order.url


def test_after_expiry_the_things_are_free_and_a_new_link_is_a_new_order(talk, bench):
    order = bench.placed()
    bench.buyer(bench.session(order.order), "expire")
    bench.shop.payments.sync(bench.session(order.order))
    said = talk.tap(PaymentExpired, "EXTERNAL_payment_expired", order_id=order.order)
    assert said.responses == ["utter_payment_card", "utter_payment_expired"]
    assert bench.pieces() == (3, 0)
    assert talk.turn(PaymentRenew).card["order"] != order.number
    assert bench.pieces() == (3, 1)


def test_a_called_off_payment_is_not_told_again_by_its_event(talk, bench):
    order = bench.placed()
    said = talk.tap(PaymentCancel, "payment_cancel")
    assert said.responses == ["utter_payment_card", "utter_payment_canceled"]
    assert talk.tap(PaymentExpired, "EXTERNAL_payment_expired", order_id=order.order).messages == []


def test_the_status_says_only_what_has_happened(talk, bench):
    assert talk.turn(OrderStatus).responses == ["utter_order_none"]
    bench.placed()
    assert [step["state"] for step in talk.turn(OrderStatus).card["steps"]] == ["now", "todo"]


def test_a_paid_order_is_on_its_way_to_be_packed(talk, bench):
    bench.paid()
    said = talk.turn(OrderStatus)
    assert said.responses == ["utter_order_placed"]
    assert [step["state"] for step in said.card["steps"]] == ["now", "todo", "todo", "todo"]


def test_another_customers_order_is_not_found(talk, bench):
    bench.paid("c2")
    number = bench.shop.orders.latest("c2").number
    assert talk.turn(OrderStatus, "where is it", "order_status", order_number=number).responses == ["utter_order_none"]


def test_an_unpaid_order_is_called_off_a_paid_one_is_for_a_person(talk, bench):
    order = bench.placed()
    assert talk.turn(OrderService, "cancel", "order_cancel").responses == ["utter_payment_cancel_sure"]
    assert bench.shop.orders.by_id(order.order).state == "awaiting_payment"
    assert talk.turn(Affirm, "yes", "affirm").responses == ["utter_payment_card", "utter_payment_canceled"]
    assert bench.shop.orders.by_id(order.order).state == "closed"
    bench.paid()
    assert talk.turn(OrderService, "cancel", "order_cancel").responses == ["utter_order_service_cancel"]
    assert talk.turn(Affirm, "yes", "affirm").responses == ["utter_handoff_nobody"]


def test_words_that_may_mean_calling_off_are_asked_about_first(talk, bench):
    order = bench.placed()
    assert talk.turn(PaymentCancel, "i won't pay", "payment_cancel").responses == ["utter_payment_cancel_sure"]
    assert bench.shop.orders.by_id(order.order).state == "awaiting_payment"


def test_with_much_at_stake_a_person_comes_at_the_first_no(talk, bench):
    bench.shop.desk.open_desk("open")
    support = replace(bench.shop.store.support, high_value=Money(10000, "EUR"))
    object.__setattr__(bench.shop.store, "support", support)
    order = bench.placed()
    said = talk.tap(PaymentDeclined, "EXTERNAL_payment_failed", order_id=order.order)
    assert said.responses == ["utter_payment_card", "utter_payment_declined", "utter_handoff_nobody"]
    found = bench.shop.handoffs.current("c1")
    assert (found.state, found.reason) == ("queued", "high_value")
