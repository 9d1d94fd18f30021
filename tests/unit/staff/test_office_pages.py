"""The office in a browser: who sees what, what a form does, and that a refusal changes nothing."""

from __future__ import annotations

import csv
import io
import re

import pytest
from starlette.testclient import TestClient

from floorwalker.domain.transcript import Entry
from tests.unit.staff.house import House, csrf

PAGES = {
    "/office": {"merchant", "supervisor"},
    "/office/figures.csv": {"merchant", "supervisor"},
    "/office/orders": {"merchant", "supervisor"},
    "/office/orders.csv": {"merchant", "supervisor"},
    "/office/stock": {"merchant", "supervisor"},
    "/office/stock.csv": {"merchant", "supervisor"},
    "/office/stock/JKT-M": {"merchant"},
    "/office/products": {"merchant", "supervisor"},
    "/office/promotions": {"merchant", "supervisor"},
    "/office/callbacks": {"merchant", "supervisor", "agent"},
    "/office/news": {"merchant", "supervisor"},
    "/office/talks": {"merchant", "supervisor", "privacy"},
    "/office/audit": {"merchant", "privacy"},
    "/office/audit.csv": {"merchant", "privacy"},
}
CHANGES = {
    "/office/orders/{number}/refund": {"amount": "10", "confirmed": "10.00", "why": "late", "form": "f1"},
    "/office/orders/{number}/contact": {},
    "/office/stock/JKT-M": {"seen": "2", "pieces": "9", "why": "counted", "form": "f2"},
    "/office/products/cap": {"hidden": "1"},
    "/office/promotions": {"code": "WELCOME10", "on": "0"},
    "/office/callbacks/{callback}/finish": {"note": "done"},
}


def rows(answer) -> list[list[str]]:
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/csv")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def state(house: House, order: str) -> object:
    """Everything that a change of the office could touch."""
    shop, lists = house.bench.shop, house.rooms.lists
    off = [use.switched_off for use in lists.promotions()]
    hidden = [one.hidden for one in lists.products()]
    waiting, done = lists.callbacks()
    return house.bench.money(order), house.bench.pieces(), off, hidden, len(waiting), len(done), house.audited(), shop


@pytest.fixture
def order(house: House) -> str:
    placed = house.bench.paid()
    house.bench.shop.handoffs.request_callback("c1", "ana@example.com")
    return placed.number


@pytest.mark.parametrize("address", sorted(PAGES))
def test_a_page_opens_for_its_roles_and_for_nobody_else(house: House, order: str, address: str) -> None:
    assert house.visit(None).get(address).headers["location"].startswith("/staff/sign-in?next=")
    for role in ("merchant", "supervisor", "agent", "privacy"):
        assert (house.visit(role).get(address).status_code == 200) == (role in PAGES[address]), role


@pytest.mark.parametrize("address", sorted(CHANGES))
def test_a_change_needs_a_session_a_token_of_it_and_the_role(house: House, order: str, address: str) -> None:
    callback = house.rooms.lists.callbacks()[0][0].id
    at, fields = address.format(number=order, callback=callback), CHANGES[address]
    file = house.rooms.work.order(order)
    before = state(house, file.order.id)
    stranger, merchant, privacy = house.visit(None), house.visit("merchant"), house.visit("privacy")
    assert stranger.post(at, data=fields).headers["location"] == "/staff/sign-in"
    assert merchant.post(at, data=fields).status_code == 403
    assert merchant.post(at, data={**fields, "csrf": csrf(privacy, "/staff/password")}).status_code == 403
    told = {**fields, "csrf": csrf(privacy, "/staff/password")}
    assert privacy.post(at, data=told).status_code == 403
    assert state(house, file.order.id) == before
    mine = {**fields, "csrf": csrf(merchant, "/staff/password")}
    assert merchant.post(at, data=mine).status_code in (200, 303)
    assert state(house, file.order.id) != before
    assert house.audited()[0][0] == "merchant"


def sent(browser: TestClient, address: str, **fields: str):
    return browser.post(address, data={"csrf": csrf(browser, "/staff/password"), **fields})


