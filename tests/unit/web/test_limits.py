"""Every public address has a pace, a size and a time limit, also one that nobody thought of."""

from __future__ import annotations

import asyncio

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from web.limits import RULES, Limits, Rule, TokenBucket, address
from web.storefront import pages

RULE = Rule("/", 3, 0.001, 10, json=True)


async def size(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


def app(*rules: Rule, seconds: float = 10) -> Starlette:
    limits = Middleware(Limits, rules=rules, read_seconds=seconds)
    return Starlette(routes=[Route("/x", size, methods=["GET", "POST"])], middleware=[limits])


def test_the_fourth_of_three_is_refused_and_told_when_to_come_again() -> None:
    client = TestClient(app(RULE))
    answers = [client.get("/x") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[3].headers["retry-after"] == "10" and answers[3].json()["ok"] is False


def test_an_announced_and_an_unannounced_large_body_are_refused() -> None:
    client = TestClient(app(RULE))
    assert client.post("/x", content=b"1234567890").text == "10"
    assert client.post("/x", content=b"12345678901").status_code == 413
    assert client.post("/x", content=iter([b"123456", b"789012"])).status_code == 413


@pytest.mark.parametrize("address", ["/x%00", "/x?q=a%00", "/%00"])
def test_an_address_with_a_letter_that_no_database_takes_leads_nowhere(address: str) -> None:
    answer = TestClient(app(RULE)).get(address)
    assert answer.status_code == 404 and answer.json()["ok"] is False
    assert TestClient(app(RULE)).get("/x?q=%2500").status_code == 200


def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    said: list[dict[str, object]] = []

    async def never() -> dict[str, object]:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: dict[str, object]) -> None:
        said.append(message)

    scope = {
        "type": "http", "method": "POST", "path": "/x", "raw_path": b"/x", "query_string": b"", "headers": [],
        "client": ("1.2.3.4", 1), "server": ("x", 80), "scheme": "http", "root_path": "", "http_version": "1.1",
    }  # fmt: skip
    asyncio.run(app(RULE, seconds=0.01)(scope, never, send))  # type: ignore[arg-type]
    assert said[0]["status"] == 408
    assert (b"connection", b"close") in said[0]["headers"]  # type: ignore[operator]


def test_everything_falls_under_a_rule_and_the_last_one_is_for_all() -> None:
    assert RULES[-1].prefix == "/"
    assert all(rule.burst and rule.per_second for rule in RULES)
    named = [getattr(route, "path", "").split("{")[0] for route in pages.routes]
    assert [path for path in named if not any((path + "/").startswith(rule.prefix) for rule in RULES)] == []


def test_a_household_on_ipv6_counts_once() -> None:
    def of(host: str) -> str:
        return address(Request({"type": "http", "client": (host, 1), "headers": []}))

    assert of("2001:db8:1:2:3::4") == of("2001:db8:1:2:ffff::1") != of("2001:db8:1:3::1")
    assert of("192.0.2.7") == "192.0.2.7"


def test_a_bucket_fills_again_and_the_longest_unused_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    bucket = TokenBucket(2, 1)
    assert [bucket.allows("a", now) for now in (0, 0, 0, 1, 1)] == [True, True, False, True, False]
    monkeypatch.setattr("web.limits.MOST_KEYS", 1)
    bucket.allows("b", 1)
    assert list(bucket._levels) == ["b"]


def test_a_page_that_is_asked_for_too_often_answers_with_a_page() -> None:
    from tests.unit.web.fakes import shop_app

    shop = shop_app()
    shop.add_middleware(Limits, rules=(Rule("/", 1, 0.001, 10),))
    client = TestClient(shop)
    assert [client.get("/").status_code for _ in range(2)] == [200, 429]
    assert "<h1" in client.get("/").text
