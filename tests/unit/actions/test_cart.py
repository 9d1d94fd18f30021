"""Cart skill: what is added, asked, changed, and never touched."""

from __future__ import annotations

from actions.cart import CartAdd, CartChange, CartClear, CartCoupon, CartRemove, CartShow, CartUndo
from actions.product import Inform
from actions.smalltalk import Affirm


def lines(bench):
    return [(line.sku, line.quantity) for line in bench.shop.carts.show("c1").lines]


def test_an_article_without_options_is_added_at_once(talk, bench):
    said = talk.turn(CartAdd, "wren cap please", "cart_add", quantity=2)
    assert said.responses == ["utter_cart_added_several"]
    assert said.card["type"] == "cart"
    assert said.messages[0]["total"] == "€40.10"
    assert lines(bench) == [("CAP", 2)]


def test_money_is_written_in_the_language_of_the_talk(talk):
    talk.slots["language"] = "de"
    said = talk.turn(CartAdd, "wren", "cart_add")
    assert said.messages[0]["total"] == "20,05\xa0€"
    assert said.card["title"] == "Ihr Warenkorb"


def test_a_size_that_cannot_be_made_out_three_times_brings_the_offer_of_a_person(talk, bench):
    talk.turn(CartAdd, "kelder", "cart_add")
    said = [talk.turn(Inform, words, "inform").responses for words in ("size 98", "size 97", "size 96")]
    again = ["utter_cart_which_option"]
    assert said == [again, again, [*again, "utter_escalation_offer"]]
    assert talk.slots["offer"] == {"do": "handoff", "reason": "refused"} and lines(bench) == []
    assert talk.turn(Inform, "M", "inform").responses[0].startswith("utter_cart_added")


def test_an_answered_colour_does_not_count_against_the_size(talk):
    talk.turn(CartAdd, "kelder", "cart_add")
    talk.slots["pending"] = {**talk.slots["pending"], "option": "colour", "refused": 2}
    said = talk.turn(CartAdd, "kelder", "cart_add")
    assert said.responses == ["utter_cart_which_option"] and talk.slots["pending"]["refused"] == 0


def test_another_question_begins_the_count_anew(talk):
    talk.turn(CartAdd, "kelder", "cart_add")
    talk.turn(Inform, "size 98", "inform")
    assert talk.slots["pending"]["refused"] == 1
    talk.turn(CartAdd, "wren cap please", "cart_add")
    talk.turn(CartAdd, "kelder", "cart_add")
    assert talk.slots["pending"]["refused"] == 0


def test_a_missing_size_is_asked_and_then_added_in_the_wanted_number(talk, bench):
    asked = talk.turn(CartAdd, "kelder", "cart_add", quantity=2)
    assert asked.responses == ["utter_cart_which_option"]
    assert [b["title"] for b in asked.card["actions"]] == ["M", "L"]
    said = talk.turn(Inform, "l", "inform")
    assert said.responses[0] == "utter_cart_added_several_meanwhile"
    assert lines(bench) == [("JKT-L", 2)]


def test_a_complement_is_offered_once_a_purchase_and_a_yes_takes_it(talk, bench):
    first = talk.tap(CartAdd, "cart_add", sku="JKT-M")
    assert first.responses == ["utter_cart_added_meanwhile", "utter_cart_complement"]
    assert talk.turn(Affirm, "yes", "affirm").responses == ["utter_cart_added"]
    assert lines(bench) == [("JKT-M", 1), ("CAP", 1)]
    assert talk.tap(CartAdd, "cart_add", sku="JKT-L").responses == ["utter_cart_added"]


def test_what_lies_in_the_cart_is_no_complement(talk):
    talk.tap(CartAdd, "cart_add", sku="CAP")
    talk.slots["complement"] = None
    talk.tap(CartAdd, "cart_add", sku="JKT-L")
    assert talk.slots["complement"] != "cap"


def test_nothing_dearer_is_offered_along(talk):
    assert talk.tap(CartAdd, "cart_add", sku="CAP").responses == ["utter_cart_added"]


