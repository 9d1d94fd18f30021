"""Stripe's error answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class ApiError(Exception):
    """An answer of 400 and above: `error` is the body's error object."""

    def __init__(self, status: int, error: Mapping[str, Any]) -> None:
        super().__init__(error.get("message"))
        self.status = status
        self.error = {name: value for name, value in error.items() if value is not None}


def invalid(message: str, code: str | None = None, param: str | None = None, status: int = 400) -> ApiError:
    """The request itself is wrong."""
    kind = {"type": "invalid_request_error", "message": message, "code": code, "param": param}
    return ApiError(status, kind)


def missing(param: str) -> ApiError:
    return invalid(f"Missing required param: {param}.", "parameter_missing", param)


def unknown(param: str) -> ApiError:
    return invalid(f"Received unknown parameter: {param}", "parameter_unknown", param)


def not_an_integer(param: str, value: object) -> ApiError:
    return invalid(f"Invalid integer: {value}", "parameter_invalid_integer", param)


def no_such(kind: str, id: str, param: str = "id") -> ApiError:
    return invalid(f"No such {kind}: '{id}'", "resource_missing", param, 404)


def no_route(method: str, path: str) -> ApiError:
    return invalid(f"Unrecognized request URL ({method}: {path}).", status=404)


def unauthorized() -> ApiError:
    return invalid("This sandbox takes its own sk_test_ key only.", status=401)


def key_reused(key: str) -> ApiError:
    message = f"Keys for idempotent requests can only be used with the same parameters: '{key}'."
    return ApiError(400, {"type": "idempotency_error", "message": message})


def raw_card() -> ApiError:
    message = "Never send card numbers: use a test token such as tok_visa."
    return ApiError(402, {"type": "card_error", "message": message, "code": "card_declined"})


FAULTS: Mapping[int, Mapping[str, Any]] = {
    409: {"type": "invalid_request_error", "message": "Another call has it now.", "code": "lock_timeout"},
    429: {"type": "invalid_request_error", "message": "Too many requests.", "code": "rate_limit"},
    500: {"type": "api_error", "message": "Something went wrong here."},
}
"""Answers that a test may order."""
