"""Puts the office into the web process."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from floorwalker.bootstrap_staff import open_office
from floorwalker.domain.staff import ROLES
from web.office import goods, news, orders, people, start
from web.office.frame import EVERYBODY_AT_WORK, HERE, LEADS, READERS, WATCHERS, missing
from web.office.visits import Visits
from web.staff.frame import Place
from web.staff.guard import staff

FLUSH_SECONDS = 10.0
PLACES = (
    Place("/office", "office_start", "chart", LEADS),
    Place("/office/orders", "office_orders", "cart", LEADS),
    Place("/office/stock", "office_stock", "box", LEADS),
    Place("/office/products", "office_products", "tag", LEADS),
    Place("/office/promotions", "office_promotions", "swap", LEADS),
    Place("/office/callbacks", "office_callbacks", "bell", EVERYBODY_AT_WORK),
    Place("/office/news", "office_news", "swap", LEADS),
    Place("/office/talks", "office_talks", "talk", READERS),
    Place("/office/audit", "office_audit", "list", WATCHERS),
)


def prepare(app: Starlette, environ: Mapping[str, str]) -> None:
    """Fills `app.state` with what the office asks for; comes after the staff's door."""
    state = app.state
    state.office = open_office(environ, state.shop, state.staff)
    state.visits = Visits(state.office.insight.today, state.office.insight.visited)
    state.places += PLACES


@staff(*ROLES)
def nothing(request: Request) -> Response:
    return missing(request)


def routes() -> list[BaseRoute]:
    return [
        Route("/office", start.start),
        Route("/office/figures.csv", start.figures_csv),
        Route("/office/orders", orders.orders),
        Route("/office/orders.csv", orders.orders_csv),
        Route("/office/orders/{number}", orders.order),
        Route("/office/orders/{number}/contact", orders.contact, methods=["POST"]),
        Route("/office/orders/{number}/refund", orders.refund, methods=["POST"]),
        Route("/office/stock", goods.stock),
        Route("/office/stock.csv", goods.stock_csv),
        Route("/office/stock/{sku}", goods.count, methods=["GET", "POST"]),
        Route("/office/products", goods.products),
        Route("/office/products/{product}", goods.hide, methods=["POST"]),
        Route("/office/promotions", goods.promotions),
        Route("/office/promotions", goods.switch, methods=["POST"]),
        Route("/office/callbacks", people.callbacks),
        Route("/office/callbacks/{callback}/finish", people.finish, methods=["POST"]),
        Route("/office/callbacks/{callback}/reopen", people.reopen, methods=["POST"]),
        Route("/office/news", news.undelivered),
        Route("/office/news/{item:int}/retry", news.retry, methods=["POST"]),
        Route("/office/talks", people.talks),
        Route("/office/talks/{conversation}", people.talk),
        Route("/office/audit", people.audit),
        Route("/office/audit.csv", people.audit_csv),
        Mount("/office/static", StaticFiles(directory=HERE / "static")),
        Route("/office/{path:path}", nothing),
    ]
