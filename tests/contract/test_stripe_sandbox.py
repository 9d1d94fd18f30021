"""The gateway against the sandbox; every request and answer is held against Stripe's own schema."""

import json

import pytest
import stripe

from floorwalker.adapters.payments.stripe_gateway import StripeGateway
from floorwalker.domain.payment import state_of
from floorwalker.errors import BadSettings, BadSignature, PaymentRejected, PaymentUnavailable
from floorwalker.testing.stripe_bench import KEY, SECRET, Bench
from floorwalker.testing.stripe_contract import contract


@pytest.fixture
def bench():
    bench = Bench()
    yield bench
    bench.close()


@pytest.fixture
def stripe_time(bench, monkeypatch):
    """stripe-python's idea of now, for signatures, follows the bench's clock."""
    monkeypatch.setattr(stripe._webhook.time, "time", lambda: bench.clock.now)


def test_a_session_opens_with_what_was_asked(bench):
    session = bench.open()
    assert (session.amount_total, session.currency, session.client_reference_id) == (20740, "EUR", "o1")
    assert (session.payment_id, session.order_id, session.intent_id) == ("p1", "o1", None)
    assert session.url == f"http://127.0.0.1:8100/c/pay/{session.id}"
    assert session.expires_at == bench.clock.now + 2100
    assert state_of(session) == "open"


def test_a_paid_session_names_its_charge_and_card(bench):
    paid = bench.buyer(bench.open().id, "pay")
    assert (state_of(paid), paid.status, paid.payment_status, paid.url) == ("succeeded", "complete", "paid", None)
    assert (paid.intent_status, paid.card_last4, paid.failed_charge_id) == ("succeeded", "4242", None)
    assert paid.charge_id.startswith("ch_")


def test_a_declined_card_leaves_the_session_open_and_can_be_tried_again(bench):
    session = bench.open()
    declined = bench.buyer(session.id, "decline")
    assert (state_of(declined), declined.charge_id, declined.failure_code) == ("open", None, "generic_decline")
    assert declined.failed_charge_id.startswith("ch_")
    paid = bench.buyer(session.id, "pay")
    assert (state_of(paid), paid.intent_id, paid.failure_code) == ("succeeded", declined.intent_id, None)


@pytest.mark.parametrize(("answer", "state", "code"), [("approve", "succeeded", None), ("refuse", "open", "auth")])
def test_the_bank_asks_first(bench, answer, state, code):
    session = bench.open()
    asked = bench.buyer(session.id, "challenge")
    assert (state_of(asked), asked.intent_status) == ("open", "requires_action")
    answered = bench.buyer(session.id, answer)
    assert state_of(answered) == state
    assert answered.failure_code == (code and "payment_intent_authentication_failure")


def test_confirmed_and_then_declined(bench):
    session = bench.open()
    bench.buyer(session.id, "challenge_declined")
    assert state_of(bench.buyer(session.id, "approve")) == "open"


def test_an_unanswered_bank_says_no_after_five_minutes(bench):
    session = bench.open()
    bench.buyer(session.id, "challenge")
    bench.clock.move(300)
    assert bench.gateway.retrieve(session.id).intent_status == "requires_payment_method"


def test_a_delayed_payment_is_complete_before_it_is_paid(bench):
    session = bench.open()
    assert state_of(bench.buyer(session.id, "delay")) == "processing"
    bench.control("settle", session=session.id)
    assert state_of(bench.gateway.retrieve(session.id)) == "succeeded"


def test_a_delayed_payment_may_fail_by_itself(bench):
    session = bench.open()
    assert state_of(bench.buyer(session.id, "delay_fail")) == "processing"
    bench.clock.move(60)
    assert state_of(bench.gateway.retrieve(session.id)) == "failed"


def test_a_session_expires_when_its_time_is_up(bench):
    session = bench.open()
    bench.clock.move(2099)
    assert state_of(bench.gateway.retrieve(session.id)) == "open"
    bench.clock.move(1)
    assert state_of(bench.gateway.retrieve(session.id)) == "expired"


def test_expiring_what_is_not_open_gives_it_back_as_it_is(bench):
    open_, paid = bench.open("p1"), bench.open("p2")
    bench.buyer(paid.id, "pay")
    assert state_of(bench.gateway.expire(open_.id)) == "expired"
    assert state_of(bench.gateway.expire(open_.id)) == "expired"
    assert state_of(bench.gateway.expire(paid.id)) == "succeeded"


