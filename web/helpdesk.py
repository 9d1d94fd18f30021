"""`POST /helpdesk/…`: what agents did in a helpdesk outside."""

from __future__ import annotations

import hmac

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from floorwalker.errors import BadSignature, BadValue, ShopError, TakenByOther

log = structlog.get_logger()


async def helpdesk_webhook(request: Request) -> Response:
    """200 once it is done; 400 for what cannot be read or is not signed, 404 for an unknown address or conversation,
    409 where a person of our own console answers, 503 where it has to be sent again."""
    state = request.app.state
    if state.inbox is None or not hmac.compare_digest(request.url.path.encode(), state.helpdesk_path.encode()):
        return JSONResponse({"error": "address"}, 404)
    try:
        done = await run_in_threadpool(state.inbox.hear, dict(request.headers), await request.body())
    except BadSignature:
        log.warning("helpdesk.bad_signature")
        return JSONResponse({"error": "signature"}, 400)
    except BadValue as no:
        return JSONResponse({"error": "value", "field": no.what, "value": no.value}, 400)
    except LookupError:
        return JSONResponse({"error": "conversation"}, 404)
    except TakenByOther as no:
        return JSONResponse({"error": "taken", "by": no.by}, 409)
    except ShopError as no:
        log.warning("helpdesk.event_left", why=type(no).__name__)
        return JSONResponse({"error": "unavailable"}, 503)
    return JSONResponse({"done": done})