def test_of_two_wanted_the_second_waits_for_the_size_of_the_first(talk, bench):
    bench.shop.catalogue.search.resolve = lambda *_: ("jacket", "cap")
    asked = talk.turn(CartAdd, "both of them", "cart_add", reference={"set": "both"})
    assert asked.responses == ["utter_cart_which_option"]
    assert talk.slots["pending"]["then"] == ["cap"]
    said = talk.turn(Inform, "l", "inform")
    assert said.responses[-1] == "utter_cart_added"
    assert lines(bench) == [("JKT-L", 1), ("CAP", 1)]


def test_no_size_l_takes_another_variant_instead(talk, bench):
    talk.tap(CartAdd, "cart_add", sku="JKT-M")
    bench.shop.catalogue.search.wanted = lambda *_: (bench.shop.catalogue.variant("JKT-L"),)
    assert talk.turn(Inform, "no, size l", "inform").responses == ["utter_cart_swapped"]
    assert lines(bench) == [("JKT-L", 1)]


def test_a_size_that_is_sold_out_is_not_offered(talk, bench):
    bench.placed("c2", "JKT-M", 3)
    asked = talk.turn(CartAdd, "kelder", "cart_add")
    assert asked.responses == ["utter_cart_which_option"]
    assert [button["title"] for button in asked.card["actions"]] == ["L"]


def test_too_few_are_said_and_the_rest_is_offered(talk, bench):
    said = talk.tap(CartAdd, "cart_add", sku="JKT-L", quantity=5)
    assert said.responses == ["utter_stock_fewer"]
    assert said.messages[0]["more"] == 2
    assert talk.turn(Affirm, "yes", "affirm").responses[0] == "utter_cart_added_several_meanwhile"
    assert lines(bench) == [("JKT-L", 2)]


def test_make_it_one_changes_the_line_touched_last(talk, bench):
    talk.tap(CartAdd, "cart_add", sku="JKT-M", quantity=2)
    talk.slots["product_id"] = None
    assert talk.turn(CartChange, "actually make it one", "cart_change", quantity=1).responses == ["utter_cart_now_one"]
    assert lines(bench) == [("JKT-M", 1)]


def test_removing_what_is_not_in_the_cart_touches_nothing(talk, bench):
    talk.tap(CartAdd, "cart_add", sku="JKT-M")
    assert talk.turn(CartRemove, "wren out please", "cart_remove").responses == ["utter_cart_which_line"]
    assert lines(bench) == [("JKT-M", 1)]


def test_a_removal_can_be_taken_back(talk, bench):
    talk.tap(CartAdd, "cart_add", sku="CAP")
    assert talk.tap(CartRemove, "cart_remove", sku="CAP").responses == ["utter_cart_removed_last"]
    assert talk.turn(CartUndo).responses == ["utter_cart_restored"]
    assert lines(bench) == [("CAP", 1)]
    assert talk.turn(CartUndo).responses == ["utter_cart_nothing_to_restore"]


def test_clearing_an_empty_cart_says_that_it_is_empty(talk):
    assert talk.turn(CartClear).responses == ["utter_cart_empty"]
    assert talk.turn(CartShow).responses == ["utter_cart_empty"]


def test_a_code_is_asked_for_and_the_next_words_are_it(talk, bench):
    talk.tap(CartAdd, "cart_add", sku="CAP")
    assert talk.turn(CartCoupon, "i have a code", "cart_coupon").responses == ["utter_cart_code_ask"]
    code = bench.shop.store.promotions[0].code
    assert talk.turn(Inform, f"{code.lower()}.", "inform").responses == ["utter_cart_code_applied"]
    assert bench.shop.carts.show("c1").code == code


def test_a_second_wish_in_the_message_is_served_too(talk, bench):
    code = bench.shop.store.promotions[0].code
    said = talk.turn(CartAdd, "wren cap", "cart_add", code=code, also="checkout_start")
    assert said.responses == ["utter_cart_added_meanwhile", "utter_cart_code_applied"]
    assert said.followups == ["checkout_form"]


def test_a_second_wish_waits_for_the_answer_to_the_first(talk):
    said = talk.turn(CartAdd, "kelder", "cart_add", also="checkout_start")
    assert said.responses == ["utter_cart_which_option"]
    assert said.followups == []
