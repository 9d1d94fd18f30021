"""Checkout skill: facts in any order, corrections, a yes bound to what was listed."""

from __future__ import annotations

import pytest

from actions.checkout import AskAddress, AskConfirmed, AskDelivery, CheckoutPlace, ValidateCheckout
from floorwalker.testing.shop_bench import ADDRESS


@pytest.fixture
def form(talk, bench):
    bench.shop.carts.add("c1", "JKT-M", 1)
    talk.loop = "checkout_form"
    return talk


def test_an_empty_cart_ends_the_form_at_once(talk):
    assert talk.turn(ValidateCheckout, "check out", "checkout_start").slots["requested_slot"] is None
    assert talk.turn(CheckoutPlace).responses == ["utter_cart_empty"]


def test_what_is_missing_is_asked_in_order(form):
    assert form.turn(ValidateCheckout, "check out", "checkout_start").slots["requested_slot"] == "checkout_email"
    assert form.turn(ValidateCheckout, "anna@example.com", "inform").slots["requested_slot"] == "checkout_address"
    assert form.turn(ValidateCheckout, ADDRESS, "product_search").slots["requested_slot"] == "checkout_delivery"
    said = form.turn(ValidateCheckout, "express", "inform")
    assert said.slots["requested_slot"] == "checkout_confirmed"


def test_several_facts_in_one_message_are_all_taken(form, bench):
    said = form.turn(ValidateCheckout, f"check out, anna@example.com, {ADDRESS}", "checkout_start")
    assert said.slots["requested_slot"] == "checkout_delivery"
    draft = bench.shop.checkout.draft("c1")
    assert (draft.email, draft.address.street) == ("anna@example.com", "Lindenweg 4")


def test_only_the_missing_part_of_an_address_is_asked(form, bench):
    bench.shop.checkout.set_address("c1", "Lindenweg 4")
    assert form.turn(AskAddress).responses == ["utter_ask_checkout_address_place"]


def test_a_question_in_between_is_left_to_the_rules(form):
    form.slots["requested_slot"] = "checkout_address"
    said = form.turn(ValidateCheckout, "how long does delivery take?", "faq")
    assert (said.responses, said.events) == ([], [])


@pytest.mark.parametrize("intent", ["EXTERNAL_payment_paid", "handoff_request"])
def test_what_is_no_answer_fills_nothing(form, intent):
    form.slots["requested_slot"] = "checkout_delivery"
    assert form.turn(ValidateCheckout, "standard", intent).events == []


def test_an_unreadable_email_is_said_and_asked_again(form):
    form.slots["requested_slot"] = "checkout_email"
    said = form.turn(ValidateCheckout, "anna@", "inform")
    assert said.responses == ["utter_checkout_unread_email"]
    assert said.slots["requested_slot"] == "checkout_email"


def test_an_answer_refused_for_the_third_time_brings_the_offer_of_a_person(form, bench):
    form.slots["requested_slot"] = "checkout_email"
    said = [form.turn(ValidateCheckout, "anna@", "inform") for _ in range(3)]
    assert [one.responses for one in said] == [
        ["utter_checkout_unread_email"], ["utter_checkout_unread_email"],
        ["utter_checkout_unread_email", "utter_fallback_person_meanwhile"],
    ]  # fmt: skip
    assert form.slots["offer"] == {"do": "handoff", "reason": "refused"}
    assert said[2].slots["requested_slot"] == "checkout_email" and form.slots["checkout_email"] is None


def test_an_answer_that_is_taken_begins_the_count_anew(form):
    form.slots["requested_slot"] = "checkout_email"
    for words in ("anna@", "anna@", "anna@example.com"):
        form.turn(ValidateCheckout, words, "inform")
    assert form.slots["fallbacks"] is None
    said = form.turn(ValidateCheckout, "no, bert@", "inform")
    assert said.responses == ["utter_checkout_unread_email"] and form.slots["fallbacks"] == 1


def ready(form, bench):
    bench.quoted("c1")
    form.slots["requested_slot"] = "checkout_confirmed"
    return form.turn(AskConfirmed)


