"""What is done for a shopper who has had enough."""

from __future__ import annotations

from dataclasses import replace

from actions.escalation import Escalation, detail_of
from actions.smalltalk import Affirm
from floorwalker.domain.money import Money

OFFER = {"call": "offer", "reason": "frustrated", "score": 0.45, "signs": {"cue": 1.0, "caps": 0.0}}
FORCE = {**OFFER, "call": "force", "score": 0.72}


def handoff(bench):
    return bench.shop.handoffs.current("c1")


def test_an_offer_serves_the_wish_first_and_fetches_nobody(talk, bench):
    talk.slots["escalation"] = OFFER
    said = talk.turn(Escalation, "useless, what is in my cart", "cart_show")
    assert said.responses == ["utter_cart_empty", "utter_escalation_offer"]
    assert handoff(bench) is None and talk.slots["escalation"] is None
    talk.turn(Affirm, "yes", "affirm")
    assert handoff(bench).reason == "frustrated"


def test_force_fetches_a_person_and_says_why(talk, bench):
    talk.slots["escalation"] = FORCE
    said = talk.turn(Escalation, "useless", "complaint")
    assert said.responses[0] == "utter_escalation_sorry" and len(said.responses) == 2
    assert (handoff(bench).reason, handoff(bench).detail) == ("frustrated", "score 0.72 cue 1.0")


def test_with_a_dear_cart_an_offer_is_a_fetching(talk, bench):
    shop = bench.shop
    support = replace(shop.store.support, high_value=Money(10000, "EUR"))
    object.__setattr__(shop, "store", replace(shop.store, support=support))
    shop.carts.add("c1", "CAP")
    talk.slots["escalation"] = OFFER
    assert talk.turn(Escalation, "useless", "complaint").responses == ["utter_escalation_offer"]
    shop.carts.add("c1", "JKT-M")
    talk.slots["escalation"] = OFFER
    talk.turn(Escalation, "useless", "complaint")
    assert handoff(bench).reason == "high_value"


def test_the_detail_names_only_what_was_there():
    assert detail_of({}) == ""
    assert detail_of(FORCE) == "score 0.72 cue 1.0"
