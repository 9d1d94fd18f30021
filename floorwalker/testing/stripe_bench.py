"""A gateway over a sandbox in the same process, with a clock that a test moves and a letter box for webhooks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from floorwalker.adapters.payments.stripe_gateway import StripeGateway
from floorwalker.domain.payment import Session
from floorwalker.sandbox.app import Sandbox
from floorwalker.testing.stripe_transport import SandboxTransport

KEY = "sk_test_12345678901234567890"
SECRET = "whsec_of_the_test"  # noqa: S105
HOOK = "http://127.0.0.1/stripe/webhook"
START = 1_795_600_000


def session_params(now: int, payment: str = "p1", amount: int = 20740, **more: Any) -> dict[str, Any]:
    """What a shop asks for one payment of order o1, held for 35 minutes."""
    ours = {"order_id": "o1", "payment_id": payment}
    priced = {"currency": "eur", "unit_amount": amount, "product_data": {"name": "Kelder rain jacket"}}
    return {
        "mode": "payment",
        "client_reference_id": "o1",
        "line_items": [{"quantity": 1, "price_data": priced}],
        "metadata": ours,
        "payment_intent_data": {"metadata": ours},
        "success_url": "http://127.0.0.1:8000/pay/return?sid={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://127.0.0.1:8000/pay/cancel",
        "expires_at": now + 2100,
        **more,
    }


@dataclass
class MovableClock:
    """Epoch seconds that stand still until moved."""

    now: int = START

    def __call__(self) -> int:
        return self.now

    def move(self, seconds: int) -> None:
        self.now += seconds


@dataclass
class LetterBox:
    """Takes webhooks: body and signature of each; `status` is what it answers."""

    letters: list[tuple[bytes, str]] = field(default_factory=list)
    status: int = 200

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        self.letters.append((body, headers["Stripe-Signature"]))
        return self.status

    @property
    def types(self) -> list[str]:
        return [json.loads(body)["type"] for body, _ in self.letters]


class Bench:
    """Everything wired: `gateway` asks `sandbox` through `transport`, under the contract."""

    def __init__(self, store: str = ":memory:", retries: int = 0) -> None:
        self.clock, self.box = MovableClock(), LetterBox()
        self.sandbox = Sandbox(store, KEY, clock=self.clock, deliver=self.box)
        self.sandbox.endpoint(HOOK, SECRET)
        self.transport = SandboxTransport(self.sandbox)
        self.gateway = StripeGateway(KEY, self.sandbox.base, http_client=self.transport, retries=retries)

    def params(self, payment: str = "p1", amount: int = 20740, **more: Any) -> dict[str, Any]:
        """What the shop asks for one payment, now."""
        return session_params(self.clock.now, payment, amount, **more)

    def open(self, payment: str = "p1", amount: int = 20740) -> Session:
        """A session that waits for its buyer."""
        return self.gateway.create(self.params(payment, amount), f"create-{payment}")

    def buyer(self, session: str, outcome: str) -> Session:
        """A buyer on the hosted page: pay, decline, challenge, approve, refuse, expire, delay, …"""
        self.control("outcome", session=session, outcome=outcome)
        return self.gateway.retrieve(session)

    def control(self, verb: str, **facts: Any) -> dict[str, Any]:
        """A control call of the sandbox: outcome, settle, reject, faults, forget."""
        headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
        status, _, body = self.sandbox.handle("POST", f"/sandbox/{verb}", headers, json.dumps(facts).encode())
        answer: dict[str, Any] = json.loads(body)
        assert status == 200, answer
        return answer

    def browse(self, path: str, form: str | None = None) -> tuple[int, dict[str, str], str]:
        """A browser on the hosted pages: posts the form, or gets the page."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        method = "GET" if form is None else "POST"
        status, answered, body = self.sandbox.handle(method, path, headers, (form or "").encode())
        return status, answered, body.decode()

    def close(self) -> None:
        self.sandbox.close()
