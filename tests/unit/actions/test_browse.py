"""Browse, product, FAQ and smalltalk skills."""

from __future__ import annotations

from actions.browse import ProductBrowse, ProductMore, ProductRecommend, ProductSearch
from actions.faq import Faq
from actions.product import Choose, ProductAvailability, ProductDetails
from actions.smalltalk import Affirm, Deny, Fallback, Greet, Language, Stop


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
    assert talk.turn(Affirm, "yes", "affirm").responses == ["utter_cart_added"]
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


def test_the_fallback_never_says_the_same_twice_in_a_row(talk):
    said = [talk.turn(Fallback, "xyzzy", "nlu_fallback").responses[0] for _ in range(6)]
    assert all(one != other for one, other in zip(said, said[1:], strict=False))


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
