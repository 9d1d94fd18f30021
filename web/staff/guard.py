"""The guard of every staff page: who is signed in, in which role, and whether a form comes from our own page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from urllib.parse import parse_qsl, quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from floorwalker.domain.staff import Member, Role
from web.limits import same_origin
from web.staff import cookies
from web.staff.frame import pages

SAFE = ("GET", "HEAD")
SECRET = ("old", "password", "again")
"""Fields in which every space counts."""
MOST_FIELDS = 200
Endpoint = Callable[[Request], Response]
Guarded = Callable[[Request], Awaitable[Response]]
page = pages()


def staff(*roles: Role) -> Callable[[Endpoint], Guarded]:
    """Lets a signed-in member of one of these roles through to a plain `def`, which finds `request.state.member`
    and, of a POST, `request.state.form` (the fields, trimmed, without NUL). Everybody else gets 303 to the
    sign-in, or 403."""

    def guard(endpoint: Endpoint) -> Guarded:
        @wraps(endpoint)
        async def guarded(request: Request) -> Response:
            if not await _read_form(request):
                return refusal(request, "staff_form_full", 400)
            request.state.member = await run_in_threadpool(signed_in, request)
            if request.state.member is None:
                return _to_the_door(request)
            if request.state.member.role not in roles:
                return refusal(request, "staff_not_yours")
            return await _answered(request, endpoint)

        return guarded

    return guard


def visitor(endpoint: Endpoint) -> Guarded:
    """The same for pages before the door: nobody need be signed in, forms are checked all the same."""

    @wraps(endpoint)
    async def guarded(request: Request) -> Response:
        if not await _read_form(request):
            return refusal(request, "staff_form_full", 400)
        return await _answered(request, endpoint)

    return guarded


def signed_in(request: Request, used: bool = True) -> Member | None:
    """Whose session it is, as of now; None where it is over. `used`: the person did something."""
    token = cookies.read(request, cookies.SESSION)
    member: Member | None = request.app.state.staff.who(token, used) if token else None
    return member


def refusal(request: Request, words: str, status: int = 403) -> Response:
    """A page with the reason; nothing was changed."""
    return page(request, "staff/refused.html", status, words=words)


async def _answered(request: Request, endpoint: Endpoint) -> Response:
    if request.method not in SAFE and not _ours(request):
        return refusal(request, "staff_form_strange")
    return await run_in_threadpool(endpoint, request)


async def _read_form(request: Request) -> bool:
    """False: there are more fields than any form of ours has."""
    body = await request.body() if request.method not in SAFE else b""
    try:
        fields = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return False
    request.state.form = {name: value if name in SECRET else _kept(value) for name, value in fields}
    return True


def _kept(value: str) -> str:
    """PostgreSQL takes no NUL in a text."""
    return value.replace("\x00", "").strip()


def _ours(request: Request) -> bool:
    told = request.state.form.get("csrf") or request.headers.get("x-csrf", "")
    return same_origin(request, request.app.state.public_url) and cookies.csrf_fits(request, told)



def _to_the_door(request: Request) -> Response:
    """The sign-in page leads back; a part that htmx asks for makes the whole page go there."""
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    back = f"?next={quote(asked, safe='')}" if request.method in SAFE else ""
    door = f"/staff/sign-in{back}"
    if "hx-request" in request.headers:
        return Response(status_code=401, headers={"hx-redirect": "/staff/sign-in"})
    answer = RedirectResponse(door, 303, headers={"cache-control": "no-store"})
    if cookies.read(request, cookies.SESSION):
        cookies.drop(request, answer, cookies.SESSION)
    return answer
