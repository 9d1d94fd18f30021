"""What every staff page stands in: the member who looks, their language, the shop's words and colours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from floorwalker.conversations import spoken
from floorwalker.domain.money import Money
from floorwalker.domain.staff import Member, Role
from web.staff.cookies import csrf, lend
from web.storefront.frame import Frame, remember_language

HERE = Path(__file__).parent
Page = Callable[..., HTMLResponse]
Part = Callable[..., str]


@dataclass(frozen=True)
class Place:
    """One entry of the rail, all at `app.state.places` in order: an address, the label's key, an icon, who sees it."""

    address: str
    label: str
    icon: str
    roles: tuple[Role, ...]


def pages(*folders: Path) -> Page:
    """The page maker over these template folders and the staff's own: `page(request, template, status=200, **facts)`.

    Templates know t, money, clock, day, when, locale, languages, shop, path, member, csrf, rail.
    """
    part = parts(*folders)

    def page(request: Request, template: str, status: int = 200, **facts: Any) -> HTMLResponse:
        answer = HTMLResponse(
            part(request, template, **facts),
            status,
            headers={"cache-control": "no-store", "vary": "accept-language, cookie"},
        )
        lend(request, answer)
        remember_language(request, answer, request.app.state.storefront.locale(request))
        return answer

    return page


def parts(*folders: Path) -> Part:
    """The same without an answer around it: `part(request, template, **facts)` is the text alone."""
    environment = Environment(
        loader=FileSystemLoader([*folders, HERE / "templates"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def part(request: Request, template: str, **facts: Any) -> str:
        return environment.get_template(template).render(**_frame(request), **facts)

    return part


def _frame(request: Request) -> dict[str, Any]:
    frame: Frame = request.app.state.storefront
    locale, zone = frame.locale(request), frame.store.timezone
    member: Member | None = getattr(request.state, "member", None)

    def money(amount: Money) -> str:
        return spoken.money(amount, locale)

    def clock(moment: int) -> str:
        return spoken.clock(moment, locale, zone)

    def day(moment: int) -> str:
        return spoken.day(moment, locale, zone)

    def when(moment: int) -> str:
        return spoken.date_and_clock(moment, locale, zone)

    words = {"t": frame.translator(locale), "money": money, "clock": clock, "day": day, "when": when}
    return {
        **words,
        "locale": locale,
        "shop": frame.store.name,
        "languages": frame.named_languages,
        "path": request.url.path,
        "member": member,
        "csrf": csrf(request),
        "rail": [place for place in request.app.state.places if member and member.role in place.roles],
    }
