"""Puts the console into the web process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from floorwalker.conversations.wording import yaml_file
from web.console import live, pages
from web.staff.frame import Place
from web.staff.frame import pages as page_maker

HERE = Path(__file__).parent
REPLIES = HERE.parents[1] / "data" / "skills" / "handoff" / "replies.yml"


def prepare(app: Starlette) -> None:
    """Fills `app.state` with what the console asks for; comes after the staff's door."""
    state = app.state
    state.console_page = page_maker(HERE / "templates")
    state.desk_watch = live.Watch(state)
    state.replies = yaml_file(REPLIES)["replies"]
    state.places.insert(0, Place("/desk", "desk_title", "bell", pages.AT_THE_DESK))

    def words(request: Request) -> Callable[..., str]:
        translator: Callable[..., str] = state.storefront.translator(state.storefront.locale(request))
        return translator

    state.console_words = words


def routes() -> list[BaseRoute]:
    return [
        Route("/desk", pages.desk),
        Route("/desk/events", live.events),
        Mount("/desk/static", StaticFiles(directory=HERE / "static")),
        Route("/desk/{conversation}", pages.conversation),
        Route("/desk/{conversation}/{act}", pages.act, methods=["POST"]),
    ]
