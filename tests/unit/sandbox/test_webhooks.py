"""Webhooks: signed, retried, and wrong on demand."""

import hashlib
import hmac
import json

import pytest

from floorwalker.sandbox.webhooks import PAUSES, sign
from floorwalker.testing.stripe_bench import KEY, SECRET, START


def test_a_signature_is_over_time_and_body():
    digest = hmac.new(b"whsec_x", b'5.{"a":1}', hashlib.sha256).hexdigest()
    assert sign("whsec_x", 5, b'{"a":1}') == f"t=5,v1={digest}"


def test_a_purchase_is_told_in_this_order(bench):
    bench.buyer(bench.open().id, "pay")
    assert bench.sandbox.tick() == 4
    assert bench.box.types == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
    ]
    assert bench.sandbox.tick() == 0


def test_an_event_carries_the_object_as_it_was(bench):
    session = bench.open()
    bench.buyer(session.id, "delay")
    bench.control("settle", session=session.id)
    bench.sandbox.tick()
    told = {json.loads(body)["type"]: json.loads(body)["data"]["object"] for body, _ in bench.box.letters}
    assert told["checkout.session.completed"]["payment_status"] == "unpaid"
    assert told["checkout.session.async_payment_succeeded"]["payment_status"] == "paid"


def test_a_delivery_is_tried_again_with_growing_pauses_and_then_given_up(bench):
    bench.box.status = 500
    bench.gateway.expire(bench.open().id)
    assert bench.sandbox.tick() == 1
    for pause in PAUSES:
        bench.clock.move(pause - 1)
        assert bench.sandbox.tick() == 0
        bench.clock.move(1)
        assert bench.sandbox.tick() == 1
    bench.clock.move(10**6)
    assert bench.sandbox.tick() == 0
    assert len(bench.gateway.list_events(["checkout.session.expired"], START, False)) == 1


def test_a_late_success_is_a_success(bench):
    bench.box.status = 0
    bench.gateway.expire(bench.open().id)
    bench.sandbox.tick()
    bench.box.status = 200
    bench.clock.move(PAUSES[0])
    bench.sandbox.tick()
    assert bench.gateway.list_events(["checkout.session.expired"], START, False) == []
    assert len(bench.gateway.list_events(["checkout.session.expired"], START, True)) == 1


@pytest.mark.parametrize(("fault", "types"), [("drop", []), ("duplicate", [1, 1, 2, 2]), ("reverse", [2, 1])])
def test_faults_of_delivery(bench, fault, types):
    ids = {bench.open(f"p{n}").id: n for n in (1, 2)}
    bench.control("faults", webhooks=fault)
    for id in ids:
        bench.gateway.expire(id)
    bench.sandbox.tick()
    assert [ids[json.loads(body)["data"]["object"]["id"]] for body, _ in bench.box.letters] == types


def test_an_endpoint_hears_what_it_asked_for_and_learns_its_secret_once(bench):
    form = b"url=http://127.0.0.1:9/x&enabled_events[]=refund.created"
    headers = {"Authorization": f"Bearer {KEY}"}
    status, _, body = bench.sandbox.handle("POST", "/v1/webhook_endpoints", headers, form)
    secret = json.loads(body)["secret"]
    assert (status, secret.startswith("whsec_"), secret != SECRET) == (200, True, True)
    paid = bench.buyer(bench.open().id, "pay")
    bench.sandbox.tick()
    bench.box.letters.clear()
    bench.gateway.refund({"payment_intent": paid.intent_id}, "r")
    bench.sandbox.tick()
    assert sorted(bench.box.types) == ["charge.refunded", "refund.created", "refund.created"]


def test_a_refund_sent_back_by_the_bank_is_told(bench):
    paid = bench.buyer(bench.open().id, "pay")
    refund = bench.gateway.refund({"payment_intent": paid.intent_id}, "r")
    bench.control("reject", refund=refund.id)
    bench.sandbox.tick()
    assert bench.box.types[-2:] == ["refund.failed", "refund.updated"]


def test_the_receiver_may_call_back_while_it_is_told(bench):
    session = bench.open()
    seen = []
    bench.sandbox.deliver = lambda *_: seen.append(bench.gateway.retrieve(session.id).status) or 200
    bench.gateway.expire(session.id)
    bench.sandbox.tick()
    assert seen == ["expired"]
