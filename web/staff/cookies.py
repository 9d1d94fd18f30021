"""The staff's cookies: the session, the form token before there is one, and the CSRF token that hangs on both."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from starlette.requests import Request
from starlette.responses import Response

from floorwalker.domain.staff import SignedIn

SESSION, VISITOR = "staff", "staff_form"


def secure(request: Request) -> bool:
    """Whether browsers reach the shop by https."""
    return str(request.app.state.public_url).startswith("https:")


def name_of(request: Request, cookie: str) -> str:
    """`__Host-` ties a cookie to this host alone; browsers take the prefix by https only (RFC 6265bis 4.1.3)."""
    return f"__Host-fw_{cookie}" if secure(request) else f"fw_{cookie}"


def read(request: Request, cookie: str) -> str:
    return request.cookies.get(name_of(request, cookie), "")[:200]


def keep(request: Request, answer: Response, cookie: str, value: str) -> None:
    """Until the browser closes; the books end a session earlier."""
    answer.set_cookie(name_of(request, cookie), value, path="/", secure=secure(request), httponly=True, samesite="lax")


def drop(request: Request, answer: Response, cookie: str) -> None:
    answer.delete_cookie(
        name_of(request, cookie), path="/", secure=secure(request), httponly=True, samesite="lax"
    )  # fmt: skip


def begin(request: Request, answer: Response, session: SignedIn) -> Response:
    """Signed in: a new session, never one that was there before."""
    keep(request, answer, SESSION, session.token)
    drop(request, answer, VISITOR)
    return answer


def csrf(request: Request) -> str:
    """The token of this browser's forms; a visitor without a session gets one of their own (`lend`)."""
    owner = read(request, SESSION) or read(request, VISITOR) or getattr(request.state, "visitor", "")
    if not owner:
        owner = request.state.visitor = secrets.token_urlsafe(24)
    return hmac.new(owner.encode(), b"floorwalker staff form", hashlib.sha256).hexdigest()


def proof(request: Request, words: str) -> str:
    """That this session was given these words: nobody can make it up, and no other session can use it."""
    told = f"floorwalker given {words}".encode()
    return hmac.new(read(request, SESSION).encode(), told, hashlib.sha256).hexdigest()


def proves(request: Request, told: str, words: str) -> bool:
    return hmac.compare_digest(told.encode(), proof(request, words).encode())


def lend(request: Request, answer: Response) -> None:
    """Keeps what `csrf` made up for a visitor."""
    if visitor := getattr(request.state, "visitor", ""):
        keep(request, answer, VISITOR, visitor)


def csrf_fits(request: Request, told: str) -> bool:
    owner = read(request, SESSION) or read(request, VISITOR)
    return bool(owner) and hmac.compare_digest(told.encode(), csrf(request).encode())
