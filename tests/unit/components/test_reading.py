"""The pure parts of reading: several wishes, short answers in their context, days, FAQ keys."""

from __future__ import annotations

import warnings
from datetime import date

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from components.clauses import Clause, main_intent, parts, wishes
    from components.context import Context, after, of_slots, read
    from components.dates import dates
    from components.faq import among

TODAY = date(2026, 3, 4)
"""A Wednesday."""


def whole(text, intent="out_of_scope", confidence=0.3):
    return Clause(text, 0, len(text), intent, confidence)


def clauses(text, *read_as, of="out_of_scope"):
    rankings = [[(intent, confidence)] for intent, confidence in read_as]
    return [(c.intent, text[c.start : c.end]) for c in wishes(whole(text, of), parts(text), rankings)]


def test_two_wishes_are_taken_apart():
    text = "Thanks! where is my order, and show me rain jackets"
    found = clauses(text, ("thank", 0.9), ("order_status", 0.9), ("product_search", 0.8))
    assert found == [
        ("thank", "Thanks"), ("order_status", "where is my order"), ("product_search", "show me rain jackets")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("a jacket in black and grey", [("product_search", 0.9), ("inform", 0.9)]),
        ("is it warm, light and dry", [("product_details", 0.9), ("inform", 0.5), ("inform", 0.5)]),
        ("send it to Anna, Lindenweg 4", [("checkout_tell", 0.9), ("checkout_tell", 0.9)]),
        ("where is it, where is my order", [("order_status", 0.9), ("order_status", 0.9)]),
    ],
)
def test_what_is_one_wish_stays_whole(text, read_as):
    assert clauses(text, *read_as, of="product_search") == [("product_search", text)]


def test_a_courtesy_goes_before_the_wish_that_the_whole_message_is():
    assert clauses("hello, boots", ("greet", 0.9), ("inform", 0.9), of="product_search") == [
        ("greet", "hello"), ("product_search", "hello, boots")
    ]  # fmt: skip


def test_the_first_wish_that_is_no_courtesy_leads():
    assert main_intent([whole("hi", "greet"), whole("x", "cart_show"), whole("y", "faq")]).intent == "cart_show"


@pytest.mark.parametrize(
    ("name", "asked"),
    [("utter_ask_checkout_email", "email"), ("action_ask_checkout_address", "address"),
     ("utter_cart_which_option", "option"), ("utter_cart_code_ask", "code"), ("utter_recommend", "yes"),
     ("action_cart_add", "option"), ("action_nobody_knows", "")],
)  # fmt: skip
def test_an_action_says_what_it_asks(name, asked):
    assert after(name).asked == asked


def test_a_list_on_the_screen_is_context():
    assert after("action_product_search") == Context(shown=True)
    asked = {"shown": ["a"], "requested_slot": "checkout_email"}
    assert of_slots(asked, "checkout_form") == Context("email", shown=True, asking=True)
    assert of_slots({"requested_slot": "checkout_email"}, None) == Context()


def entity(text, name, words, value=None):
    start = text.index(words)
    return {"entity": name, "value": value or words, "start": start, "end": start + len(words)}


UNSURE = [("product_search", 0.4), ("affirm", 0.2), ("product_refine", 0.1), ("inform", 0.05)]


@pytest.mark.parametrize(
    ("text", "entities", "context", "meaning"),
    [
        ("M", [("size", "M")], after("utter_cart_which_option"), "inform"),
        ("blue", [("colour", "blue")], Context(), "inform"),
        ("the second", [("reference", "the second", {"index": 2})], Context(shown=True), "choose"),
        ("yes but cheaper", [], Context(shown=True), "product_refine"),
        ("12 Main St", [], after("action_ask_checkout_address"), "checkout_tell"),
        ("do you ship to 12 countries?", [], after("action_ask_checkout_address"), "product_search"),
        ("a@b.example", [("email", "a@b.example")], Context(), "checkout_tell"),
        ("Kelder", [("product", "Kelder")], Context(), "product_search"),
        ("something in blue", [("colour", "blue")], Context(shown=True), "product_refine"),
        ("ok then", [], Context("yes"), "affirm"),
    ],
)
def test_a_short_answer_is_read_by_its_question(text, entities, context, meaning):
    ranked = read(UNSURE, text, [entity(text, *one) for one in entities], context)
    assert ranked[0][0] == meaning
    assert len(ranked) == len({name for name, _ in ranked})