def test_a_refund_is_listed_before_it_is_sent_and_sent_once(house: House, order: str) -> None:
    browser, at = house.visit(), f"/office/orders/{order}/refund"
    listed = sent(browser, at, amount="12,50", why="damaged")
    assert "Send this money back?" in listed.text and "€12.50" in listed.text and "ending 4242" in listed.text
    assert house.audited() == []
    fields = dict(re.findall(r'name="(form|amount|confirmed|why)" value="([^"]*)"', listed.text))
    first = sent(browser, at, **fields)
    assert first.headers["location"] == f"/office/orders/{order}?done=refund"
    again = sent(browser, at, **fields)
    assert again.status_code == 422 and "sent already" in again.text
    file = house.rooms.work.order(order)
    assert [(one.kind, one.amount.minor) for one in file.ledger] == [("charge", 13390), ("refund", -1250)]
    page = browser.get(f"/office/orders/{order}?done=refund").text
    assert "The refund is on its way" in page and "−€12.50" in page and "merchant sent the refund" in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"amount": "133.91", "why": "late"}, "more than can go back"),
        ({"amount": "133.91", "why": "late", "confirmed": "133.91", "form": "x"}, "more than can go back"),
        ({"amount": "0", "why": "late"}, "more than can go back"),
        ({"amount": "-1", "why": "late"}, "could not read that amount"),
        ({"amount": "1e3", "why": "late"}, "could not read that amount"),
        ({"amount": "1", "why": "fun"}, "Choose one of the reasons"),
        ({"amount": "1", "why": "late", "confirmed": "1.00"}, "sent already"),
    ],
)
def test_a_refund_that_cannot_be_says_so_and_keeps_what_was_typed(
    house: House, order: str, fields: dict[str, str], words: str
) -> None:
    answer = sent(house.visit(), f"/office/orders/{order}/refund", **fields)
    assert answer.status_code == 422 and words in answer.text
    file = house.rooms.work.order(order)
    assert [one.kind for one in file.ledger] == ["charge"] and house.audited() == []


def test_contact_details_open_with_a_click_that_is_noted(house: House, order: str) -> None:
    browser = house.visit("supervisor")
    page = browser.get(f"/office/orders/{order}").text
    assert "a••@e••.com" in page and "anna@example.com" not in page and "Refund</h2>" not in page
    assert "anna@example.com" in sent(browser, f"/office/orders/{order}/contact").text
    assert house.audited() == [("supervisor", "order.contact", order)]


def test_orders_are_searched_filtered_and_exported(house: House, order: str) -> None:
    house.bench.placed("c2", "CAP")
    browser = house.visit()
    assert order in browser.get(f"/office/orders?q={order[-4:]}").text
    assert order not in browser.get("/office/orders?kind=waiting").text
    assert "No order fits" in browser.get("/office/orders?q=spaceship").text
    assert "1 to 2 of 2" in browser.get("/office/orders").text
    head, *lines = rows(browser.get("/office/orders.csv?kind=pack"))
    assert head[0] == "number" and [line[0] for line in lines] == [order]
    assert lines[0][-1] == "a••@e••.com"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"pieces": "-1"}, "could not read that number"),
        ({"pieces": "1"}, "2 are held"),
        ({"seen": "9"}, "sold or counted meanwhile"),
        ({"why": "x"}, "Choose one of the reasons"),
        ({"form": ""}, "sent already"),
    ],
)
def test_a_count_that_cannot_be_changes_nothing(house: House, fields: dict[str, str], words: str) -> None:
    house.bench.placed(quantity=2)
    told = {"seen": "3", "pieces": "5", "why": "counted", "form": "f", **fields}
    answer = sent(house.visit(), "/office/stock/JKT-M", **told)
    assert answer.status_code == 422 and words in answer.text
    assert house.bench.pieces() == (3, 2) and house.audited() == []


def test_a_count_is_saved_and_the_list_says_so(house: House) -> None:
    browser = house.visit()
    answer = sent(browser, "/office/stock/JKT-M", seen="3", pieces="12", why="received", form="f")
    assert "JKT-M is counted" in browser.get(answer.headers["location"]).text
    lines = rows(browser.get("/office/stock.csv"))
    assert ["JKT-M", "Kelder rain jacket", "Slate, M", "12", "0", "12", "fine"] in lines
    assert "Wren cap" not in browser.get("/office/stock?kind=low").text


