"""The sandbox over HTTP: a purchase from link to webhook, and how the process starts and ends."""

import os
import queue
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests

from floorwalker.adapters.payments.stripe_gateway import StripeGateway
from floorwalker.errors import BadSignature, PaymentUnavailable
from floorwalker.sandbox.__main__ import options, problem, serve
from floorwalker.sandbox.clock import FileClock
from floorwalker.testing.stripe_bench import KEY, SECRET, session_params


@pytest.fixture
def hook():
    """A shop's webhook: its address, and the letters as they come."""
    letters = queue.Queue()

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.end_headers()
            letters.put((body, self.headers["Stripe-Signature"]))

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Hook)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/stripe/webhook", letters
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def server(tmp_path, hook):
    argv = ["--port", "0", "--data", str(tmp_path / "s" / "sandbox.db"), "--key", KEY]
    hooked = ["--webhook-url", hook[0], "--webhook-secret", SECRET]
    environ = {"SANDBOX_CLOCK_FILE": str(tmp_path / "clock"), "SANDBOX_SHOP_NAME": "Larch & Lantern"}
    server = serve(options([*argv, *hooked], environ), environ)
    yield server
    server.close()


@pytest.fixture
def gateway(server):
    gateway = StripeGateway(KEY, server.sandbox.context.base)
    yield gateway
    gateway.close()


@pytest.fixture
def browser():
    with requests.Session() as browser:
        yield browser


def opened(server, gateway, payment="p1"):
    return gateway.create(session_params(server.sandbox.clock(), payment), payment)


def events_until(gateway, letters, wanted):
    """Takes letters out of the box until that event comes."""
    while True:
        event = gateway.verify_event(*letters.get(timeout=10), [SECRET])
        if event.type == wanted:
            return event


def test_from_the_link_to_the_refund(server, gateway, hook, browser):
    session = opened(server, gateway)
    assert "Larch &amp; Lantern" in browser.get(session.url).text
    declined = browser.post(session.url, {"outcome": "decline"})
    assert "The bank said no" in declined.text
    assert events_until(gateway, hook[1], "payment_intent.payment_failed").payment_id == "p1"
    bank = browser.post(session.url, {"outcome": "challenge"})
    assert "Confirm this payment" in bank.text
    thanks = browser.post(bank.url, {"answer": "approve"}, allow_redirects=False)
    assert thanks.headers["Location"] == f"http://127.0.0.1:8000/pay/return?sid={session.id}"
    paid = gateway.retrieve(session.id)
    assert (paid.payment_status, paid.card_last4) == ("paid", "3184")
    assert events_until(gateway, hook[1], "checkout.session.completed").object_id == session.id
    gateway.refund({"payment_intent": paid.intent_id, "amount": 740, "metadata": {"refund_id": "r1"}}, "r1")
    assert events_until(gateway, hook[1], "refund.created").intent_id == paid.intent_id
    assert [refund.amount for refund in gateway.list_refunds(paid.intent_id)] == [740]
    with pytest.raises(BadSignature):
        gateway.verify_event(b"{}", "t=1,v1=00", [SECRET])


def test_moving_the_clock_file_expires_what_is_open(server, gateway, hook, tmp_path):
    session = opened(server, gateway)
    (tmp_path / "clock").write_text("2100")
    assert gateway.retrieve(session.id).status == "expired"
    body, signature = hook[1].get(timeout=10)
    assert b"checkout.session.expired" in body
    assert abs(int(signature.split(",")[0][2:]) - server.sandbox.clock()) < 60


def test_threads_with_one_key_open_one_session(server, gateway):
    params = session_params(server.sandbox.clock())

    def create(_):
        try:
            return gateway.create(params, "one").id
        finally:
            gateway.close()  # this thread's connections

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(create, range(16)))) == 1


def test_head_and_health(server, browser):
    base = server.sandbox.context.base
    assert browser.get(f"{base}/health").json() == {"status": "ok"}
    assert browser.head(f"{base}/c/pay.css").text == ""
    assert browser.get(f"{base}/favicon.ico").status_code == 204
    assert browser.post(f"{base}/v1/refunds", b"x" * 1_000_001).status_code == 413


def test_nobody_there(server):
    gateway = StripeGateway(KEY, "http://127.0.0.1:9", retries=0)
    with pytest.raises(PaymentUnavailable):
        gateway.retrieve("cs_1")
    gateway.close()


@pytest.mark.parametrize(
    ("argv", "environ", "said"),
    [
        ([], {"ENV": "production"}, "STRIPE_SECRET_KEY"),
        (["--key", "sk_live_1"], {}, "sk_test_"),
        ([], {"SANDBOX_WEBHOOK_URL": "http://127.0.0.1:1"}, "--webhook-secret"),
    ],
)
def test_it_refuses_to_start_wrongly(argv, environ, said):
    assert said in problem(options(argv, environ), environ)


def test_it_starts_in_production_when_told():
    environ = {"ENV": "production", "SANDBOX_IN_PRODUCTION": "1", "SANDBOX_PORT": "9", "SANDBOX_DATA": "x.db"}
    wanted = options([], environ)
    assert (problem(wanted, environ), wanted.port, wanted.data) == (None, 9, "x.db")


@pytest.mark.parametrize(("written", "offset"), [("60\n", 60), ("-5", -5), ("", 0), ("1h", 0), (None, 0)])
def test_the_clock_follows_its_file(tmp_path, monkeypatch, written, offset):
    monkeypatch.setattr("time.time", lambda: 1000.9)
    if written is not None:
        (tmp_path / "clock").write_text(written)
    assert FileClock(tmp_path / "clock")() == 1000 + offset


def test_the_process_is_quiet_and_ends_when_asked(tmp_path):
    environ = {**os.environ, "SANDBOX_DATA": str(tmp_path / "s.db"), "SANDBOX_PORT": "0", "SANDBOX_KEY": KEY}
    command = [sys.executable, "-m", "floorwalker.sandbox"]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        while not (tmp_path / "s.db").exists() and process.poll() is None:
            threading.Event().wait(0.02)
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=10)
    assert (said, process.returncode) == (b"", 0)


def test_the_clockwork_outlives_a_failure(server, gateway, caplog):
    told = queue.Queue()

    def deliver(url, headers, body):
        told.put(body)
        if told.qsize() == 1:
            raise RuntimeError("once")
        return 200

    server.sandbox.deliver = deliver
    gateway.expire(opened(server, gateway).id)
    first = told.get(timeout=10)
    told.put(first)
    while told.qsize() < 2:
        server.changed.set()
        threading.Event().wait(0.02)
    assert "the sandbox's clockwork failed" in caplog.text
