"""`POST /stripe/webhook`: a signed hint that something happened; what happened is asked of Stripe."""

from __future__ import annotations

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from floorwalker.errors import BadSignature, ShopError

log = structlog.get_logger()


async def stripe_webhook(request: Request) -> Response:
    """400 for what is not Stripe's; 200 once the event is stored, also when its work must be tried again."""
    body = await request.body()
    payments = request.app.state.shop.payments
    try:
        outcome = await run_in_threadpool(payments.handle_event, body, request.headers.get("stripe-signature"))
    except BadSignature:
        log.warning("stripe.bad_signature")
        return JSONResponse({"error": "signature"}, 400)
    except ShopError as error:
        log.warning("stripe.event_left", why=type(error).__name__)
        outcome = "stored"
    return JSONResponse({"outcome": outcome})
