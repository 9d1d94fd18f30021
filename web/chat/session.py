"""`POST /chat/session`: hands out a conversation, or the one that a valid token names."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from floorwalker.errors import BadSignature
from web.limits import same_origin


async def session(request: Request) -> Response:
    """Never accepts a conversation's id from the client: only a token that we signed."""
    state = request.app.state
    if not same_origin(request, state.public_url):
        return JSONResponse({"ok": False, "error": "origin"}, 403)
    body = _body(await request.body())
    return JSONResponse(await run_in_threadpool(_open, state, body), headers={"cache-control": "no-store"})


def _open(state: Any, body: dict[str, Any]) -> dict[str, Any]:
    conversation = _known(state, body.get("token"))
    locale = _locale(state, body)
    if conversation is None:
        conversation = str(uuid4())
        state.shop.customers.ensure(conversation, "web", "", conversation, locale=locale)
    return {
        "conversation": conversation,
        "token": state.sessions.issue(conversation),
        "locale": state.log.rows.locale(conversation),
        "shop": {"name": state.shop.store.name, "timezone": state.shop.store.timezone},
    }


def _known(state: Any, token: object) -> str | None:
    try:
        conversation = str(state.sessions.conversation(token)) if isinstance(token, str) else None
    except BadSignature:
        return None
    return conversation if conversation and state.log.rows.exists(conversation) else None


def _locale(state: Any, body: dict[str, Any]) -> str:
    metadata = body.get("metadata")
    wanted = str(metadata.get("locale", "")) if isinstance(metadata, dict) else ""
    language = wanted[:2].lower()
    languages: tuple[str, ...] = state.shop.store.languages
    return language if language in languages else languages[0]


def _body(raw: bytes) -> dict[str, Any]:
    try:
        value = json.loads(raw or b"{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
