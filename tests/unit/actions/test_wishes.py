"""Several wishes in one message: served in order, held up by a question, and never served twice."""

from __future__ import annotations

from actions.base import wishes_of
from actions.cart import CartAdd, CartRemove
from actions.checkout import ValidateCheckout
from actions.product import Inform


def lines(bench):
    return [(line.sku, line.quantity) for line in bench.shop.carts.show("c1").lines]


def test_a_single_clause_is_no_several_wishes():
    assert wishes_of({"clauses": [{"text": "hi", "intent": "greet", "start": 0, "end": 2}]}) == ()


def test_a_clause_has_its_own_entities_at_its_own_places():
    clauses = [
        {"text": "add two", "intent": "cart_add", "start": 0, "end": 7},
        {"text": "check out", "intent": "checkout_start", "start": 12, "end": 21},
    ]
    entities = [
        {"entity": "quantity", "value": 2, "start": 4, "end": 7},
        {"entity": "also", "value": "checkout_start", "start": 12, "end": 21},
    ]
    one, other = wishes_of({"clauses": clauses, "entities": entities})
    assert [(entity["entity"], entity["start"]) for entity in one["entities"]] == [("quantity", 4)]
    assert [(entity["entity"], entity["start"]) for entity in other["entities"]] == [("also", 0)]


def test_an_add_and_the_way_to_the_till(talk, bench):
    wishes = [("wren cap", "cart_add"), ("check out", "checkout_start")]
    said = talk.turn(CartAdd, "wren cap and check out", "cart_add", wishes=wishes)
    assert said.responses == ["utter_cart_added_meanwhile"]
    assert said.followups == ["checkout_form"]
    assert lines(bench) == [("CAP", 1)]


def test_a_question_holds_up_the_rest_which_comes_with_its_answer(talk, bench):
    wishes = [("kelder", "cart_add"), ("wren cap", "cart_add"), ("check out", "checkout_start")]
    asked = talk.turn(CartAdd, "kelder and wren cap and check out", "cart_add", wishes=wishes)
    assert asked.responses == ["utter_cart_which_option"]
    assert asked.followups == []
    said = talk.turn(Inform, "l", "inform")
    assert said.followups == ["checkout_form"]
    assert lines(bench) == [("JKT-L", 1), ("CAP", 1)]


def test_a_no_to_one_wish_does_not_stop_the_next(talk, bench):
    talk.tap(CartAdd, "cart_add", sku="CAP")
    wishes = [("kelder", "cart_remove"), ("wren cap", "cart_add")]
    said = talk.turn(CartRemove, "kelder out and wren cap in", "cart_remove", wishes=wishes)
    assert said.responses[0] == "utter_cart_which_line"
    assert lines(bench) == [("CAP", 2)]


def test_at_the_till_a_change_of_the_cart_is_served_beside_the_facts(talk, bench):
    talk.tap(CartAdd, "cart_add", sku="CAP")
    talk.loop, talk.slots["requested_slot"] = "checkout_form", "checkout_email"
    wishes = [("wren cap", "cart_add"), ("my mail is jo@example.org", "checkout_tell")]
    said = talk.turn(ValidateCheckout, "wren cap and my mail is jo@example.org", "cart_add", wishes=wishes)
    assert said.responses == ["utter_cart_added_meanwhile"]
    assert bench.shop.checkout.draft("c1").email == "jo@example.org"
    assert lines(bench) == [("CAP", 2)]


def test_what_no_wish_can_serve_is_named_and_nothing_else_happens_for_it(talk, bench):
    wishes = [("wren cap", "cart_add"), ("delete my data.", "privacy_erase")]
    said = talk.turn(CartAdd, "wren cap and delete my data.", "cart_add", wishes=wishes)
    assert said.responses == ["utter_cart_added", "utter_wish_alone"]
    assert said.messages[-1]["words"] == "delete my data"
    assert lines(bench) == [("CAP", 1)]


def test_a_courtesy_is_no_open_wish(talk, bench):
    said = talk.turn(CartAdd, "thanks, wren cap", "cart_add", wishes=[("thanks", "thank"), ("wren cap", "cart_add")])
    assert said.responses == ["utter_cart_added"]
    assert lines(bench) == [("CAP", 1)]


def test_what_is_not_ours_waits_for_the_answer_like_the_rest(talk, bench):
    wishes = [("thanks", "thank"), ("kelder", "cart_add"), ("tell me a joke", "out_of_scope")]
    asked = talk.turn(CartAdd, "thanks, kelder and tell me a joke", "cart_add", wishes=wishes)
    assert asked.responses == ["utter_cart_which_option"]
    said = talk.turn(Inform, "l", "inform")
    assert said.responses[-1] == "utter_wish_beyond"
    assert lines(bench) == [("JKT-L", 1)]


def test_a_courtesy_alone_holds_nothing_up(talk, bench):
    wishes = [("thanks", "thank"), ("kelder", "cart_add")]
    talk.turn(CartAdd, "thanks, kelder", "cart_add", wishes=wishes)
    talk.turn(Inform, "l", "inform")
    assert lines(bench) == [("JKT-L", 1)]
