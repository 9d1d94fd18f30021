"""The sandbox's API by itself: refusals, lists, expansion, idempotency, intents."""

import base64
import json
from urllib.parse import urlencode

import pytest

from floorwalker.sandbox.app import Sandbox
from floorwalker.testing.stripe_bench import KEY, Bench
from floorwalker.testing.stripe_contract import contract

SESSION = {
    "mode": "payment",
    "success_url": "https://shop.example/thanks",
    "line_items[0][quantity]": "2",
    "line_items[0][price_data][currency]": "eur",
    "line_items[0][price_data][unit_amount]": "1000",
    "line_items[0][price_data][product_data][name]": "Heath socks",
}


def call(bench, method, path, form=None, **headers):
    """Status and answer; an answer below 400 fits the contract."""
    sent = {"Authorization": f"Bearer {KEY}", **{name.replace("_", "-"): value for name, value in headers.items()}}
    body = urlencode(form or {}).encode() if method == "POST" else b""
    status, answered, answer = bench.sandbox.handle(method, path, sent, body)
    obj = json.loads(answer)
    if status < 400 and "payment_pages" not in path:
        assert contract().object(obj) == []
    return status, obj, answered


def created(bench, **more):
    status, session, _ = call(bench, "POST", "/v1/checkout/sessions", {**SESSION, **more})
    assert status == 200, session
    return session


@pytest.mark.parametrize(
    ("change", "code", "param"),
    [
        ({"mode": ""}, "parameter_missing", "mode"),
        ({"mode": "subscription"}, None, "mode"),
        ({"success_url": ""}, "parameter_missing", "success_url"),
        ({"success_url": "shop"}, "url_invalid", "success_url"),
        ({"colour": "red"}, "parameter_unknown", "colour"),
        ({"ui_mode": "hosted"}, None, "ui_mode"),
        ({"automatic_tax[enabled]": "true"}, None, "automatic_tax[enabled]"),
        ({"expires_at": "1795601799"}, None, "expires_at"),
        ({"expires_at": "1795686401"}, None, "expires_at"),
        ({"expires_at": "soon"}, "parameter_invalid_integer", "expires_at"),
        ({"line_items[0][quantity]": "0"}, "parameter_invalid_integer", "line_items[0][quantity]"),
        ({"line_items[0][quantity]": "1.5"}, "parameter_invalid_integer", "line_items[0][quantity]"),
        ({"line_items[0][quantity]": ""}, "parameter_missing", "line_items[0][quantity]"),
        ({"line_items[1][quantity]": "1"}, "parameter_missing", "line_items[1][price]"),
        ({"line_items[1][price]": "price_0"}, "resource_missing", "line_items[1][price]"),
        (
            {"line_items[0][price_data][unit_amount]": "-5"},
            "parameter_invalid_integer",
            "line_items[0][price_data][unit_amount]",
        ),
        ({"line_items[0][price_data][unit_amount]": "24"}, "amount_too_small", "line_items"),
        ({"line_items[0][price_data][unit_amount]": "50000000"}, "amount_too_large", "line_items"),
    ],
)
def test_a_session_that_cannot_be(bench, change, code, param):
    status, answer, _ = call(bench, "POST", "/v1/checkout/sessions", {**SESSION, **change})
    assert (answer["error"].get("code"), answer["error"]["param"]) == (code, param)
    assert status == (404 if code == "resource_missing" else 400)
    assert list(bench.sandbox.context.store.all("checkout.session")) == []


def test_line_items_are_needed_and_of_one_currency(bench):
    bare = {name: SESSION[name] for name in ("mode", "success_url")}
    assert call(bench, "POST", "/v1/checkout/sessions", bare)[1]["error"]["param"] == "line_items"
    other = {name.replace("[0]", "[1]"): value for name, value in SESSION.items() if "[0]" in name}
    other["line_items[1][price_data][currency]"] = "usd"
    assert call(bench, "POST", "/v1/checkout/sessions", SESSION | other)[0] == 400


def test_the_smallest_amount_depends_on_the_currency(bench):
    small = {"line_items[0][price_data][unit_amount]": "15"}
    assert call(bench, "POST", "/v1/checkout/sessions", {**SESSION, **small})[0] == 400
    assert created(bench, **small, **{"line_items[0][price_data][currency]": "gbp"})["amount_total"] == 30


