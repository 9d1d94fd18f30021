"""The states of payments and refunds, and what the provider's words mean."""

import pytest

from floorwalker.domain.payment import (
    MOVES,
    REFUND_MOVES,
    GatewayRefund,
    Session,
    refund_sources,
    refund_state_of,
    sources,
    state_of,
)  # fmt: skip


def test_a_payment_moves_forward_only():
    assert sources("succeeded") == ("creating", "open", "processing")
    assert sources("expired") == ("creating", "open")
    assert sources("open") == ("creating",)
    assert sources("creating") == ()


def test_nothing_leaves_an_end():
    assert {state for state, moves in MOVES.items() if not moves} == {"succeeded", "expired", "failed"}
    assert {state for state, moves in REFUND_MOVES.items() if not moves} == {"failed"}


def test_a_refund_may_fail_after_it_succeeded():
    assert refund_sources("failed") == ("requested", "pending", "succeeded")
    assert refund_sources("succeeded") == ("requested", "pending")


@pytest.mark.parametrize(
    ("status", "payment_status", "intent_status", "state"),
    [
        ("complete", "paid", "succeeded", "succeeded"),
        ("complete", "no_payment_required", None, "succeeded"),
        ("expired", "unpaid", None, "expired"),
        ("open", "unpaid", "requires_payment_method", "open"),
        ("complete", "unpaid", "requires_payment_method", "failed"),
        ("complete", "unpaid", "canceled", "failed"),
        ("complete", "unpaid", "processing", "processing"),
        ("complete", "unpaid", None, "processing"),
    ],
)
def test_what_the_provider_says(status, payment_status, intent_status, state):
    said = Session("cs", None, status, payment_status, 100, "EUR", "o", "p", "o", "pi", intent_status, 0)
    assert state_of(said) == state


@pytest.mark.parametrize(
    ("status", "state"),
    [("succeeded", "succeeded"), ("failed", "failed"), ("canceled", "failed"), ("requires_action", "pending")],
)
def test_what_the_provider_says_of_a_refund(status, state):
    assert refund_state_of(GatewayRefund("re", status, 1, "EUR", "pi", "r")) == state
