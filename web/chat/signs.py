"""What the shopper's page tells beside words: that somebody is writing, and what has come on the screen.

Neither is kept in the transcript. What comes too often is passed over without a word.
"""

from __future__ import annotations

import json

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from floorwalker.errors import BadSignature

TYPING_SECONDS = 3.0
"""A sign of writing counts once in so long."""


async def typing(request: Request) -> Response:
    """`POST /chat/typing`: the agent who answers sees it for a moment."""
    conversation = _conversation(request)
    if conversation is None:
        return _refused()
    if request.app.state.typing_limit.allows(conversation):
        await run_in_threadpool(_typing, request, conversation)
    return Response(status_code=204)


async def received(request: Request) -> Response:
    """`POST /chat/received {"seq"}`: every message up to there is on the shopper's screen."""
    conversation, seq = _conversation(request), _seq(await request.body())
    if conversation is None:
        return _refused()
    if seq is None:
        return JSONResponse({"ok": False, "error": "seq"}, 422)
    await run_in_threadpool(request.app.state.log.handed_on, conversation, seq, "delivered")
    return Response(status_code=204)


def _typing(request: Request, conversation: str) -> None:
    state = request.app.state
    if state.shop.handoffs.typing(conversation):
        state.log.wake(conversation)


def _conversation(request: Request) -> str | None:
    try:
        return str(request.app.state.sessions.bearer(request.headers.get("authorization")))
    except BadSignature:
        return None


def _seq(raw: bytes) -> int | None:
    try:
        body = json.loads(raw)
    except ValueError:
        return None
    seq = body.get("seq") if isinstance(body, dict) else None
    return seq if type(seq) is int and 0 < seq < 10**9 else None


def _refused() -> Response:
    return JSONResponse({"ok": False, "error": "session"}, 401)