def test_the_summary_lists_everything_and_its_button_carries_the_quote(form, bench):
    said = ready(form, bench)
    quote = bench.shop.checkout.quote("c1")
    assert said.responses == ["utter_ask_checkout_confirmed"]
    assert said.card["actions"][0]["payload"] == f'/checkout_confirm{{"quote_id": "{quote.id}"}}'
    assert [row["kind"] for row in said.card["sums"]] == ["subtotal", "delivery", "total", "included_tax"]
    assert form.slots["quote_id"] == quote.id


def test_the_same_summary_is_not_listed_twice(form, bench):
    ready(form, bench)
    assert form.turn(AskConfirmed, "how long", "faq").responses == ["utter_ask_checkout_confirmed_again"]


def test_a_yes_places_exactly_what_was_listed(form, bench):
    ready(form, bench)
    assert form.turn(ValidateCheckout, "yes", "affirm").slots["checkout_confirmed"] == form.slots["quote_id"]
    said = form.turn(CheckoutPlace, "yes", "affirm")
    assert said.responses == ["utter_payment_link"]
    assert said.card["key"] == f"payment:{bench.shop.orders.latest('c1').id}"
    assert bench.pieces() == (3, 1)


def test_a_change_after_the_listing_places_nothing_and_lists_again(form, bench):
    ready(form, bench)
    form.turn(ValidateCheckout, "yes", "affirm")
    bench.shop.carts.set_quantity("c1", "JKT-M", 2)
    said = form.turn(CheckoutPlace, "yes", "affirm")
    assert (said.responses, said.followups) == (["utter_checkout_changed"], ["checkout_form"])
    assert bench.pieces() == (3, 0)


def test_a_tap_on_an_old_summary_places_nothing(form, bench):
    ready(form, bench)
    bench.shop.checkout.set_delivery("c1", "express")
    form.tap(ValidateCheckout, "checkout_confirm", quote_id=form.slots["quote_id"])
    assert form.turn(CheckoutPlace).responses == ["utter_checkout_changed"]


def test_a_correction_after_the_summary_is_taken_and_not_a_yes(form, bench):
    ready(form, bench)
    said = form.turn(ValidateCheckout, "no, my street is Hauptstr. 5", "deny")
    assert said.slots["requested_slot"] == "checkout_confirmed"
    assert said.slots["checkout_confirmed"] is None
    assert bench.shop.checkout.draft("c1").address.street == "Hauptstr. 5"


def test_a_correction_without_the_fact_is_asked_for(form, bench):
    ready(form, bench)
    said = form.turn(ValidateCheckout, "the address is wrong", "checkout_correct")
    assert said.slots["requested_slot"] == "checkout_address"
    assert form.turn(AskAddress).responses == ["utter_ask_checkout_address_new"]


def test_a_no_orders_nothing_and_offers_what_to_change(form, bench):
    ready(form, bench)
    assert form.turn(ValidateCheckout, "no", "deny").slots["requested_slot"] is None
    assert form.turn(CheckoutPlace, "no", "deny").responses == ["utter_checkout_kept"]
    assert bench.pieces() == (3, 0)


def test_check_out_at_the_summary_is_no_yes(form, bench):
    ready(form, bench)
    assert form.turn(ValidateCheckout, "check out", "checkout_start").slots["checkout_confirmed"] is None
    assert form.turn(ValidateCheckout, "ok order", "checkout_start").slots["checkout_confirmed"]


def test_the_last_piece_gone_at_the_yes_is_said_with_an_alternative(form, bench):
    bench.quoted("c1", "JKT-L", 2)
    form.turn(AskConfirmed)
    bench.placed("c2", "JKT-L", 2)
    form.slots["requested_slot"] = "checkout_confirmed"
    said = form.turn(ValidateCheckout, "yes", "affirm")
    assert said.slots["requested_slot"] is None
    said = form.turn(CheckoutPlace, "yes", "affirm")
    assert said.responses == ["utter_checkout_gone", "utter_stock_gone_instead"]
    assert said.slots["offer"] == {"do": "add", "sku": "JKT-M"}


def test_the_ways_to_deliver_are_choices_in_the_language_of_the_talk(form):
    form.slots["language"] = "de"
    titles = [button["title"] for button in form.turn(AskDelivery).card["actions"]]
    assert titles[0] == "Standardversand"
