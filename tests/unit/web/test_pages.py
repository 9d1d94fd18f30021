"""The shop's pages over a small shop: what they say, in both languages, without JavaScript."""

import re
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from tests.unit.web.fakes import shop_app


@pytest.fixture
def shop():
    return TestClient(shop_app(), raise_server_exceptions=False)


def test_home_asks_first_and_shows_every_floor(shop):
    page = shop.get("/").text
    assert "<h1>Where are you going?</h1>" in page
    assert re.findall(r'class="fl">(\w)', page) == ["2", "1", "G"]
    assert [title for title in ("Rainwear", "Fleece &amp; wool", "Boots") if f">{title}</h2>" in page] != []
    assert page.count('class="item"') == 3
    assert "Sample shop: nothing here is for sale" in page


def test_a_real_shop_has_no_sample_notice():
    assert "Sample shop" not in TestClient(shop_app(sample=False)).get("/").text


@pytest.mark.parametrize(
    ("header", "query", "lang"),
    [
        ("de-DE,de;q=0.9,en;q=0.5", "", "de"),
        ("en;q=0.3,de;q=0.8", "", "de"),
        ("fr", "", "en"),
        ("de", "?lang=en", "en"),
    ],
)
def test_the_language_is_the_shoppers(shop, header, query, lang):
    answer = shop.get("/" + query, headers={"accept-language": header})
    assert f'<html lang="{lang}">' in answer.text
    assert answer.headers["vary"] == "accept-language, cookie"


def test_a_language_that_was_chosen_stays(shop):
    shop.get("/?lang=de")
    assert '<html lang="de">' in shop.get("/c/boots", headers={"accept-language": "en"}).text


def test_german_prices_and_words(shop):
    page = shop.get("/p/rook?lang=de").text
    assert "19,00\xa0€" in page
    assert "In den Warenkorb" in page


def test_a_title_is_text_and_never_markup(shop):
    for address in ("/", "/c/fleece", "/p/rook", "/?q=rook"):
        page = shop.get(address).text
        assert "Rook &lt;beanie&gt;" in page
        assert "<beanie>" not in page


def test_a_search_without_javascript_finds_products(shop):
    assert "/p/gorse" in shop.get("/?q=gorse").text
    assert "Nothing here carries these words" in shop.get("/?q=spaceship").text
    assert "<script>alert" not in shop.get("/?q=<script>alert(1)</script>").text


def test_a_department_can_be_narrowed(shop):
    assert "/p/gorse" in shop.get("/c/boots").text
    assert "/p/gorse" not in shop.get("/c/boots?stock=1").text
    assert "Nothing fits both" in shop.get("/c/boots?stock=1&under=1").text
    assert 'href="/c/boots?under=1"' in shop.get("/c/boots?stock=1&under=1").text


def test_a_department_is_narrowed_by_colour_and_size_and_sorted(shop):
    page = shop.get("/c/rainwear?colour=pine&size=M").text
    assert '<option value="pine" selected>' in page and "/pictures/rain-jacket/pine.svg" in page
    assert "/p/kelder?colour=pine&amp;size=M" in page
    assert "/p/kelder" not in shop.get("/c/rainwear?colour=slate&size=XL&stock=1").text
    assert '<option value="-price" selected>' in shop.get("/c/rainwear?sort=-price").text
    assert "selected" not in shop.get("/c/rainwear?colour=neon&size=%3Cb%3E&sort=worst").text


def test_switches_and_choices_keep_each_other(shop):
    page = shop.get("/c/rainwear?stock=1&colour=pine").text
    assert '<input type="hidden" name="stock" value="1">' in page
    assert 'href="/c/rainwear?colour=pine"' in page
    assert 'href="/c/rainwear?stock=1&amp;colour=pine&amp;under=1"' in page


def test_nothing_found_shows_a_way_on(shop):
    page = shop.get("/c/boots?stock=1&under=1").text
    assert 'href="/c/boots">Show everything</a>' in page
    assert 'data-fw-ask="Boots"' in page
    assert 'data-fw-ask="spaceship"' in shop.get("/?q=spaceship").text


def test_the_variant_of_the_address_is_shown_with_its_stock(shop):
    page = shop.get("/p/kelder?colour=slate&size=M").text
    assert "2 left in Slate, M" in page
    assert "/pictures/rain-jacket/slate.svg" in page
    assert 'data-fw-ask="Add the Kelder rain jacket in Slate, M to my cart"' in page