def test_a_tried_intent_ends_with_its_session(bench):
    session = bench.open()
    bench.buyer(session.id, "decline")
    assert bench.gateway.expire(session.id).intent_status == "canceled"


def test_find_looks_through_the_pages_of_the_window(bench):
    first = bench.open("p1")
    for n in range(2, 120):
        bench.open(f"p{n}")
    bench.clock.move(600)
    assert bench.gateway.find("p1", first.expires_at - 2100) == first
    assert bench.gateway.find("p1", bench.clock.now + 3600) is None


def test_a_repeated_create_opens_no_second_session(bench):
    bench.transport.faults = ["lost response"]
    with pytest.raises(PaymentUnavailable):
        bench.open()
    session = bench.open()
    assert [s["id"] for s in bench.sandbox.context.store.all("checkout.session")] == [session.id]


def test_a_request_that_was_lost_did_nothing(bench):
    bench.transport.faults = ["lost request"]
    with pytest.raises(PaymentUnavailable):
        bench.open()
    assert bench.gateway.find("p1", bench.clock.now) is None


def test_a_key_with_other_parameters_is_refused(bench):
    bench.open()
    with pytest.raises(PaymentRejected):
        bench.gateway.create(bench.params(amount=100), "create-p1")


def test_a_forgotten_key_cannot_reopen_a_session_too_close_to_its_end(bench):
    params = bench.params()
    bench.gateway.create(params, "k")
    bench.control("forget")
    bench.clock.move(301)
    with pytest.raises(PaymentRejected):
        bench.gateway.create(params, "k")
    assert bench.gateway.find("p1", bench.clock.now - 301) is not None


@pytest.mark.parametrize("status", [409, 429, 500, 503])
def test_a_busy_provider_is_unavailable(bench, status):
    bench.control("faults", answers=[status])
    with pytest.raises(PaymentUnavailable):
        bench.open()


def test_the_client_tries_again_by_itself(monkeypatch):
    bench = Bench(retries=2)
    monkeypatch.setattr(bench.transport, "_sleep_time_seconds", lambda *_, **__: 0)
    bench.control("faults", answers=[409, 503])
    assert state_of(bench.open()) == "open"
    assert bench.transport.calls == ["POST /v1/checkout/sessions"] * 3
    bench.close()


def test_refunds_add_up_to_what_was_paid_and_no_more(bench):
    paid = bench.buyer(bench.open().id, "pay")

    def refund(amount, id):
        params = {"payment_intent": paid.intent_id, "amount": amount, "metadata": {"refund_id": id}}
        return bench.gateway.refund(params, f"refund-{id}")

    part = refund(740, "r1")
    assert (part.status, part.amount, part.currency, part.refund_id) == ("succeeded", 740, "EUR", "r1")
    with pytest.raises(PaymentRejected):
        refund(20001, "r2")
    rest = refund(20000, "r3")
    with pytest.raises(PaymentRejected) as no:
        refund(1, "r4")
    assert no.value.code == "charge_already_refunded"
    assert bench.gateway.list_refunds(paid.intent_id) == [rest, part]
    assert bench.gateway.get_refund(part.id) == part


def test_a_lost_answer_refunds_once(bench):
    paid = bench.buyer(bench.open().id, "pay")
    params = {"payment_intent": paid.intent_id, "amount": 100}
    bench.transport.faults = ["lost response"]
    with pytest.raises(PaymentUnavailable):
        bench.gateway.refund(params, "r")
    bench.gateway.refund(params, "r")
    assert len(bench.gateway.list_refunds(paid.intent_id)) == 1


def test_a_refund_can_come_back_from_the_bank(bench):
    paid = bench.buyer(bench.open().id, "refund_fail")
    refund = bench.gateway.refund({"payment_intent": paid.intent_id}, "r")
    assert (refund.status, refund.amount) == ("pending", 20740)
    bench.clock.move(60)
    assert bench.gateway.get_refund(refund.id).status == "failed"
    assert bench.gateway.get_refund(refund.id).failure_reason == "lost_or_stolen_card"
    again = bench.gateway.refund({"payment_intent": paid.intent_id, "amount": 20740}, "r2")
    assert again.intent_id == paid.intent_id


def test_a_disputed_charge_cannot_be_refunded(bench):
    paid = bench.buyer(bench.open().id, "dispute")
    with pytest.raises(PaymentRejected) as no:
        bench.gateway.refund({"payment_intent": paid.intent_id}, "r")
    assert no.value.code == "charge_disputed"


