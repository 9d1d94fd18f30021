"""What Rasa knows of a conversation, asked over HTTP: the open form and what it has; never an error."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from floorwalker.adapters.rasa_http import RasaTracker

SLOTS = {
    "requested_slot": "checkout_address", "checkout_email": "jo@example.org", "checkout_address": None,
    "product_id": "kelder", "interrupted": [],
}  # fmt: skip


def tracker(answer: Any) -> RasaTracker:
    return RasaTracker("http://rasa", "s3cret", lambda: httpx.Client(transport=httpx.MockTransport(answer)))


def test_the_open_form_and_the_names_of_what_it_has() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json={"active_loop": {"name": "checkout_form"}, "slots": SLOTS})

    assert tracker(answer).doing("web/1") == {
        "form": "checkout_form", "asked": "checkout_address", "filled": ["checkout_email"], "product": "kelder",
    }  # fmt: skip
    assert asked[0].url.raw_path.startswith(b"/conversations/web%2F1/tracker?")
    assert dict(asked[0].url.params) == {"token": "s3cret", "include_events": "NONE"}


def test_a_form_that_waits_counts_as_open() -> None:
    slots = {**SLOTS, "requested_slot": None, "interrupted": ["checkout_form"]}
    doing = tracker(lambda _: httpx.Response(200, json={"active_loop": {}, "slots": slots})).doing("c1")
    assert (doing["form"], doing.get("asked")) == ("checkout_form", None)


def test_no_form_has_nothing_filled() -> None:
    slots = {"checkout_email": "jo@example.org", "product_id": None}
    assert tracker(lambda _: httpx.Response(200, json={"active_loop": {}, "slots": slots})).doing("c1") == {}


def down(_: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("refused")


@pytest.mark.parametrize("answer", [down, lambda _: httpx.Response(500), lambda _: httpx.Response(200, text="soon")])
def test_a_rasa_that_does_not_answer_is_no_error(answer: Any) -> None:
    assert tracker(answer).doing("c1") == {}
