"""What the office's pages share: their templates, roles, and paging."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from floorwalker.bootstrap_staff import OfficeRooms
from floorwalker.domain.staff import Role
from web.office.forms import page_number
from web.staff.frame import pages

HERE = Path(__file__).parent
LEADS: tuple[Role, ...] = ("merchant", "supervisor")
EVERYBODY_AT_WORK: tuple[Role, ...] = ("merchant", "supervisor", "agent")
READERS: tuple[Role, ...] = ("merchant", "supervisor", "privacy")
WATCHERS: tuple[Role, ...] = ("merchant", "privacy")
PAGE = 50
page = pages(HERE / "templates")


@dataclass(frozen=True)
class Paging:
    """Where in a long list one is. `first` and `last` count from 1; the addresses are empty at the ends."""

    total: int
    first: int
    last: int
    back: str
    on: str


def rooms(request: Request) -> OfficeRooms:
    return cast(OfficeRooms, request.app.state.office)


def skipped(request: Request) -> int:
    return (page_number(request) - 1) * PAGE


def paging(request: Request, shown: int, total: int) -> Paging:
    number, skip = page_number(request), skipped(request)

    def at(other: int) -> str:
        return "?" + urlencode({**dict(request.query_params), "page": other})

    more = skip + shown < total
    return Paging(total, skip + 1 if shown else 0, skip + shown, at(number - 1) if number > 1 else "",
                  at(number + 1) if more else "")  # fmt: skip


def missing(request: Request) -> Response:
    return page(request, "office/missing.html", 404)


def back_to(address: str, done: str, **more: str) -> Response:
    """After a change: the list again, saying what was done; loading it anew changes nothing."""
    return RedirectResponse(f"{address}?{urlencode({'done': done, **more})}", 303)


def done(request: Request, *known: str) -> str:
    """What the last change was, of those that this page knows."""
    told = request.query_params.get("done", "")
    return told if told in known else ""


def facts_of(request: Request, **more: Any) -> dict[str, Any]:
    """The filters of a list as its form shows them."""
    asked = request.query_params
    return {"q": asked.get("q", "").strip()[:80], "kind": asked.get("kind", ""), **more}