def test_without_a_time_a_session_lives_a_day(bench):
    assert created(bench)["expires_at"] == bench.clock.now + 86400


@pytest.mark.parametrize("key", ["", "Bearer sk_live_1", "Bearer sk_test_other", "Basic !", "Basic c2tfbGl2ZV8xOg=="])
def test_only_its_own_test_key_is_taken(bench, key):
    status, _, body = bench.sandbox.handle("GET", "/v1/events", {"Authorization": key}, b"")
    assert (status, json.loads(body)["error"]["type"]) == (401, "invalid_request_error")


def test_a_key_may_come_as_a_user_name(bench):
    basic = base64.b64encode(f"{KEY}:".encode()).decode()
    assert bench.sandbox.handle("GET", "/v1/events", {"Authorization": f"Basic {basic}"}, b"")[0] == 200


def test_a_real_key_is_refused_at_the_door():
    with pytest.raises(ValueError, match="sk_test_"):
        Sandbox(key="sk_live_1")


def test_health_needs_no_key(bench):
    status, _, body = bench.sandbox.handle("GET", "/health", {}, b"")
    assert (status, json.loads(body)) == (200, {"status": "ok"})


@pytest.mark.parametrize(("method", "path"), [("GET", "/v1/nothing"), ("DELETE", "/v1/refunds/re_1"), ("GET", "/")])
def test_an_unknown_address(bench, method, path):
    status, answer, _ = call(bench, method, path)
    assert (status, answer["error"]["message"]) == (404, f"Unrecognized request URL ({method}: {path}).")


@pytest.mark.parametrize("path", ["checkout/sessions/cs_0", "refunds/re_0", "events/evt_0", "charges/ch_0"])
def test_an_unknown_object(bench, path):
    status, answer, _ = call(bench, "GET", f"/v1/{path}")
    assert (status, answer["error"]["code"], answer["error"]["param"]) == (404, "resource_missing", "id")


def test_lists_are_newest_first_and_come_in_pages(bench):
    ids = [created(bench)["id"] for _ in range(12)]
    first = call(bench, "GET", "/v1/checkout/sessions")[1]
    assert ([s["id"] for s in first["data"]], first["has_more"]) == (ids[:1:-1], True)
    rest = call(bench, "GET", f"/v1/checkout/sessions?starting_after={ids[2]}")[1]
    assert ([s["id"] for s in rest["data"]], rest["has_more"]) == (ids[1::-1], False)


def test_lists_are_filtered(bench):
    old = created(bench)
    bench.clock.move(100)
    new = created(bench)
    bench.buyer(new["id"], "pay")
    intent = bench.gateway.retrieve(new["id"]).intent_id

    def listed(query):
        return [s["id"] for s in call(bench, "GET", f"/v1/checkout/sessions?{query}")[1]["data"]]

    assert listed(f"created[lt]={bench.clock.now}") == [old["id"]]
    assert listed(f"created[gt]={old['created']}") == [new["id"]]
    assert listed(f"created={old['created']}") == [old["id"]]
    assert listed("status=open") == [old["id"]]
    assert listed(f"payment_intent={intent}") == [new["id"]]
    assert call(bench, "GET", "/v1/checkout/sessions?created[gte]=now")[0] == 400
    assert call(bench, "GET", "/v1/checkout/sessions?colour=red")[0] == 400


def test_ids_expand_into_objects(bench):
    session = created(bench)
    bench.buyer(session["id"], "pay")
    query = "expand[0]=payment_intent.latest_charge&expand[1]=line_items"
    whole = call(bench, "GET", f"/v1/checkout/sessions/{session['id']}?{query}")[1]
    assert whole["payment_intent"]["latest_charge"]["amount"] == 2000
    assert [item["description"] for item in whole["line_items"]["data"]] == ["Heath socks"]
    many = call(bench, "GET", "/v1/checkout/sessions?expand[]=data.payment_intent")[1]
    assert many["data"][0]["payment_intent"]["status"] == "succeeded"
    assert call(bench, "GET", f"/v1/checkout/sessions/{session['id']}/line_items")[1]["data"][0]["quantity"] == 2


