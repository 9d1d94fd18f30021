"""Stripe's objects that come after a payment or around it: refunds, disputes, events, endpoints, customers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from floorwalker.sandbox.forms import names
from floorwalker.sandbox.shapes import API_VERSION
from floorwalker.sandbox.store import Object, fresh


def refund(now: int, charge: Object, amount: int, status: str, fields: Mapping[str, Any]) -> Object:
    return {
        "id": fresh("re"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "created": now,
        "currency": charge["currency"],
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "reason": None,
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": status,
        "transfer_reversal": None,
        **fields,
    }


EVIDENCE = names(
    "access_activity_log billing_address cancellation_policy cancellation_policy_disclosure "
    "cancellation_rebuttal customer_communication customer_email_address customer_name "
    "customer_purchase_ip customer_signature duplicate_charge_documentation duplicate_charge_explanation "
    "duplicate_charge_id product_description receipt refund_policy refund_policy_disclosure "
    "refund_refusal_explanation service_date service_documentation shipping_address shipping_carrier "
    "shipping_date shipping_documentation shipping_tracking_number uncategorized_file uncategorized_text"
)


def dispute(now: int, charge: Object) -> Object:
    """The buyer's bank wants the money back."""
    return {
        "id": fresh("du"),
        "object": "dispute",
        "amount": charge["amount"],
        "balance_transactions": [],
        "charge": charge["id"],
        "created": now,
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {**dict.fromkeys(EVIDENCE), "enhanced_evidence": {}},
        "evidence_details": {
            "due_by": now + 7 * 86400,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
            "submission_method": "manual",
        },
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "reason": "fraudulent",
        "status": "needs_response",
    }


def event(now: int, type: str, obj: Object, request: str | None) -> Object:
    """What happened, with the object as it was then."""
    return {
        "id": fresh("evt"),
        "object": "event",
        "api_version": API_VERSION,
        "created": now,
        "data": {"object": obj},
        "livemode": False,
        "pending_webhooks": 0,
        "request": {"id": None, "idempotency_key": request},
        "type": type,
    }


def endpoint(now: int, id: str, url: str, enabled: Sequence[str]) -> Object:
    """Where events are sent; its secret is told once, in the answer to its creation."""
    return {
        "id": id,
        "object": "webhook_endpoint",
        "api_version": None,
        "application": None,
        "created": now,
        "description": None,
        "enabled_events": list(enabled),
        "livemode": False,
        "metadata": {},
        "status": "enabled",
        "url": url,
    }


def customer(now: int, fields: Mapping[str, Any]) -> Object:
    return {
        "id": fresh("cus"),
        "object": "customer",
        "address": None,
        "balance": 0,
        "created": now,
        "currency": None,
        "default_source": None,
        "delinquent": False,
        "description": None,
        "email": None,
        "invoice_prefix": "SANDBOX",
        "invoice_settings": {
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        "livemode": False,
        "metadata": {},
        "name": None,
        "phone": None,
        "preferred_locales": [],
        "shipping": None,
        "tax_exempt": "none",
        "test_clock": None,
        **fields,
    }
