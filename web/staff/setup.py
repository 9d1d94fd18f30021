"""Puts the staff's door into the web process."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from floorwalker.bootstrap_staff import open_staff
from web.limits import TokenBucket
from web.staff import pages
from web.staff.frame import Place


def prepare(app: Starlette, environ: Mapping[str, str]) -> None:
    """Fills `app.state` with what the door asks for."""
    app.state.staff = open_staff(environ)
    app.state.sign_in_limits = (TokenBucket(5, 1 / 60), TokenBucket(50, 1 / 20))
    places: list[Place] = []
    app.state.places = places


def routes() -> list[BaseRoute]:
    return pages.routes
