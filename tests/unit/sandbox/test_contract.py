"""The judge itself: what fits Stripe's schema passes, each planted defect is found."""

import json

import pytest

from floorwalker.testing.stripe_contract import contract
from floorwalker.testing.stripe_types import Checker

GOOD = (
    "mode=payment&line_items[0][quantity]=1&line_items[0][price_data][currency]=eur"
    "&line_items[0][price_data][unit_amount]=100&line_items[0][price_data][product_data][name]=a"
    "&metadata[order_id]=o1&expand[0]=payment_intent"
)
SESSIONS = "/v1/checkout/sessions"


def test_it_knows_the_whole_interface():
    assert len(contract().routes) > 500
    assert {"checkout.session", "refund", "event", "payment_intent", "charge"} <= set(contract().resources)


def test_every_type_of_the_calls_in_use_can_be_read():
    """Walks all annotations of the objects in use: an unknown kind of annotation raises."""
    checker = Checker(form=False)
    for name in ("checkout.session", "refund", "event", "payment_intent", "charge", "dispute"):
        scope = contract().resources[name]
        for field, annotation in scope.fields().items():
            list(checker.value({"object": "list", "data": [{}]}, annotation, scope, field))


def test_a_request_that_fits():
    assert contract().request("POST", SESSIONS, GOOD.encode()) == []
    assert contract().request("GET", "/v1/events", query="types[0]=a&delivery_success=false&created[gte]=1") == []
    assert contract().request("GET", "/v1/products/search", query="query=a") == []


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ("colour=red", "colour: unknown"),
        ("line_items[0][colour]=red", "line_items[0][colour]: unknown"),
        ("line_items[0][price_data][unit_amount]=1", "line_items[0][price_data][currency]: missing"),
        ("mode=buy", "mode: 'buy' is no allowed value"),
        ("ui_mode=hosted", "ui_mode: 'hosted' is no allowed value"),
        ("expires_at=1.5", "expires_at: '1.5' is no int"),
        ("phone_number_collection[enabled]=yes", "phone_number_collection[enabled]: 'yes' is no bool"),
        (
            "shipping_address_collection[allowed_countries][0]=XX",
            "shipping_address_collection[allowed_countries][0]: 'XX' is no allowed value",
        ),
        ("line_items=1", "line_items: not a list"),
        ("metadata=1", "metadata: not an object"),
    ],
)
def test_a_request_that_does_not_fit(form, problem):
    assert problem in contract().request("POST", SESSIONS, form.encode())


def test_a_wrong_address_and_a_wrong_reason():
    assert contract().request("POST", "/v1/checkout/session") == ["no such route: POST /v1/checkout/session"]
    assert contract().request("POST", "/v1/refunds", b"reason=bored") == ["reason: 'bored' is no allowed value"]


@pytest.fixture
def answer(bench):
    bench.open()
    return next(iter(bench.sandbox.context.store.all("checkout.session")))


def test_an_answer_that_fits(answer):
    assert contract().object(answer) == []
    assert contract().object({"object": "list", "data": [answer]}) == []


@pytest.mark.parametrize(
    ("defect", "problem"),
    [
        ({"created": ...}, "checkout.session.created: missing"),
        ({"status": "done"}, "checkout.session.status: 'done' is no allowed value"),
        ({"amount_total": "100"}, "checkout.session.amount_total: '100' is no int"),
        ({"amount_total": True}, "checkout.session.amount_total: True is no int"),
        ({"colour": "red"}, "checkout.session.colour: unknown"),
        ({"metadata": "a"}, "checkout.session.metadata: not an object"),
        ({"automatic_tax": {}}, "checkout.session.automatic_tax.enabled: missing"),
        ({"livemode": None}, "checkout.session.livemode: None is no bool"),
        ({"object": "cart"}, "no such object: cart"),
    ],
)
def test_an_answer_that_does_not_fit(answer, defect, problem):
    broken = {name: value for name, value in (answer | defect).items() if value is not ...}
    assert problem in contract().object(json.loads(json.dumps(broken)))
