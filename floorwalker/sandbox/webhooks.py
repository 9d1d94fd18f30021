"""Events, and their signed way to the endpoints: tried again with growing pauses."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from secrets import token_hex

from floorwalker.sandbox import shapes_after
from floorwalker.sandbox.context import Context
from floorwalker.sandbox.errors import invalid, missing
from floorwalker.sandbox.forms import Form, only, text
from floorwalker.sandbox.lists import PAGING, listing
from floorwalker.sandbox.store import Delivery, Object, fresh

Deliver = Callable[[str, Mapping[str, str], bytes], int]
"""Posts a body to an address: the status of the answer, 0 when there was none."""

PAUSES = (5, 30, 300, 3600, 14400)
"""Seconds until the next try; after the last one the delivery is dead."""

OWN = "we_sandbox"


@dataclass(frozen=True)
class Parcel:
    """A delivery with all that sending it needs."""

    delivery: Delivery
    url: str
    headers: Mapping[str, str]
    body: bytes


def register(ctx: Context, url: str, secret: str) -> None:
    """The endpoint that the sandbox was started with."""
    endpoint = shapes_after.endpoint(ctx.now, OWN, url, ["*"])
    if ctx.store.get("webhook_endpoint", OWN) is None:
        ctx.store.add(endpoint)
    ctx.store.save(endpoint)
    ctx.store.hide(OWN, secret=secret)


def create(ctx: Context, form: Form) -> Object:
    """POST /v1/webhook_endpoints: the answer, and only it, tells the secret."""
    url = text(form, "url")
    if not isinstance(form.get("enabled_events"), list):
        raise missing("enabled_events")
    secret = f"whsec_{token_hex(16)}"
    endpoint = shapes_after.endpoint(ctx.now, fresh("we"), url, form["enabled_events"])
    return {**ctx.store.add(endpoint, secret=secret), "secret": secret}


def sign(secret: str, now: int, body: bytes) -> str:
    """The Stripe-Signature header; the whole secret is the key, whsec_ included."""
    digest = hmac.new(secret.encode(), f"{now}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={now},v1={digest}"


def parcels(ctx: Context) -> list[Parcel]:
    """What has to be sent now."""
    due = [_parcel(ctx, delivery) for delivery in ctx.store.deliveries(ctx.now)]
    return due[::-1] if ctx.faults.webhooks == "reverse" else due


def _parcel(ctx: Context, delivery: Delivery) -> Parcel:
    endpoint = ctx.need("webhook_endpoint", delivery.endpoint)
    body = json.dumps(retrieve(ctx, {}, delivery.event)).encode()
    signature = sign(ctx.store.hidden(delivery.endpoint)["secret"], ctx.now, body)
    headers = {"Content-Type": "application/json; charset=utf-8", "Stripe-Signature": signature}
    return Parcel(delivery, endpoint["url"], headers, body)


def delivered(ctx: Context, delivery: Delivery, status: int) -> None:
    """Books how a try went."""
    tries = delivery.attempts
    if 200 <= status < 300:
        ctx.store.settle_delivery(delivery.id, "sent", tries + 1, 0)
    elif tries < len(PAUSES):
        ctx.store.settle_delivery(delivery.id, "due", tries + 1, ctx.now + PAUSES[tries])
    else:
        ctx.store.settle_delivery(delivery.id, "dead", tries + 1, 0)


def retrieve(ctx: Context, form: Form, id: str) -> Object:
    """GET /v1/events/{id}."""
    return {**ctx.need("event", id), "pending_webhooks": ctx.store.undelivered().get(id, 0)}


def find(ctx: Context, form: Form) -> Object:
    """GET /v1/events."""
    only(form, (*PAGING, "type", "types", "delivery_success", "expand"))
    if "type" in form and "types" in form:
        raise invalid("You may only specify one of these parameters: type, types.")
    pending = ctx.store.undelivered()
    told = ({**event, "pending_webhooks": pending.get(event["id"], 0)} for event in ctx.store.all("event"))
    return listing("/v1/events", (event for event in told if _wanted(event, form)), form)


def _wanted(event: Object, form: Form) -> bool:
    types = form.get("types") or ([form["type"]] if "type" in form else [event["type"]])
    success = form.get("delivery_success")
    return event["type"] in types and success in (None, str(not event["pending_webhooks"]).lower())
