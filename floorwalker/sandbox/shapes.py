"""Stripe's objects as JSON: which members an object has, and what stands in them at first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from floorwalker.sandbox.outcomes import Outcome
from floorwalker.sandbox.store import Object, fresh

API_VERSION = "2026-10-28.endive"
"""The version that the pinned client speaks."""

ADDRESS = ("city", "country", "line1", "line2", "postal_code", "state")


def session(now: int, fields: Mapping[str, Any], base: str) -> Object:
    """An open Checkout Session; `fields` holds what the call gave."""
    id = fresh("cs_test")
    return {
        "id": id,
        "object": "checkout.session",
        "adaptive_pricing": None,
        "after_expiration": None,
        "allow_promotion_codes": None,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "billing_address_collection": None,
        "cancel_url": None,
        "client_reference_id": None,
        "client_secret": None,
        "collected_information": None,
        "consent": None,
        "consent_collection": None,
        "created": now,
        "currency_conversion": None,
        "custom_fields": [],
        "custom_text": {
            "after_submit": None,
            "shipping_address": None,
            "submit": None,
            "terms_of_service_acceptance": None,
        },
        "customer": None,
        "customer_creation": "if_required",
        "customer_details": None,
        "customer_email": None,
        "invoice": None,
        "livemode": False,
        "locale": None,
        "metadata": {},
        "mode": "payment",
        "payment_intent": None,
        "payment_link": None,
        "payment_method_collection": "if_required",
        "payment_method_options": {},
        "payment_method_types": ["card", "sepa_debit"],
        "payment_status": "unpaid",
        "phone_number_collection": {"enabled": False},
        "recovered_from": None,
        "setup_intent": None,
        "shipping_address_collection": None,
        "shipping_cost": None,
        "shipping_options": [],
        "status": "open",
        "submit_type": None,
        "subscription": None,
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "url": f"{base}/c/pay/{id}",
        **fields,
    }


def item(price: Object, quantity: int, description: str) -> Object:
    """One line of a Checkout Session."""
    amount = price["unit_amount"] * quantity
    return {
        "id": fresh("li"),
        "object": "item",
        "adjustable_quantity": None,
        "amount_discount": 0,
        "amount_subtotal": amount,
        "amount_tax": 0,
        "amount_total": amount,
        "currency": price["currency"],
        "description": description,
        "metadata": {},
        "price": price,
        "quantity": quantity,
    }


def product(now: int, fields: Mapping[str, Any]) -> Object:
    return {
        "id": fresh("prod"),
        "object": "product",
        "active": True,
        "created": now,
        "default_price": None,
        "description": None,
        "images": [],
        "livemode": False,
        "marketing_features": [],
        "metadata": {},
        "package_dimensions": None,
        "shippable": None,
        "statement_descriptor": None,
        "tax_code": None,
        "type": "service",
        "unit_label": None,
        "updated": now,
        "url": None,
        **fields,
    }


def price(now: int, product: str, currency: str, amount: int) -> Object:
    return {
        "id": fresh("price"),
        "object": "price",
        "active": True,
        "billing_scheme": "per_unit",
        "created": now,
        "currency": currency,
        "custom_unit_amount": None,
        "livemode": False,
        "lookup_key": None,
        "metadata": {},
        "nickname": None,
        "product": product,
        "recurring": None,
        "tax_behavior": "unspecified",
        "tiers_mode": None,
        "transform_quantity": None,
        "type": "one_time",
        "unit_amount": amount,
        "unit_amount_decimal": str(amount),
    }


def intent(now: int, amount: int, currency: str, fields: Mapping[str, Any]) -> Object:
    """A PaymentIntent that waits for a payment method."""
    id = fresh("pi")
    return {
        "id": id,
        "object": "payment_intent",
        "amount": amount,
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "application": None,
        "application_fee_amount": None,
        "automatic_payment_methods": None,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": "automatic_async",
        "client_secret": f"{id}_secret_sandbox",
        "confirmation_method": "automatic",
        "created": now,
        "currency": currency,
        "customer": None,
        "description": None,
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": {},
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_options": {},
        "payment_method_types": ["card", "sepa_debit"],
        "processing": None,
        "receipt_email": None,
        "review": None,
        "setup_future_usage": None,
        "shipping": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": "requires_payment_method",
        "transfer_data": None,
        "transfer_group": None,
        **fields,
    }


def charge(now: int, intent: Object, outcome: Outcome, status: str, captured: bool) -> Object:
    """A try to take the money: `status` is succeeded, pending or failed."""
    failed = status == "failed"
    return {
        "id": fresh("ch"),
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": intent["amount"] if captured else 0,
        "amount_refunded": 0,
        "application": None,
        "balance_transaction": None,
        "billing_details": {"address": None, "email": intent["receipt_email"], "name": None, "phone": None},
        "captured": captured,
        "created": now,
        "currency": intent["currency"],
        "customer": intent["customer"],
        "description": intent["description"],
        "disputed": False,
        "failure_code": outcome.decline if failed else None,
        "failure_message": outcome.message if failed else None,
        "fraud_details": {},
        "livemode": False,
        "metadata": intent["metadata"],
        "outcome": {
            "network_status": "declined_by_network" if failed else "approved_by_network",
            "reason": outcome.reason if failed else None,
            "seller_message": "The bank declined." if failed else "Payment complete.",
            "type": "issuer_declined" if failed else "authorized",
        },
        "paid": not failed,
        "payment_intent": intent["id"],
        "payment_method": intent["payment_method"],
        "payment_method_details": {"type": outcome.kind, outcome.kind: _method_details(outcome)},
        "receipt_email": intent["receipt_email"],
        "refunded": False,
        "shipping": intent["shipping"],
        "status": status,
    }


def _method_details(outcome: Outcome) -> Object:
    if outcome.kind == "sepa_debit":
        return {"bank_code": "19043", "country": "AT", "fingerprint": "sandbox", "last4": outcome.last4}
    return {**_card(outcome), "three_d_secure": None}


def _card(outcome: Outcome) -> Object:
    return {
        "brand": outcome.brand,
        "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"},
        "country": "US",
        "exp_month": 12,
        "exp_year": 2034,
        "fingerprint": "sandbox",
        "funding": "credit",
        "last4": outcome.last4,
        "wallet": None,
    }


def payment_method(now: int, id: str, outcome: Outcome, billing: Mapping[str, Any]) -> Object:
    """A payment method of a test token: no number was ever seen."""
    address = billing.get("address")
    full = {name: address.get(name) for name in ADDRESS} if isinstance(address, Mapping) else None
    told = {name: billing.get(name) for name in ("email", "name", "phone")}
    if outcome.kind == "card":
        details: Object = {**_card(outcome), "display_brand": outcome.brand, "three_d_secure_usage": None}
    else:
        details = _method_details(outcome)
    return {
        "id": id,
        "object": "payment_method",
        "billing_details": {**told, "address": full},
        outcome.kind: details,
        "created": now,
        "customer": None,
        "livemode": False,
        "metadata": {},
        "type": outcome.kind,
    }


def page(url: str, objects: Sequence[Object], has_more: bool) -> Object:
    """A list as the API answers it."""
    return {"object": "list", "data": list(objects), "has_more": has_more, "url": url}
