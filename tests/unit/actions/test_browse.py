"""Browse, product, FAQ and smalltalk skills."""

from __future__ import annotations

from actions.browse import ProductBrowse, ProductMore, ProductRecommend, ProductSearch
from actions.fallback import Fallback
from actions.faq import Faq
from actions.product import Choose, ProductAvailability, ProductDetails
from actions.smalltalk import Affirm, Back, Complaint, Deny, Greet, Language, Stop


def test_the_directory_lists_the_departments(talk):
    said = talk.turn(ProductBrowse)
    assert [row["title"] for row in said.card["actions"]] == ["Rain"]


def test_a_search_shows_and_remembers_what_it_found(talk):
    said = talk.turn(ProductSearch, "kelder", "product_search")
    assert said.responses == ["utter_search_one"]
    assert [item["title"] for item in said.card["items"]] == ["Kelder rain jacket"]
    assert talk.slots["shown"] == ["jacket"]
    assert talk.turn(ProductMore).responses == ["utter_search_no_more"]


def test_nothing_found_offers_the_departments(talk):
    assert talk.turn(ProductSearch, "zeppelin", "product_search").responses == ["utter_search_nothing"]


def test_more_of_nothing_is_the_directory(talk):
    assert talk.turn(ProductMore).responses == ["utter_product_directory"]


def test_a_plain_colour_word_is_explained_and_few_are_counted(talk):
    talk.turn(ProductSearch, "kelder", "product_search")
    said = talk.turn(ProductAvailability, "do you have it in grey m", "product_availability")
    assert said.responses in (["utter_stock_few_named"], ["utter_stock_options"])


def test_one_variant_with_few_left_says_how_many(talk):
    said = talk.tap(ProductAvailability, "product_availability", product_id="jacket", size="M", colour="slate")
    assert said.responses == ["utter_stock_few"]
    assert said.card["stock"] == {"state": "few", "left": 3}


def test_a_sold_out_variant_names_the_nearest_and_a_yes_takes_it(talk, bench):
    bench.placed("c2", "JKT-M", 3)
    said = talk.tap(ProductAvailability, "product_availability", product_id="jacket", size="M", colour="slate")
    assert said.responses == ["utter_stock_gone_instead"]
    assert talk.turn(Affirm, "yes", "affirm").responses == ["utter_cart_added_meanwhile", "utter_cart_complement"]
    assert [line.sku for line in bench.shop.carts.show("c1").lines] == ["JKT-L"]


def test_details_answer_the_aspect_asked(talk):
    talk.slots["product_id"] = "jacket"
    assert talk.turn(ProductDetails, "how much is it", "product_details").responses == ["utter_details_price"]
    assert talk.turn(ProductDetails, "tell me more", "product_details").responses == ["utter_details"]


def test_what_goes_with_it_is_offered(talk, bench):
    talk.slots["product_id"] = "jacket"
    assert talk.turn(ProductRecommend, "what goes with it", "product_recommend").responses == ["utter_recommend_with"]
    talk.turn(Affirm, "yes", "affirm")
    assert [line.sku for line in bench.shop.carts.show("c1").lines] == ["CAP"]


def test_the_fifth_of_nothing_is_answered(talk):
    said = talk.turn(Choose, "number five", "choose", reference={"index": 5})
    assert said.responses == ["utter_product_nothing_shown"] or said.messages


def test_a_faq_is_answered_from_the_stores_facts(talk):
    said = talk.tap(Faq, "faq", topic="returns")
    assert said.responses == ["utter_faq/returns"]
    assert said.messages[0]["returns_days"] == 30


def test_the_fallback_climbs_three_rungs_and_a_person_is_a_yes_away(talk):
    said = [talk.turn(Fallback, "xyzzy", "nlu_fallback") for _ in range(3)]
    assert [one.responses for one in said[1:]] == [["utter_fallback_again"], ["utter_fallback_person"]]
    assert [button["title"] for button in said[1].card["actions"]][0] == "See the departments"
    assert talk.turn(Affirm, "yes", "affirm").responses == ["utter_handoff_nobody"]


def test_what_is_likely_meant_comes_first(talk):
    said = talk.turn(Fallback, "xyzzy", "nlu_fallback", ranking=["order_status", "cart_show", "smalltalk"])
    assert said.responses == ["utter_fallback_first"]
    titles = [button["title"] for button in said.card["actions"]]
    assert titles == ["Where my order is", "See my cart", "Ask a person"]


def test_whatever_is_understood_begins_the_ladder_anew(talk):
    talk.turn(Fallback, "xyzzy", "nlu_fallback")
    talk.tap(Faq, "faq", topic="returns")
    assert talk.slots["fallbacks"] is None


def test_inside_the_form_the_ladder_ends_at_a_person_and_the_form_stays(talk):
    talk.loop, talk.slots["requested_slot"] = "checkout_form", "checkout_address"
    said = [talk.turn(Fallback, "xyzzy", "nlu_fallback") for _ in range(3)]
    assert [one.responses[0] for one in said] == [
        "utter_checkout_unread_address", "utter_fallback_meanwhile", "utter_fallback_person_meanwhile",
    ]  # fmt: skip
    assert [one.followups for one in said] == [[], [], []]


def test_back_shows_again_what_was_shown_and_without_anything_the_directory(talk):
    assert talk.turn(Back, "go back", "back").responses == ["utter_back_directory"]
    talk.slots["shown"] = ["jacket"]
    said = talk.turn(Back, "go back", "back")
    assert (said.responses, len(said.card["items"])) == (["utter_back_list"], 1)


def test_anger_is_offered_a_person_and_a_yes_lays_the_checkout_by(talk):
    assert talk.turn(Complaint, "this is terrible", "complaint").responses == ["utter_complaint"]
    talk.loop = "checkout_form"
    said = talk.turn(Affirm, "yes", "affirm")
    assert (said.responses, said.slots["interrupted"]) == (["utter_handoff_nobody"], ["checkout_form"])


def test_inside_the_form_the_fallback_says_what_could_not_be_read(talk):
    talk.loop, talk.slots["requested_slot"] = "checkout_form", "checkout_address"
    assert talk.turn(Fallback, "xyzzy", "nlu_fallback").responses == ["utter_checkout_unread_address"]


def test_a_yes_or_no_to_nothing_is_answered(talk):
    assert talk.turn(Affirm, "yes", "affirm").responses == ["utter_affirm"]
    assert talk.turn(Deny, "no", "deny").responses == ["utter_deny"]


def test_greeting_language_and_stop(talk):
    assert talk.turn(Greet, "hi", "greet").responses == ["utter_greet", "utter_greet_person"]
    assert talk.turn(Language, "auf deutsch", "language").slots == {"language": "de"}
    assert talk.turn(Stop, "stop", "stop").responses == ["utter_stopped"]