def test_a_variant_that_is_gone_cannot_be_added(shop):
    page = shop.get("/p/kelder?colour=slate&size=XL").text
    assert "Sold out in Slate, XL" in page
    assert "Add to cart" not in page


def test_more_than_three_are_never_counted(shop):
    page = shop.get("/p/kelder?colour=pine&size=M").text
    assert "In stock" in page
    assert " left" not in page


def test_a_product_promises_what_delivery_costs_and_when_it_comes(shop):
    page = shop.get("/p/kelder?colour=pine&size=M").text
    assert "With you from Friday, 27 November to Monday, 30 November" in page
    assert "€4.90" in page
    german = shop.get("/p/kelder?colour=pine&size=M&lang=de").text
    assert "Bei Ihnen von Freitag, 27. November bis Montag, 30. November" in german


def test_what_is_sold_out_promises_nothing(shop):
    assert "With you" not in shop.get("/p/kelder?colour=slate&size=XL").text


def test_the_merchants_own_sentences_take_the_place_of_the_shipped_ones():
    app = shop_app()
    texts = {"question": {"en": "What for?", "de": "Wofür?"}, "footer": {"en": "Since today."}}
    frame = app.state.storefront
    app.state.storefront = replace(frame, store=replace(frame.store, texts=texts))
    client = TestClient(app)
    assert "<h1>What for?</h1>" in client.get("/").text
    german = client.get("/?lang=de").text
    assert "<h1>Wofür?</h1>" in german and "Since today." in german


def test_an_unknown_option_is_let_go(shop):
    assert shop.get("/p/kelder?colour=neon&size=%3Cb%3E").status_code == 200


@pytest.mark.parametrize("address", ["/c/attic", "/p/ghost", "/pay/return", "/pay/return?sid=stranger", "/nowhere"])
def test_what_is_not_there_says_so(shop, address):
    answer = shop.get(address)
    assert answer.status_code == 404
    assert "This shelf is empty" in answer.text


def test_what_breaks_is_said_without_a_trace(shop):
    shop.app.state.payments_return = lambda session: 1 / 0
    answer = shop.get("/pay/return?sid=any")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.text
    assert "ZeroDivisionError" not in answer.text


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("paid", "€207.40 has arrived"),
        ("checking", "Asking the bank"),
        ("cancelled", "Nothing was charged"),
        ("expired", "went back on the shelf"),
    ],
)
def test_back_from_paying(shop, state, words):
    answer = shop.get(f"/pay/return?sid={state}")
    assert words in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert ("checking.js" in answer.text) == (state == "checking")


def test_cancelling_needs_no_session(shop):
    assert "You came back without paying" in shop.get("/pay/cancel").text


@pytest.mark.parametrize("address", ["/pictures/rain-jacket/slate", "/pictures/rain-jacket-slate"])
def test_pictures_are_kept_long(shop, address):
    drawn = shop.get(f"{address}.svg")
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert "immutable" in drawn.headers["cache-control"]
    assert "<title>slate</title>" in drawn.text
    assert shop.get(f"{address}.png").content.startswith(b"\x89PNG")


@pytest.mark.parametrize("address", ["/pictures/dragon/slate.svg", "/pictures/rain-jacket/slate.gif"])
def test_what_is_not_drawn_is_not_found(shop, address):
    assert shop.get(address).status_code == 404


def test_nothing_is_inline(shop):
    for address in ("/", "/c/rainwear", "/p/kelder", "/pay/return?sid=checking", "/nowhere"):
        page = shop.get(address).text
        assert " style=" not in page
        assert "<style" not in page
        assert not re.search(r"<script(?![^>]*\bsrc=)", page)
        assert not re.search(r"\son\w+=", page)


def test_styles_and_icons_are_served(shop):
    assert shop.get("/theme.css").text.startswith(":root{color-scheme:light dark;")
    icons = shop.get("/static/icons.svg").text
    pages = "".join(shop.get(a).text for a in ("/", "/p/kelder", "/c/boots?stock=1", "/pay/cancel"))
    assert set(re.findall(r"icons\.svg#(\w+)", pages)) <= set(re.findall(r'symbol id="(\w+)"', icons))
