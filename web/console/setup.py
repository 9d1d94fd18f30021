"""Puts the console into the web process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from floorwalker.bootstrap_staff import Floors
from floorwalker.conversations.mood import read_lists
from floorwalker.conversations.wording import yaml_file
from web.console import floor, live, pages
from web.staff.frame import Place
from web.staff.frame import pages as page_maker
from web.staff.frame import parts as part_maker

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "data"
REPLIES = DATA / "skills" / "handoff" / "replies.yml"


def prepare(app: Starlette) -> None:
    """Fills `app.state` with what the console asks for; comes after the staff's door."""
    state = app.state
    state.console_page, state.console_part = page_maker(HERE / "templates"), part_maker(HERE / "templates")
    state.desk_watch = live.Watch(state)
    state.replies = yaml_file(REPLIES)["replies"]
    state.floors, state.mood_lists = Floors(state.shop.desk), read_lists(DATA)
    state.places[:0] = [
        Place("/desk", "desk_title", "bell", pages.AT_THE_DESK),
        Place("/desk/floor", "floor_title", "chart", floor.LEADS),
    ]

    def words(request: Request) -> Callable[..., str]:
        translator: Callable[..., str] = state.storefront.translator(state.storefront.locale(request))
        return translator

    state.console_words = words


def routes() -> list[BaseRoute]:
    return [
        Route("/desk", pages.desk),
        Route("/desk/events", live.events),
        Route("/desk/floor", floor.floor),
        Route("/desk/floor/assign", floor.assign, methods=["POST"]),
        Mount("/desk/static", StaticFiles(directory=HERE / "static")),
        Route("/desk/{conversation}", pages.conversation),
        Route("/desk/{conversation}/{act}", pages.act, methods=["POST"]),
    ]
