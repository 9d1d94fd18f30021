"""Stripe, and what speaks like it: the only importer of `stripe`.

The same client runs against the sandbox, Stripe's test mode and live; only key and base address differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

import stripe

from floorwalker.domain.payment import GatewayEvent, GatewayRefund, Session
from floorwalker.errors import BadSettings, BadSignature, PaymentRejected, PaymentUnavailable

TIMEOUT = (3.05, 15)
"""Seconds to connect and to answer."""
WINDOW = (60, 7200)
"""Seconds before and after a payment was made in which its session is looked for."""
EXPAND = ["payment_intent.latest_charge"]
Found = TypeVar("Found")


class StripeGateway:
    """The payment gateway over `stripe`; one serves all threads.

    `base` is taken on loopback with an sk_test_ key only: a real key never leaves for another host.
    """

    def __init__(self, key: str, base: str | None = None, *, http_client: Any = None, retries: int = 2) -> None:
        _check(key, base)
        stripe.enable_telemetry = False
        self._http = http_client or stripe.RequestsClient(timeout=TIMEOUT)
        self._client = stripe.StripeClient(
            key,
            base_addresses={"api": base} if base else {},
            http_client=self._http,
            max_network_retries=retries,
        )
        self._sessions = self._client.v1.checkout.sessions
        self._refunds = self._client.v1.refunds
        self._events = self._client.v1.events

    def create(self, params: Mapping[str, Any], key: str) -> Session:
        """Opens a page for one payment. A repeat with the same key opens no second one."""
        return self._session(lambda: self._sessions.create(_params(params, expand=EXPAND), _once(key)))

    def retrieve(self, session_id: str) -> Session:
        """The session as it is now."""
        return self._session(lambda: self._sessions.retrieve(session_id, {"expand": EXPAND}))

    def expire(self, session_id: str) -> Session:
        """Closes the page for good. One that is not open comes back as it is."""
        try:
            return self._session(lambda: self._sessions.expire(session_id, {"expand": EXPAND}))
        except PaymentRejected:
            return self.retrieve(session_id)

    def find(self, payment_id: str, created: int) -> Session | None:
        """The session of our payment, looked for around the time when the payment was made."""
        window = {"gte": created - WINDOW[0], "lte": created + WINDOW[1]}
        params = {"created": window, "limit": 100, "expand": [f"data.{path}" for path in EXPAND]}
        with _translated():
            listed = self._sessions.list(cast(Any, params)).auto_paging_iter()
            return next((s for s in map(_session_of, listed) if s.payment_id == payment_id), None)

    def refund(self, params: Mapping[str, Any], key: str) -> GatewayRefund:
        """Sends money back. A repeat with the same key sends nothing more, for a day."""
        with _translated():
            return _refund_of(self._refunds.create(_params(params), _once(key)))

    def get_refund(self, id: str) -> GatewayRefund:
        with _translated():
            return _refund_of(self._refunds.retrieve(id))

    def list_refunds(self, intent_id: str) -> list[GatewayRefund]:
        """All refunds of a PaymentIntent, newest first."""
        with _translated():
            listed = self._refunds.list({"payment_intent": intent_id, "limit": 100})
            return [_refund_of(refund) for refund in listed.auto_paging_iter()]

    def list_events(self, types: Sequence[str], since: int, delivery_success: bool | None = None) -> list[GatewayEvent]:
        """Events of these types (20 at most) since then, newest first; False: those never delivered."""
        params: dict[str, Any] = {"types": list(types), "created": {"gte": since}, "limit": 100}
        if delivery_success is not None:
            params["delivery_success"] = delivery_success
        with _translated():
            listed = self._events.list(cast(Any, params))
            return [_event_of(event) for event in listed.auto_paging_iter()]

    def verify_event(self, body: bytes, signature: str | None, secrets: Sequence[str]) -> GatewayEvent:
        """Reads a webhook that one of the secrets signed within 300 seconds. Raises BadSignature."""
        for secret in secrets:
            event = _verified(body, signature, secret)
            if event is not None:
                return _event_of(event)
        raise BadSignature

    def close(self) -> None:
        """Ends the connections of this thread."""
        self._http.close()

    def _session(self, ask: Callable[[], stripe.checkout.Session]) -> Session:
        with _translated():
            return _session_of(ask())


def _check(key: str, base: str | None) -> None:
    """Raises BadSettings when the key could leave for a stranger."""
    if base is None:
        return
    if urlsplit(base).hostname not in ("127.0.0.1", "localhost", "::1"):
        raise BadSettings((f"payment base address {base}: use an address on loopback, or none",))
    if not key.startswith("sk_test_"):
        raise BadSettings(("a payment base address of your own needs a key that begins with sk_test_",))


def _params(params: Mapping[str, Any], **more: Any) -> Any:
    return {**params, **more}


def _once(key: str) -> Any:
    return {"idempotency_key": key}


@contextmanager
def _translated() -> Iterator[None]:
    """Stripe's errors as ours."""
    try:
        yield
    except (stripe.InvalidRequestError, stripe.IdempotencyError, stripe.CardError) as no:
        raise PaymentRejected(no.code or "", no.user_message or str(no)) from no
    except (stripe.AuthenticationError, stripe.PermissionError) as no:
        raise PaymentRejected("unauthorized", str(no)) from no
    except stripe.StripeError as no:
        raise PaymentUnavailable from no


