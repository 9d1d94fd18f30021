"""What every page stands in: the shop's name, its languages, its words and colours."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from babel import Locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from floorwalker.conversations.spoken import money
from floorwalker.conversations.wording import Wording
from floorwalker.domain.money import Money
from floorwalker.domain.store import Store

HERE = Path(__file__).parent
LANGUAGE_COOKIE = "fw-lang"
YEAR = 365 * 24 * 3600
_PREFERENCE = re.compile(r"([a-zA-Z]{2,3})(?:-\w+)*(?:\s*;\s*q=([0-9.]+))?")
_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters["zip"] = zip


@dataclass(frozen=True)
class Frame:
    """At `app.state.storefront`. `theme_css` is made at start, so that a bad theme is refused before a page is served.

    `sample`: nothing is really for sale, and every page says so.
    """

    store: Store
    words: Wording
    theme_css: str
    sample: bool = True

    def locale(self, request: Request) -> str:
        """`?lang=`, else what was chosen before, else what the browser prefers, else the shop's first language."""
        asked = request.query_params.get("lang", ""), request.cookies.get(LANGUAGE_COOKIE, "")
        wishes = [*(wish[:2] for wish in asked), *_preferred(request.headers.get("accept-language", ""))]
        return next((wish for wish in wishes if wish in self.store.languages), self.store.languages[0])

    @cached_property
    def named_languages(self) -> list[tuple[str, str]]:
        """The shop's languages, each called as it calls itself."""
        return [(code, str(Locale.parse(code).get_display_name(code)).title()) for code in self.store.languages]

    def translator(self, locale: str) -> Callable[..., str]:
        """`t(key, **facts)` of the templates; the merchant's own sentence where store.yml has one."""

        def said(key: str, **facts: Any) -> str:
            own = self.store.texts.get(key.removeprefix("page_"))
            return self.store.words(own, locale) if own else self.words.label(key, locale, **facts)

        return said


def _preferred(header: str) -> list[str]:
    """Languages of an Accept-Language header, the most wanted first."""
    found = _PREFERENCE.findall(header[:200])
    return [name.lower() for name, _ in sorted(found, key=lambda it: -float(it[1] or 1))]


def page(request: Request, template: str, status: int = 200, **facts: Any) -> HTMLResponse:
    """The template with what all of them know: t, money, locale, shop, sample."""
    frame: Frame = request.app.state.storefront
    locale = frame.locale(request)

    def price(amount: Money) -> str:
        return money(amount, locale)

    own = {name: frame.store.words(said, locale) for name, said in frame.store.texts.items()}
    words = {"t": frame.translator(locale), "money": price, "locale": locale, "path": request.url.path, "own": own}
    shop = {"shop": frame.store.name, "sample": frame.sample, "languages": frame.named_languages}
    html = _templates.get_template(template).render(**shop, **words, **facts)
    answer = HTMLResponse(html, status, headers={"vary": "accept-language, cookie"})
    remember_language(request, answer, locale)
    return answer


def remember_language(request: Request, answer: Response, locale: str) -> None:
    """What was asked for by `?lang=` holds for later pages."""
    if request.query_params.get("lang"):
        answer.set_cookie(LANGUAGE_COOKIE, locale, max_age=YEAR, httponly=True, samesite="lax")
