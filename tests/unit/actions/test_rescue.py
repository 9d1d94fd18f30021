"""Trouble fetches a person where much is at stake; and the same answer for the third time offers one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions import base
from actions.fallback import Fallback, OutOfScope
from actions.rescue import round_and_round
from floorwalker.domain.money import Money
from floorwalker.errors import PaymentUnavailable, Unavailable

REPLY = base.Reply("utter_order_none")


class Breaks(base.ShopAction):
    def name(self):
        return "action_breaks"

    def answer(self, shop, turn):
        raise KeyError(turn.words)


class Waits(Breaks):
    def answer(self, shop, turn):
        raise Unavailable()


class Pays(Breaks):
    def answer(self, shop, turn):
        raise PaymentUnavailable()


class Validates(Breaks):
    def name(self):
        return "validate_checkout_form"


@pytest.fixture
def dear(talk, bench):
    """A cart that is worth a person."""
    support = replace(bench.shop.store.support, high_value=Money(10000, "EUR"))
    object.__setattr__(bench.shop, "store", replace(bench.shop.store, support=support))
    bench.shop.desk.open_desk("open")
    bench.shop.carts.add("c1", "JKT-M")
    return talk


def handoff(bench):
    return bench.shop.handoffs.current("c1")


@pytest.mark.parametrize(
    ("action", "response"),
    [(Breaks, "utter_error_unexpected"), (Waits, "utter_error_unavailable"), (Pays, "utter_payment_unavailable")],
)
def test_what_breaks_with_a_dear_cart_fetches_a_person(dear, bench, action, response):
    assert dear.turn(action, "check out").responses == [response, "utter_handoff_nobody"]
    assert (handoff(bench).state, handoff(bench).reason) == ("queued", "high_value")
    assert handoff(bench).detail == "action_breaks"


def test_what_breaks_otherwise_is_said_and_nobody_is_called(talk, bench):
    assert talk.turn(Breaks, "check out").responses == ["utter_error_unexpected"]
    assert handoff(bench) is None


def test_a_form_that_breaks_stays_open(dear, bench):
    assert dear.turn(Validates, "x").responses == ["utter_error_unexpected"] and handoff(bench) is None


def test_a_second_fault_is_not_told_over_the_first(dear, bench, monkeypatch):
    monkeypatch.setattr(type(bench.shop.handoffs), "ask", lambda *_: 1 / 0)
    assert dear.turn(Breaks, "check out").responses == ["utter_error_unexpected"]


def test_not_understood_with_a_dear_cart_a_person_comes_once(dear, bench):
    said = dear.turn(Fallback, "xyzzy", "nlu_fallback")
    assert said.responses == ["utter_escalation_dear", "utter_handoff_nobody"]
    assert (handoff(bench).reason, handoff(bench).detail) == ("high_value", "fallback")
    bench.shop.handoffs.cancel("c1")
    assert dear.turn(Fallback, "xyzzy", "nlu_fallback").responses == ["utter_fallback_again"]
    assert handoff(bench).state == "abandoned"


def test_beside_the_point_twice_with_a_dear_cart_a_person_comes(dear, bench):
    said = [dear.turn(OutOfScope, "tell me a joke", "out_of_scope").responses for _ in range(2)]
    assert said == [["utter_out_of_scope"], ["utter_escalation_dear", "utter_handoff_nobody"]]


def test_inside_the_checkout_it_is_laid_by(dear, bench):
    dear.loop, dear.slots["requested_slot"] = "checkout_form", "checkout_email"
    said = dear.turn(Fallback, "xyzzy", "nlu_fallback")
    assert said.responses == ["utter_escalation_dear", "utter_handoff_nobody"]
    assert said.slots["interrupted"] == ["checkout_form"]


def test_who_was_told_that_nobody_is_there_is_not_told_again(dear, bench):
    bench.shop.desk.open_desk("closed")
    said = [dear.turn(Fallback, "xyzzy", "nlu_fallback").responses for _ in range(2)]
    assert said == [["utter_escalation_dear", "utter_handoff_closed"], ["utter_fallback_again"]]


def heard(*answers, words="where is it", **slot):
    """Turns before this one: what was answered to each."""
    events = []
    for answer in answers:
        set_ = [{"event": "slot", "name": name, "value": value} for name, value in slot.items()]
        bot = {"event": "bot", "text": "…", "metadata": {"utter_action": answer}}
        events += [{"event": "user", "text": words}, *set_, bot]
    return [*events, {"event": "user", "text": "now"}]


def said(events, reply=REPLY, **turn):
    now = base.Turn("c1", "en", {}, words="and my order?", intent="order_status")
    return [one.response for one in round_and_round(events, replace(now, **turn), reply).messages()]


ALIKE, OFFER = ["utter_order_none"], "utter_escalation_offer"


def test_one_answer_for_the_third_time_running_offers_a_person():
    assert said(heard(*ALIKE * 2)) == [*ALIKE, OFFER]
    assert said(heard(*ALIKE * 2, language="en")) == [*ALIKE, OFFER]
    assert said(heard(*ALIKE * 1)) == ALIKE
    assert said(heard(*ALIKE, "utter_cart_empty")) == ALIKE and said([]) == ALIKE


def test_where_something_moved_between_nobody_is_offered():
    assert said(heard(*ALIKE * 2, product_id="cap")) == ALIKE
    assert said(heard(*ALIKE * 2, words="/order_status")) == ALIKE
    assert said(heard(*ALIKE * 2), replace(REPLY, card={"type": "cart"})) == ALIKE
    for turn in ({"words": "/order_status"}, {"loop": "checkout_form"}, {"intent": "thank"}):
        assert said(heard(*ALIKE * 2), **turn) == ALIKE


def test_after_the_offer_there_is_peace_for_a_turn():
    events = heard(*ALIKE * 2)
    events.insert(-1, {"event": "bot", "text": "…", "metadata": {"utter_action": OFFER}})
    assert said(events) == ALIKE
