"""stripe-python's transport into a sandbox in the same process, with Stripe's schema as a judge.

Every request and every answer below 400 must fit the contract, else AssertionError.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import urlsplit

import stripe

from floorwalker.sandbox.app import Response, Sandbox
from floorwalker.testing.stripe_contract import Contract, contract

Fault = Literal["lost request", "lost response"]


class SandboxTransport(stripe.HTTPClient):
    """`faults` are used up one a request, in order; None in between lets one request pass."""

    name = "sandbox"

    def __init__(self, sandbox: Sandbox, judge: Contract | None = None) -> None:
        super().__init__()
        self.sandbox, self.judge = sandbox, judge or contract()
        self.faults: list[Fault | None] = []
        self.calls: list[str] = []

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: Any = None,
        **rest: Any,
    ) -> tuple[str, int, Mapping[str, str]]:
        """Answers from the sandbox. Raises APIConnectionError where a fault stands."""
        body = post_data.encode() if isinstance(post_data, str) else post_data or b""
        fault = self.faults.pop(0) if self.faults else None
        if fault == "lost request":
            raise _lost(fault)
        status, answered, answer = self._call(method.upper(), url, headers or {}, body)
        if fault == "lost response":
            raise _lost(fault)
        return answer.decode(), status, answered

    def close(self) -> None:
        """Nothing is open."""

    def _call(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Response:
        parts = urlsplit(url)
        self.calls.append(f"{method} {parts.path}")
        _fits(self.judge.request(method, parts.path, body, parts.query))
        address = f"{parts.path}?{parts.query}"
        answer = self.sandbox.handle(method, address, headers, body)
        if answer[0] < 400:
            _fits(self.judge.object(json.loads(answer[2])))
        return answer


def _fits(problems: list[str]) -> None:
    assert not problems, "\n".join(problems)


def _lost(fault: str) -> stripe.APIConnectionError:
    return stripe.APIConnectionError(fault, should_retry=True)  # type: ignore[no-untyped-call]
