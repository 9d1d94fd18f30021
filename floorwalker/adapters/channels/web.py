"""The web channel's wire: session tokens, and a POST body read into a neutral message."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt

from floorwalker.domain.message import legible
from floorwalker.domain.transcript import Inbound
from floorwalker.errors import BadSignature, BadValue

LIFE_SECONDS = 30 * 24 * 3600
MOST_BYTES = 16_384
MOST_CHARACTERS = 2000
MOST_FIELDS, MOST_FIELD_CHARACTERS = 8, 400
FIELD = re.compile(r"[a-z_]{1,30}")
CONTEXT = ("page", "product", "locale", "referrer", "gclid", "fbclid")
"""What the page may tell of itself; everything that begins with utm_ too. Never used for price or identity."""


@dataclass(frozen=True)
class Sessions:
    """Chat sessions as signed tokens (JWT, HS256): `sub` is the conversation, `aud` is web."""

    key: bytes

    def issue(self, conversation: str, now: float | None = None) -> str:
        expires = int(now if now is not None else time.time()) + LIFE_SECONDS
        return jwt.encode({"sub": conversation, "aud": "web", "exp": expires}, self.key, algorithm="HS256")

    def conversation(self, token: str) -> str:
        """Whose session it is. Raises BadSignature: forged, altered, expired, for another audience."""
        try:
            claims = jwt.decode(
                token, self.key, algorithms=["HS256"], audience="web", options={"require": ["exp", "sub"]}
            )
        except jwt.PyJWTError as error:
            raise BadSignature(str(error)) from error
        return str(claims["sub"])

    def bearer(self, authorization: str | None) -> str:
        """The conversation of an Authorization header. Raises BadSignature."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer":
            raise BadSignature("no bearer token")
        return self.conversation(token.strip())


@dataclass(frozen=True)
class WebWire:
    """Verify, then parse: the connector's side of the web channel."""

    sessions: Sessions

    def receive(self, headers: Mapping[str, str], body: bytes) -> list[Inbound]:
        """The messages of one POST. Raises BadSignature, or BadValue naming the field that cannot be read."""
        conversation = self.sessions.bearer(headers.get("authorization"))
        if len(body) > MOST_BYTES:
            raise BadValue("body", f"more than {MOST_BYTES} bytes")
        return [_parsed(conversation, _object(body))]


def context(metadata: Any) -> dict[str, str]:
    """The allowed part of what a page says of itself, each at most 300 characters."""
    if not isinstance(metadata, dict):
        return {}
    known = {k: v for k, v in metadata.items() if k in CONTEXT or (isinstance(k, str) and k.startswith("utm_"))}
    return {k: v[:300] for k, v in list(known.items())[:20] if isinstance(v, str)}


def _object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except ValueError as error:
        raise BadValue("body", "not JSON") from error
    if not isinstance(value, dict):
        raise BadValue("body", "not an object")
    return value


def _parsed(conversation: str, body: dict[str, Any]) -> Inbound:
    message_id = _text(body, "id", 64)
    if not message_id:
        raise BadValue("id", "missing")
    if ":" in message_id:  # names of what came from elsewhere hold one
        raise BadValue("id", "a colon in it")
    text, action = _text(body, "message", MOST_CHARACTERS), _text(body, "action", 32)
    if not (text.strip() or action):
        raise BadValue("message", "empty")
    title = _text(body, "title", 200)
    metadata, fields = context(body.get("metadata")), _fields(body.get("fields")) if action else {}
    return Inbound(conversation, message_id, text, action, title or action, metadata, fields)


def _fields(value: Any) -> dict[str, str]:
    """What a form card holds: at most eight texts of at most 400 characters, each named in small letters."""
    if value is None:
        return {}
    if not isinstance(value, dict) or len(value) > MOST_FIELDS:
        raise BadValue("fields", f"not an object of at most {MOST_FIELDS}")
    fields = {name: _text(value, name, MOST_FIELD_CHARACTERS) for name in value}
    if wrong := [name for name in fields if not FIELD.fullmatch(name)]:
        raise BadValue("fields", wrong[0][:40])
    return fields


def _text(body: dict[str, Any], field: str, most: int) -> str:
    value = body.get(field, "")
    if not isinstance(value, str):
        raise BadValue(field, "not text")
    if len(value) > most:
        raise BadValue(field, f"more than {most} characters")
    return legible(value)