def _verified(body: bytes, signature: str | None, secret: str) -> stripe.Event | None:
    try:
        return cast(stripe.Event, stripe.Webhook.construct_event(body, cast(str, signature), secret))
    except (stripe.SignatureVerificationError, ValueError):
        return None


def _session_of(session: stripe.checkout.Session) -> Session:
    intent = cast("stripe.PaymentIntent | None", _object(session.payment_intent))
    charge = cast("stripe.Charge | None", _object(intent.latest_charge)) if intent else None
    error = intent.last_payment_error if intent else None
    paid = charge if charge is not None and charge.status == "succeeded" else None
    return Session(
        id=session.id,
        url=session.url,
        status=session.status,
        payment_status=session.payment_status,
        amount_total=session.amount_total or 0,
        currency=(session.currency or "").upper(),
        client_reference_id=session.client_reference_id,
        payment_id=_meta(session, "payment_id"),
        order_id=_meta(session, "order_id"),
        intent_id=_id(session.payment_intent),
        intent_status=intent.status if intent else None,
        expires_at=session.expires_at,
        card_last4=_last4(charge),
        charge_id=paid.id if paid else None,
        failed_charge_id=_optional(error, "charge"),
        failure_code=_optional(error, "decline_code") or _optional(error, "code"),
    )


def _refund_of(refund: stripe.Refund) -> GatewayRefund:
    return GatewayRefund(
        id=refund.id,
        status=refund.status or "pending",
        amount=refund.amount,
        currency=refund.currency.upper(),
        intent_id=_id(refund.payment_intent),
        refund_id=_meta(refund, "refund_id"),
        failure_reason=_optional(refund, "failure_reason"),
    )


def _event_of(event: stripe.Event) -> GatewayEvent:
    obj: Any = event.data.object
    intent = obj["id"] if obj["object"] == "payment_intent" else _id(_optional(obj, "payment_intent"))
    return GatewayEvent(event.id, event.type, obj["id"], intent, event.created, _meta(obj, "payment_id"))


def _optional(obj: Any, name: str) -> Any:
    """A member that may be absent; Stripe's objects have no `get`."""
    return obj[name] if obj is not None and name in obj else None


def _meta(obj: Any, name: str) -> str | None:
    return cast("str | None", _optional(_optional(obj, "metadata"), name))


def _object(expanded: Any) -> Any:
    """The object where one was expanded; an id or nothing is None."""
    return None if isinstance(expanded, str) else expanded


def _id(member: Any) -> str | None:
    """The id of a member that may be expanded."""
    return member if member is None or isinstance(member, str) else str(member["id"])


def _last4(charge: Any) -> str | None:
    details = _optional(charge, "payment_method_details")
    kind = _optional(details, "type")
    return cast("str | None", _optional(_optional(details, kind), "last4")) if kind else None
