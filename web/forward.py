"""`/webhooks/<channel>/…` goes to Rasa as it came; Rasa itself is not reachable from outside."""

from __future__ import annotations

import re

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from floorwalker.errors import BadSignature, Unavailable

PLAIN = re.compile(r"/webhooks(/(?!\.{1,2}(/|$))[\w.~-]+)+/?", re.ASCII)
"""A path that stays below /webhooks, whoever reads it: no dot segments, nothing encoded."""


async def webhook(request: Request) -> Response:
    """Limits the pace of a conversation, then hands on."""
    state, path = request.app.state, request.scope["path"]
    if not PLAIN.fullmatch(path):
        raise HTTPException(404)
    who = _conversation(request)
    if who and not state.message_limit.allows(who):
        return JSONResponse({"ok": False, "error": "too many messages, wait a moment"}, 429)
    body = await request.body()
    try:
        answer = await state.forwarder.send(request.method, path, request.url.query, dict(request.headers), body)
    except Unavailable:
        return JSONResponse({"ok": False, "error": "starting"}, 503, headers={"retry-after": "2"})
    return Response(answer.body, answer.status, media_type=answer.content_type)


def _conversation(request: Request) -> str | None:
    try:
        return str(request.app.state.sessions.bearer(request.headers.get("authorization")))
    except BadSignature:
        return None
