"""What the bank shall do: Stripe's published test payment methods, and two delayed ones of our own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Effect = Literal["paid", "declined", "challenge", "delayed"]


@dataclass(frozen=True)
class Outcome:
    """A test payment method. `decline` and `reason` are code and decline_code of the error;
    `then` is what follows a confirmed challenge or a delay."""

    name: str
    effect: Effect
    last4: str
    kind: Literal["card", "sepa_debit"] = "card"
    brand: str = "visa"
    decline: str = "card_declined"
    reason: str = "generic_decline"
    message: str = "Your card was declined."
    then: Effect = "paid"
    refund_fails: bool = False
    disputed: bool = False


OUTCOMES: Mapping[str, Outcome] = {
    outcome.name: outcome
    for outcome in (
        Outcome("pm_card_visa", "paid", "4242"),
        Outcome("pm_card_mastercard", "paid", "4444", brand="mastercard"),
        Outcome("pm_card_chargeDeclined", "declined", "0002"),
        Outcome("pm_card_visa_chargeDeclined", "declined", "0002"),
        Outcome(
            "pm_card_chargeDeclinedInsufficientFunds",
            "declined",
            "9995",
            reason="insufficient_funds",
            message="Your card has insufficient funds.",
        ),
        Outcome(
            "pm_card_chargeDeclinedExpiredCard",
            "declined",
            "0069",
            decline="expired_card",
            reason="expired_card",
            message="Your card has expired.",
        ),
        Outcome("pm_card_chargeCustomerFail", "declined", "0341"),
        Outcome("pm_card_authenticationRequired", "challenge", "3184"),
        Outcome("pm_card_threeDSecure2Required", "challenge", "3220"),
        Outcome("pm_card_threeDSecureRequiredChargeDeclined", "challenge", "1629", then="declined"),
        Outcome("pm_sepa_ok", "delayed", "3000", "sepa_debit"),
        Outcome("pm_sepa_fail", "delayed", "3027", "sepa_debit", then="declined"),
        Outcome("pm_card_refundFail", "paid", "5126", refund_fails=True),
        Outcome("pm_card_createDispute", "paid", "0259", disputed=True),
        Outcome("pm_card_createDisputeInquiry", "paid", "1976", disputed=True),
    )
}

TOKENS: Mapping[str, str] = {
    "tok_visa": "pm_card_visa",
    "tok_mastercard": "pm_card_mastercard",
    "tok_chargeDeclined": "pm_card_chargeDeclined",
    "tok_chargeCustomerFail": "pm_card_chargeCustomerFail",
    "tok_visa_chargeDeclined": "pm_card_chargeDeclined",
    "tok_createDispute": "pm_card_createDispute",
    "tok_refundFail": "pm_card_refundFail",
    "tok_threeDSecure2Required": "pm_card_threeDSecure2Required",
}
"""Test tokens of card[token]."""

IBANS: Mapping[str, str] = {
    "AT611904300234573201": "pm_sepa_ok",
    "AT861904300235473202": "pm_sepa_fail",
    "DE89370400440532013000": "pm_sepa_ok",
    "DE62370400440532013001": "pm_sepa_fail",
    "IT40S0542811101000000123456": "pm_sepa_ok",
    "IT60X0542811101000000123456": "pm_sepa_fail",
}
"""Test account numbers that Stripe publishes; every other one is refused."""

CHOICES: Mapping[str, str] = {
    "pay": "pm_card_visa",
    "decline": "pm_card_chargeDeclined",
    "challenge": "pm_card_authenticationRequired",
    "challenge_declined": "pm_card_threeDSecureRequiredChargeDeclined",
    "delay": "pm_sepa_ok",
    "delay_fail": "pm_sepa_fail",
    "refund_fail": "pm_card_refundFail",
    "dispute": "pm_card_createDispute",
}
"""What a buyer on the hosted page, or a test, can choose."""
