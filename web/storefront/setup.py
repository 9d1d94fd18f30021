"""Puts the pages into the web process."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from floorwalker.bootstrap import open_wording
from floorwalker.settings import Settings
from web import theme
from web.storefront import pages
from web.storefront.frame import Frame


def prepare(app: Starlette, environ: Mapping[str, str]) -> None:
    """Fills `app.state` with what the pages ask for. Raises BadSettings for a theme that cannot be read."""
    shop = app.state.shop
    sample = Settings.read(environ).payment_mode == "sandbox"
    app.state.storefront = Frame(shop.store, open_wording(), theme.css(shop.store.theme), sample)
    app.state.payments_return = partial(_returned, shop.payments)
    for status, handler in pages.error_handlers.items():
        app.add_exception_handler(status, handler)


def _returned(payments: Any, session: str) -> dict[str, Any] | None:
    """What the pay-return page may tell."""
    found = payments.returned(session)
    return {"state": found[0], "amount": found[1]} if found else None


def routes() -> list[BaseRoute]:
    return pages.routes