def test_events_tell_of_every_object_as_it_was(bench, stripe_time):
    session = bench.open()
    for outcome in ("decline", "challenge", "approve"):
        bench.buyer(session.id, outcome)
    bench.buyer(bench.open("p2").id, "delay")
    bench.buyer(bench.open("p3").id, "dispute")
    bench.gateway.expire(bench.open("p4").id)
    bench.clock.move(60)
    bench.gateway.refund({"payment_intent": bench.gateway.retrieve(session.id).intent_id}, "r")
    bench.sandbox.tick()
    assert [p for body, _ in bench.box.letters for p in contract().object(json.loads(body))] == []
    events = [bench.gateway.verify_event(*letter, [SECRET]) for letter in bench.box.letters]
    assert {
        "charge.failed", "payment_intent.payment_failed", "payment_intent.requires_action", "charge.succeeded",
        "payment_intent.succeeded", "checkout.session.completed", "payment_intent.processing",
        "checkout.session.async_payment_succeeded", "charge.dispute.created", "checkout.session.expired",
        "refund.created", "charge.refunded",
    } <= {event.type for event in events}  # fmt: skip
    failed = next(event for event in events if event.type == "payment_intent.payment_failed")
    assert (failed.payment_id, failed.object_id) == ("p1", failed.intent_id)


def test_events_that_were_not_delivered_can_be_asked_for(bench):
    bench.control("faults", webhooks="drop")
    lost = bench.open("p1")
    bench.gateway.expire(lost.id)
    bench.control("faults", webhooks="")
    bench.gateway.expire(bench.open("p2").id)
    bench.sandbox.tick()
    types, since = ["checkout.session.expired"], bench.clock.now - 60
    assert [event.object_id for event in bench.gateway.list_events(types, since, False)] == [lost.id]
    assert len(bench.gateway.list_events(types, since)) == 2
    assert bench.gateway.list_events(types, bench.clock.now + 1) == []


def _letter(bench):
    bench.buyer(bench.open().id, "pay")
    bench.sandbox.tick()
    return bench.box.letters[-1]


def test_a_signature_holds_for_any_of_the_secrets(bench, stripe_time):
    body, signature = _letter(bench)
    assert bench.gateway.verify_event(body, signature, ["whsec_older", SECRET]).type == "checkout.session.completed"


@pytest.mark.parametrize("wrong", ["altered", "truncated", "forged", "missing", "no secret", "no json"])
def test_a_wrong_signature_is_refused(bench, stripe_time, wrong):
    body, signature = _letter(bench)
    bodies = {"altered": body.replace(b"20740", b"10740"), "truncated": body[:-1], "no json": b"\xff"}
    signatures = {"forged": "t=1,v1=00", "missing": None}
    secrets = [] if wrong == "no secret" else [SECRET]
    with pytest.raises(BadSignature):
        bench.gateway.verify_event(bodies.get(wrong, body), signatures.get(wrong, signature), secrets)


def test_a_signature_is_too_old_after_300_seconds(bench, stripe_time):
    body, signature = _letter(bench)
    bench.clock.move(300)
    assert bench.gateway.verify_event(body, signature, [SECRET])
    bench.clock.move(1)
    with pytest.raises(BadSignature):
        bench.gateway.verify_event(body, signature, [SECRET])


def test_another_key_is_unknown(bench):
    stranger = StripeGateway("sk_test_other", bench.sandbox.base, http_client=bench.transport, retries=0)
    with pytest.raises(PaymentRejected):
        stranger.retrieve("cs_test_x")


@pytest.mark.parametrize(
    ("key", "base"),
    [(KEY, "https://api.example.com"), ("sk_live_1", "http://127.0.0.1:8100"), ("rk_test_1", "http://127.0.0.1:1")],
)
def test_a_real_key_never_leaves_for_another_host(key, base):
    with pytest.raises(BadSettings):
        StripeGateway(key, base)


def test_with_a_key_alone_the_address_is_stripes():
    class Spy(stripe.HTTPClient):
        name = "spy"

        def request(self, method, url, headers, post_data=None, **rest):
            self.seen = (method, url)
            raise stripe.APIConnectionError("seen")

        def close(self):
            pass

    spy = Spy()
    with pytest.raises(PaymentUnavailable):
        StripeGateway("sk_live_1", http_client=spy, retries=0).create({"mode": "payment"}, "k")
    assert spy.seen == ("post", "https://api.stripe.com/v1/checkout/sessions")
