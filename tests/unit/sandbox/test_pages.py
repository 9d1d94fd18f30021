"""The hosted pages: outcomes and no card field, safe to open, usable by everybody, in the buyer's language."""

import json
import re
from html.parser import HTMLParser

import pytest

from floorwalker.sandbox.speech import LANGUAGES, Speech, file, speech


def path(url):
    return url.removeprefix("http://127.0.0.1:8100")


class Elements(HTMLParser):
    """Tags with attributes, and ids that something points to."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def named(self, tag):
        return [attrs for name, attrs in self.found if name == tag]


def test_the_page_offers_outcomes_and_never_a_card_field(bench):
    status, headers, html = bench.browse(path(bench.open().url))
    page = Elements(html)
    assert (status, headers["Cache-Control"], headers["X-Frame-Options"]) == (200, "no-store", "DENY")
    assert [(i["type"], i["name"]) for i in page.named("input")] == [("radio", "outcome")] * 6 + [("email", "email")]
    assert [i["value"] for i in page.named("input")[:6]] == [
        "pay", "decline", "challenge", "challenge_declined", "leave", "expire",
    ]  # fmt: skip
    assert "€207.40" in html and "Kelder rain jacket" in html and "Order o1" in html
    assert "no money moves here" in html
    assert not re.search(r'autocomplete="cc-|name="card', html)


def test_nothing_stands_inline_and_everything_comes_from_here(bench):
    _, headers, html = bench.browse(path(bench.open().url))
    assert not re.search(r"<script|<style|style=|\son\w+=", html)
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'; style-src 'self'" in policy
    assert "form-action 'self' http://127.0.0.1:8000;" in policy
    status, css, text = bench.browse("/c/pay.css")
    assert (status, css["Content-Type"], "prefers-color-scheme: dark" in text) == (200, "text/css; charset=utf-8", True)


def test_a_reader_hears_what_everything_is(bench):
    _, _, html = bench.browse(path(bench.open().url))
    page = Elements(html)
    assert [attrs["lang"] for attrs in page.named("html")] == ["en"]
    assert "<title>Pay the shop (sandbox)</title>" in html
    assert len(page.named("h1")) == len(page.named("main")) == len(page.named("legend")) == 1
    assert len(page.named("label")) == len(page.named("input"))
    ids = {attrs["id"] for _, attrs in page.found if "id" in attrs}
    assert {attrs["aria-describedby"] for _, attrs in page.found if "aria-describedby" in attrs} <= ids
    assert all(attrs["aria-hidden"] == "true" for attrs in page.named("svg"))


def test_what_others_wrote_is_escaped(bench):
    params = bench.params(client_reference_id="<b>$until", customer_email='"><i>@example.org')
    params["line_items"][0]["price_data"]["product_data"]["name"] = "<script>$amount"
    _, _, html = bench.browse(path(bench.gateway.create(params, "k").url))
    assert "&lt;script&gt;$amount" in html and "&lt;b&gt;$until" in html and "&quot;&gt;&lt;i&gt;" in html
    assert "<script>" not in html


def test_pictures_of_the_articles_are_shown(bench):
    params = bench.params()
    params["line_items"][0]["price_data"]["product_data"]["images"] = ["http://127.0.0.1:8000/jacket.svg"]
    _, headers, html = bench.browse(path(bench.gateway.create(params, "k").url))
    assert Elements(html).named("img") == [{"class": "pic", "src": "http://127.0.0.1:8000/jacket.svg", "alt": ""}]
    assert "img-src 'self' http://127.0.0.1:8000" in headers["Content-Security-Policy"]


def test_paying_leads_back_to_the_shop(bench):
    session = bench.open()
    status, headers, _ = bench.browse(path(session.url), "outcome=pay&email=jo%40example.org")
    assert (status, headers["Location"]) == (303, f"http://127.0.0.1:8000/pay/return?sid={session.id}")
    assert bench.gateway.retrieve(session.id).payment_status == "paid"
    told = bench.sandbox.context.store.find(session.id)
    assert told["customer_details"]["email"] == "jo@example.org"


def test_a_decline_is_said_on_the_page_and_can_be_tried_again(bench):
    session = bench.open()
    status, headers, _ = bench.browse(path(session.url), "outcome=decline")
    assert (status, headers["Location"]) == (303, path(session.url))
    _, _, html = bench.browse(headers["Location"])
    assert 'role="alert">The bank said no: Your card was declined. Nothing was charged.' in html
    assert bench.browse(path(session.url), "outcome=pay")[0] == 303
    assert bench.gateway.retrieve(session.id).payment_status == "paid"


@pytest.mark.parametrize(("answer", "state"), [("approve", "complete"), ("refuse", "open")])
def test_the_bank_asks_on_a_page_of_its_own(bench, answer, state):
    session = bench.open()
    bank = bench.browse(path(session.url), "outcome=challenge")[1]["Location"]
    status, _, html = bench.browse(bank)
    assert (status, "Confirm this payment" in html, "3184" in html) == (200, True, True)
    shop = f"http://127.0.0.1:8000/pay/return?sid={session.id}"
    onward = bench.browse(bank, f"answer={answer}")[1]["Location"]
    assert onward == (shop if answer == "approve" else path(session.url))
    assert bench.gateway.retrieve(session.id).status == state
    assert bench.browse(bank, "answer=approve")[1]["Location"] == onward  # the second answer changes nothing
    assert bench.gateway.retrieve(session.id).status == state


def test_leaving_leads_to_the_cart_and_changes_nothing(bench):
    session = bench.open()
    assert bench.browse(path(session.url), "outcome=leave")[1]["Location"] == "http://127.0.0.1:8000/pay/cancel"
    assert bench.gateway.retrieve(session.id) == session


def test_letting_it_expire(bench):
    session = bench.open()
    where = bench.browse(path(session.url), "outcome=expire")[1]["Location"]
    status, _, html = bench.browse(where)
    assert (status, "The link ran out" in html, "pay/cancel" in html) == (200, True, True)
    assert bench.gateway.retrieve(session.id).status == "expired"


def test_a_paid_page_takes_no_second_payment(bench):
    session = bench.open()
    bench.buyer(session.id, "pay")
    status, _, html = bench.browse(path(session.url), "outcome=pay")
    assert (status, "Done already" in html) == (200, True)
    assert len(list(bench.sandbox.context.store.all("charge"))) == 1


@pytest.mark.parametrize("form", ["outcome=dance", "outcome[a]=pay", ""])
def test_an_unread_choice_is_asked_again(bench, form):
    status, _, html = bench.browse(path(bench.open().url), form)
    assert (status, "Please choose" in html) == (422, True)


@pytest.mark.parametrize("address", ["/c/pay/cs_0", "/c/pay/3ds/pi_0", "/c/other/x", "/c/"])
def test_an_unknown_page(bench, address):
    status, headers, html = bench.browse(address)
    assert (status, headers["X-Frame-Options"], "No such page" in html) == (404, "DENY", True)


def test_the_page_speaks_the_language_of_the_talk(bench):
    session = bench.gateway.create(bench.params(locale="de"), "k")
    _, _, html = bench.browse(path(session.url))
    assert [attrs["lang"] for attrs in Elements(html).named("html")] == ["de"]
    assert "207,40\u00a0€ zahlen" in html and "Was soll die Bank tun?" in html and "What shall" not in html
    bench.browse(path(session.url), "outcome=decline")
    assert "Die Bank hat abgelehnt: Deine Karte wurde abgelehnt." in bench.browse(path(session.url))[2]
    bank = bench.browse(path(session.url), "outcome=challenge")[1]["Location"]
    assert "Diese Zahlung bestätigen" in bench.browse(bank)[2]
    bench.browse(bank, "answer=refuse")
    assert "Die Bestätigung bei der Bank ist fehlgeschlagen." in bench.browse(path(session.url))[2]
    bench.browse(path(session.url), "outcome=pay")
    assert "Schon erledigt" in bench.browse(path(session.url))[2]


@pytest.mark.parametrize(("locale", "language"), [("de-AT", "de"), ("auto", "en"), (None, "en"), ("fr", "en")])
def test_a_language_without_words_is_english(locale, language):
    assert speech(locale).language == language


def test_every_language_has_the_same_words_and_facts():
    facts = re.compile(r"\$\w+")
    first, *others = (json.loads(file(f"words.{language}.json")) for language in LANGUAGES)
    for words in others:
        assert words.keys() == first.keys()
        assert {key: facts.findall(words[key]) for key in words} == {key: facts.findall(first[key]) for key in first}


@pytest.mark.parametrize(
    ("language", "minor", "currency", "written"),
    [
        ("en", 20740, "eur", "€207.40"),
        ("en", 5, "usd", "$0.05"),
        ("en", 1234567, "chf", "CHF 12,345.67"),
        ("en", 1200, "jpy", "¥1,200"),
        ("de", 1234567, "eur", "12.345,67\u00a0€"),
        ("de", 1234567, "chf", "12.345,67\u00a0CHF"),
    ],
)
def test_money_on_the_page(language, minor, currency, written):
    assert Speech(language).money(minor, currency) == written