def test_the_first_answer_is_given_again(bench):
    first = call(bench, "POST", "/v1/checkout/sessions", SESSION, Idempotency_Key="k")
    bench.buyer(first[1]["id"], "pay")
    again = call(bench, "POST", "/v1/checkout/sessions", SESSION, Idempotency_Key="k")
    assert again[1] == first[1]
    assert (first[2].get("Idempotent-Replayed"), again[2]["Idempotent-Replayed"]) == (None, "true")


def test_a_key_is_for_one_request(bench):
    call(bench, "POST", "/v1/checkout/sessions", SESSION, Idempotency_Key="k")
    status, answer, _ = call(bench, "POST", "/v1/checkout/sessions", {**SESSION, "locale": "de"}, Idempotency_Key="k")
    assert (status, answer["error"]["type"]) == (400, "idempotency_error")
    assert call(bench, "POST", "/v1/refunds", SESSION, Idempotency_Key="k")[1]["error"]["type"] == "idempotency_error"


def test_a_key_is_forgotten_after_a_day(bench):
    first = call(bench, "POST", "/v1/checkout/sessions", SESSION, Idempotency_Key="k")[1]
    bench.clock.move(86399)
    assert call(bench, "POST", "/v1/checkout/sessions", SESSION, Idempotency_Key="k")[1]["id"] == first["id"]
    bench.clock.move(1)
    assert call(bench, "POST", "/v1/checkout/sessions", SESSION, Idempotency_Key="k")[1]["id"] != first["id"]


def test_a_refusal_is_not_remembered_but_a_decline_is(bench):
    wrong = {**SESSION, "mode": "setup"}
    assert call(bench, "POST", "/v1/checkout/sessions", wrong, Idempotency_Key="k")[0] == 400
    assert call(bench, "POST", "/v1/checkout/sessions", SESSION, Idempotency_Key="k")[0] == 200
    tried = {"amount": "500", "currency": "eur", "confirm": "true", "payment_method": "pm_card_chargeDeclined"}
    first = call(bench, "POST", "/v1/payment_intents", tried, Idempotency_Key="d")
    again = call(bench, "POST", "/v1/payment_intents", tried, Idempotency_Key="d")
    assert (first[0], again[:2]) == (402, first[:2])


@pytest.mark.parametrize(("status", "kept"), [(409, False), (429, False), (503, False), (500, True)])
def test_which_faults_a_key_remembers(bench, status, kept):
    bench.control("faults", answers=[status])
    assert call(bench, "POST", "/v1/checkout/sessions", SESSION, Idempotency_Key="k")[0] == status
    assert call(bench, "POST", "/v1/checkout/sessions", SESSION, Idempotency_Key="k")[0] == (500 if kept else 200)