def test_a_hidden_product_leaves_the_shop(house: House) -> None:
    browser = house.visit()
    assert sent(browser, "/office/products/cap", hidden="1").headers["location"] == "/office/products?done=hide"
    assert house.bench.shop.catalogue.product("cap") is None
    for product in ("gift",):
        sent(browser, f"/office/products/{product}", hidden="1")
    assert "last product" in sent(browser, "/office/products/jacket", hidden="1").text


def test_a_transcript_is_redacted_and_reading_it_is_noted(house: House) -> None:
    house.bench.shop.customers.ensure("c1", "web")
    log = house.app.state.log
    log.write(Entry("c1", "in", "customer", {"type": "text", "text": "I am ana@example.com <b>"}))
    log.write(Entry("c1", "out", "bot", {"type": "text", "text": "Sorry?"}, response="utter_fallback_first"))
    browser = house.visit("privacy")
    page = browser.get("/office/talks/c1").text
    assert "I am [e-mail] &lt;b&gt;" in page and "ana@example.com" not in page and "not understood" in page
    assert house.audited() == [("privacy", "talk.read", "c1")]
    assert "/office/talks/c1" in browser.get("/office/talks?kind=fallback").text
    assert "/office/talks/c1" not in browser.get("/office/talks?kind=handoff").text
    assert browser.get("/office/talks/ghost").status_code == 404


def test_empty_lists_say_what_will_be_there(house: House) -> None:
    browser = house.visit()
    for address, words in {
        "/office/orders": "No orders yet",
        "/office/callbacks": "Nobody waits",
        "/office/talks": "No conversations here yet",
        "/office/audit?who=nobody": "Nothing is noted here yet",
    }.items():
        assert words in browser.get(address).text, address


def test_the_start_page_draws_every_figure_with_its_numbers_in_words(house: House, order: str) -> None:
    page = house.visit().get("/office?lang=de").text
    assert page.count('role="img"') == 6 and page.count("<desc") == 6
    assert "133,90\xa0€" in page and "Zwei Wochen, Tag für Tag" in page
    assert "Zu packen: 1" in page and "Rückrufe: 1" in page


def test_visits_count_a_browser_once_a_day_and_no_robot(house: House) -> None:
    people, robot = {"user-agent": "Firefox 130"}, {"user-agent": "Examplebot/1"}
    shop = house.browser()
    for headers in (people, people, robot, {"user-agent": "Safari 18"}):
        assert shop.get("/", headers=headers).status_code == 200
    shop.get("/p/ghost", headers={"user-agent": "Edge"})
    shop.get("/theme.css", headers={"user-agent": "Edge"})
    house.app.state.visits.flush()
    assert house.rooms.insight.days()[-1].visits == 2
    house.bench.clock.move(24 * 3600)
    shop.get("/", headers=people)
    house.app.state.visits.flush()
    assert [day.visits for day in house.rooms.insight.days()[-2:]] == [2, 1]


def test_a_name_that_a_spreadsheet_would_run_stays_text() -> None:
    from web.office.csv_file import csv_file

    body = csv_file("x", ["a"], [["=HYPERLINK(1)"], ["plain"], [-5]]).body.decode("utf-8-sig")
    assert body.split() == ["a", "'=HYPERLINK(1)", "plain", "-5"]


@pytest.mark.parametrize("address", ["/office/nowhere", "/office/orders/LL-0", "/office/stock/GHOST"])
def test_what_is_not_there_says_so_inside_the_house(house: House, address: str) -> None:
    answer = house.visit().get(address)
    assert answer.status_code == 404 and "There is nothing here" in answer.text


def test_nothing_in_the_office_is_inline(house: House, order: str) -> None:
    browser = house.visit()
    for address in (*(page for page in PAGES if not page.endswith(".csv")), f"/office/orders/{order}"):
        page = browser.get(address).text
        assert " style=" not in page and "<style" not in page and "<script" not in page, address
        assert not re.search(r"\son\w+=", page), address


def test_a_chosen_language_holds_for_the_next_pages(house: House) -> None:
    browser = house.visit("merchant")
    assert "<h1>Orders</h1>" in browser.get("/office/orders").text
    assert "<h1>Bestellungen</h1>" in browser.get("/office/orders?lang=de").text
    assert "<h1>Bestellungen</h1>" in browser.get("/office/orders").text
    assert '<html lang="de">' in browser.get("/staff/sign-in").text
