"""`/webhooks/<channel>/…` goes to Rasa as it came; Rasa itself is not reachable from outside."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from floorwalker.errors import BadSignature, Unavailable

MOST_BYTES = 3_000_000
"""The largest webhook body that a channel's vendor sends (Meta: 3 MB)."""


async def webhook(request: Request) -> Response:
    """Limits size and pace, then hands on."""
    state = request.app.state
    if int(request.headers.get("content-length") or 0) > MOST_BYTES:
        return JSONResponse({"ok": False, "error": "body: too large"}, 413)
    if not state.message_limit.allows(_who(request)):
        return JSONResponse({"ok": False, "error": "too many messages, wait a moment"}, 429)
    body = await request.body()
    if len(body) > MOST_BYTES:
        return JSONResponse({"ok": False, "error": "body: too large"}, 413)
    try:
        answer = await state.forwarder.send(
            request.method, request.url.path, request.url.query, dict(request.headers), body
        )
    except Unavailable:
        return JSONResponse({"ok": False, "error": "starting"}, 503, headers={"retry-after": "2"})
    return Response(answer.body, answer.status, media_type=answer.content_type)


def _who(request: Request) -> str:
    """A chat session counts by its conversation, everything else by its address."""
    try:
        return str(request.app.state.sessions.bearer(request.headers.get("authorization")))
    except BadSignature:
        return request.client.host if request.client else "?"