def test_a_bare_cancel_leaves_the_form_that_asks():
    ranking = [("order_cancel", 0.5), ("stop", 0.4)]
    assert read(ranking, "cancel it", [], Context("email", asking=True))[0][0] == "stop"
    assert read(ranking, "cancel it", [], Context())[0][0] == "order_cancel"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("by 24.12. please", "2026-12-24"), ("on May 3rd", "2026-05-03"), ("am 1. Februar", "2027-02-01"),
        ("2026-04-05", "2026-04-05"), ("until tomorrow", "2026-03-05"), ("bestellt gestern", "2026-03-03"),
        ("next friday", "2026-03-06"), ("last monday", "2026-03-02"), ("seit letzten Mittwoch", "2026-02-25"),
    ],
)  # fmt: skip
def test_days_are_read(text, day):
    (found,) = dates(text, TODAY)
    assert found.value == day


@pytest.mark.parametrize("text", ["may i have one", "31.2.2026", "guten morgen", "size 3.5", "march on"])
def test_what_is_no_day_is_not_read(text):
    assert list(dates(text, TODAY)) == []


def test_the_keys_of_a_question_count_among_themselves():
    labels = [("greet", 0.5), ("faq/store", 0.3), ("faq/contact", 0.1)]
    assert among(labels, "faq/") == [("faq/store", pytest.approx(0.75)), ("faq/contact", pytest.approx(0.25))]


BY_NUMBER = {"entity": "order_number", "value": "LL-24817093", "start": 4, "end": 15}


@pytest.mark.parametrize(
    ("ranking", "read_as"),
    [
        ([("inform", 0.9), ("checkout_tell", 0.05)], ("order_status", 0.9)),
        ([("order_status", 0.2), ("faq", 0.15)], ("order_status", 0.5)),
        ([("order_cancel", 0.3), ("stop", 0.2)], ("order_cancel", 0.5)),
        ([("faq", 0.3), ("order_change_items", 0.05)], ("order_status", 0.5)),
    ],
)  # fmt: skip
def test_who_names_an_order_by_its_number_means_one(ranking, read_as):
    assert read(ranking, "and LL-24817093", [BY_NUMBER], Context())[0] == read_as


@pytest.mark.parametrize(
    ("ranking", "also"),
    [
        ([("handoff_request", 0.4)], []),
        ([("payment_check", 0.5)], []),
        ([("faq", 0.8)], []),
        ([("cart_coupon", 0.4)], []),
        ([("product_availability", 0.8)], []),
        ([("cart_add", 0.5)], [{"entity": "product", "value": "kelder", "start": 20, "end": 26}]),
    ],
)  # fmt: skip
def test_an_order_s_number_beside_something_else_decides_nothing(ranking, also):
    assert read(ranking, "the LL-24817093 and a kelder", [BY_NUMBER, *also], Context()) == ranking


@pytest.mark.parametrize("text", ["my postcode is 50667", "meine PLZ ist 50667"])
def test_a_postcode_with_its_name_is_a_fact_of_the_checkout(text):
    postcode = {"entity": "postcode", "value": "50667", "start": len(text) - 5, "end": len(text)}
    assert read([("cart_coupon", 0.5), ("checkout_correct", 0.4)], text, [postcode], Context())[0][0] == "checkout_tell"


@pytest.mark.parametrize("asked", ["address", "email", "code"])
def test_what_a_question_asks_for_may_look_like_an_order_s_number(asked):
    ranking = [("order_status", 0.9), ("checkout_tell", 0.05)]
    read_as = read(ranking, "Hauptstr. 5, LL-24817093 Ort", [BY_NUMBER], Context(asked, asking=True))
    assert read_as[0][0] != "order_status" or read_as == ranking


def test_a_code_that_looks_like_an_order_s_number_is_an_answer():
    code = {"entity": "order_number", "value": "VIP2024", "start": 0, "end": 7}
    assert read([("checkout_tell", 0.5)], "VIP2024", [code], Context("code"))[0][0] == "inform"