@pytest.mark.parametrize(
    ("method", "code", "reason"),
    [
        ("pm_card_chargeDeclined", "card_declined", "generic_decline"),
        ("pm_card_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
        ("pm_card_chargeDeclinedExpiredCard", "expired_card", "expired_card"),
        ("pm_card_chargeCustomerFail", "card_declined", "generic_decline"),
    ],
)
def test_a_decline_says_why(bench, method, code, reason):
    session = created(bench)
    path = f"/v1/payment_pages/{session['id']}/confirm"
    status, answer, _ = call(bench, "POST", path, {"payment_method": method, "expected_amount": "2000"})
    error = answer["error"]
    assert (status, error["type"], error["code"], error["decline_code"]) == (402, "card_error", code, reason)
    assert (error["charge"][:3], error["payment_intent"]["status"]) == ("ch_", "requires_payment_method")
    assert call(bench, "GET", f"/v1/checkout/sessions/{session['id']}")[1]["status"] == "open"
    assert call(bench, "GET", f"/v1/charges/{error['charge']}")[1]["failure_code"] == code


def test_a_card_number_is_never_taken(bench):
    number = {"type": "card", "card[number]": "4242424242424242"}
    assert call(bench, "POST", "/v1/payment_methods", number)[0] == 402
    assert list(bench.sandbox.context.store.all("payment_method")) == []
    assert call(bench, "POST", "/v1/payment_methods", {"type": "card", "card[token]": "tok_1"})[0] == 400
    sepa = {"type": "sepa_debit", "sepa_debit[iban]": "AT611904300234573201"}
    assert call(bench, "POST", "/v1/payment_methods", sepa)[1]["sepa_debit"]["last4"] == "3000"


def test_money_can_be_held_and_taken_in_part(bench):
    hold = {"amount": "500", "currency": "eur", "confirm": "true", "capture_method": "manual"}
    intent = call(bench, "POST", "/v1/payment_intents", {**hold, "payment_method": "pm_card_visa"})[1]
    assert (intent["status"], intent["amount_capturable"]) == ("requires_capture", 500)
    assert call(bench, "POST", "/v1/refunds", {"payment_intent": intent["id"]})[0] == 400
    path = f"/v1/payment_intents/{intent['id']}/capture"
    assert call(bench, "POST", path, {"amount_to_capture": "501"})[1]["error"]["code"] == "amount_too_large"
    taken = call(bench, "POST", path, {"amount_to_capture": "300"})[1]
    assert (taken["status"], taken["amount_received"]) == ("succeeded", 300)
    assert call(bench, "POST", "/v1/refunds", {"payment_intent": intent["id"]})[1]["amount"] == 300
    code = call(bench, "POST", f"/v1/payment_intents/{intent['id']}/cancel")[1]["error"]["code"]
    assert code == "payment_intent_unexpected_state"


def test_expire_works_on_an_open_session_only(bench):
    session = created(bench)
    path = f"/v1/checkout/sessions/{session['id']}/expire"
    assert call(bench, "POST", path)[1]["status"] == "expired"
    assert call(bench, "POST", path)[0] == 400


@pytest.mark.parametrize(
    "wrong", [{"amount": "0"}, {"amount": "20741"}, {"reason": "bored"}, {"colour": "red"}, {"charge": "ch_0"}]
)
def test_a_refund_that_cannot_be(bench, wrong):
    paid = bench.buyer(bench.open().id, "pay")
    status, _, _ = call(bench, "POST", "/v1/refunds", {"payment_intent": paid.intent_id, **wrong})
    assert status == (404 if "charge" in wrong else 400)
    assert bench.gateway.list_refunds(paid.intent_id) == []


def test_a_body_that_cannot_be_read(bench):
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
    assert bench.sandbox.handle("POST", "/sandbox/outcome", headers, b"{")[0] == 400
    assert bench.sandbox.handle("POST", "/v1/refunds", {"Authorization": f"Bearer {KEY}"}, b"\xff=1")[0] == 400


@pytest.mark.parametrize("facts", [{}, {"session": "cs_0", "outcome": "pay"}, {"outcome": "dance"}])
def test_an_outcome_that_cannot_be(bench, facts):
    session = bench.open().id
    facts = {"session": session, **facts} if "outcome" in facts else facts
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
    assert bench.sandbox.handle("POST", "/sandbox/outcome", headers, json.dumps(facts).encode())[0] in (400, 404)


def test_a_closed_session_takes_no_outcome(bench):
    session = bench.buyer(bench.open().id, "pay")
    headers = {"Authorization": f"Bearer {KEY}"}
    form = urlencode({"session": session.id, "outcome": "pay"}).encode()
    assert bench.sandbox.handle("POST", "/sandbox/outcome", headers, form)[0] == 400


def test_sessions_are_told_newest_first(bench):
    ids = [bench.open(f"p{n}").id for n in range(3)]
    told = call(bench, "GET", "/sandbox/sessions")[1]["data"]
    assert [session["id"] for session in told] == ids[::-1]


def test_everything_survives_a_restart(tmp_path):
    store = str(tmp_path / "sandbox.db")
    before = Bench(store)
    session = before.open()
    before.buyer(session.id, "challenge")
    before.close()
    after = Bench(store)
    assert after.buyer(session.id, "approve").payment_status == "paid"
    assert after.open().id == session.id  # its idempotency key is remembered
    after.sandbox.tick()
    assert after.box.types.count("checkout.session.completed") == 1
    after.close()


def test_a_page_that_ends_before_the_banks_question_ends_both(bench):
    session = bench.open()
    bench.clock.move(session.expires_at - bench.clock.now - 60)
    bench.buyer(session.id, "challenge")
    bench.clock.move(4000)
    status, ended, *_ = call(bench, "GET", f"/v1/checkout/sessions/{session.id}")
    assert (status, ended["status"]) == (200, "expired")
    assert call(bench, "GET", f"/v1/payment_intents/{ended['payment_intent']}")[1]["status"] == "canceled"
