"""Sign-in, sign-out, set-up links and the change of a password."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from floorwalker.domain.staff import LEAST_PASSWORD, ROLES, Member, SignedIn
from floorwalker.errors import BadValue, NotAllowed, NotYours
from web.limits import address
from web.staff import cookies
from web.staff.frame import HERE
from web.staff.guard import page, staff, visitor


@visitor
def sign_in(request: Request) -> Response:
    """The form, or a try: wrong name and wrong password look alike and take alike long."""
    fields, wanted = request.state.form, _inside(request.query_params.get("next", ""))
    if request.method == "GET":
        return _door(request, wanted)
    name, password = fields.get("name", "")[:80], fields.get("password", "")[:1000]
    if not _may_try(request, name):
        return _door(request, wanted, 429, name=name, error="staff_too_many_tries")
    try:
        session = request.app.state.staff.sign_in(name, password)
    except NotYours:
        return _door(request, wanted, 422, name=name, error="staff_wrong")
    return _entered(request, session, wanted)


@staff(*ROLES)
def sign_out(request: Request) -> Response:
    request.app.state.staff.sign_out(cookies.read(request, cookies.SESSION))
    answer = RedirectResponse("/staff/sign-in", 303)
    cookies.drop(request, answer, cookies.SESSION)
    return answer


@visitor
def set_up(request: Request) -> Response:
    """What a one-time link leads to: choose a password, the first merchant also a name."""
    fields, people = request.state.form, request.app.state.staff
    token = (fields.get("token") or request.query_params.get("token", ""))[:200]
    try:
        invited: Member | None = people.invited(token)
        if request.method == "GET":
            return _set_up(request, token, invited)
        name, password = fields.get("name", "")[:80], fields.get("password", "")
        if password != fields.get("again", ""):
            return _set_up(request, token, invited, name, "staff_not_the_same")
        return _entered(request, people.set_up(token, name, password))
    except NotYours:
        return page(request, "staff/refused.html", 404, words="staff_link_over")
    except (BadValue, NotAllowed) as no:
        return _set_up(request, token, invited, name, _reason(no))


@staff(*ROLES)
def password(request: Request) -> Response:
    """Change of one's own password; every other session of it ends."""
    fields, member = request.state.form, request.state.member
    if request.method == "GET":
        return _password(request)
    if not _may_try(request, member.name):
        return _password(request, 429, error="staff_too_many_tries")
    if fields.get("password", "") != fields.get("again", ""):
        return _password(request, 422, error="staff_not_the_same")
    session = SignedIn(cookies.read(request, cookies.SESSION), member)
    try:
        request.app.state.staff.change_password(session, fields.get("old", ""), fields.get("password", ""))
    except NotYours:
        return _password(request, 422, error="staff_wrong_old")
    except BadValue as no:
        return _password(request, 422, error=_reason(no))
    return _password(request, done=True)


@staff(*ROLES)
def home(request: Request) -> Response:
    """The first page of one's role."""
    return RedirectResponse(_home(request, request.state.member), 303)


def _home(request: Request, member: Member) -> str:
    mine = (place.address for place in request.app.state.places if member.role in place.roles)
    return next(mine, "/staff/password")


def _entered(request: Request, session: SignedIn, wanted: str = "") -> Response:
    answer = RedirectResponse(wanted or _home(request, session.member), 303, headers={"cache-control": "no-store"})
    return cookies.begin(request, answer, session)


def _inside(wanted: str) -> str:
    """Only a path of this house: `//elsewhere` and `/\\elsewhere` lead out."""
    plain = wanted.startswith("/") and wanted[1:2] not in ("/", "\\") and wanted.isprintable()
    return wanted if plain else ""


def _may_try(request: Request, name: str) -> bool:
    """Few tries from one place for one name, more for a name from everywhere."""
    key, limits = name.casefold(), request.app.state.sign_in_limits
    return bool(limits[0].allows(f"{key} {address(request)}") and limits[1].allows(key))


def _door(request: Request, wanted: str, status: int = 200, name: str = "", error: str = "") -> Response:
    return page(request, "staff/sign_in.html", status, wanted=wanted, name=name, error=error)


def _set_up(request: Request, token: str, invited: Member | None, name: str = "", error: str = "") -> Response:
    facts: dict[str, Any] = {"token_value": token, "invited": invited, "name": name, "least": LEAST_PASSWORD}
    return page(request, "staff/set_up.html", 422 if error else 200, error=error, **facts)


def _password(request: Request, status: int = 200, error: str = "", done: bool = False) -> Response:
    return page(request, "staff/password.html", status, error=error, done=done, least=LEAST_PASSWORD)


def _reason(no: BadValue | NotAllowed) -> str:
    return f"staff_bad_{no.what}" if isinstance(no, BadValue) else f"staff_{no.why}"


routes: list[BaseRoute] = [
    Route("/staff", home),
    Route("/staff/sign-in", sign_in, methods=["GET", "POST"]),
    Route("/staff/sign-out", sign_out, methods=["POST"]),
    Route("/staff/set-up", set_up, methods=["GET", "POST"]),
    Route("/staff/password", password, methods=["GET", "POST"]),
    Mount("/staff/static", StaticFiles(directory=HERE / "static")),
]
