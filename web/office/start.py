"""The first page: today in figures, two weeks as charts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from starlette.requests import Request
from starlette.responses import Response

from floorwalker.conversations.spoken import money as spoken_money
from floorwalker.conversations.spoken import short_date
from floorwalker.domain.money import Money
from floorwalker.domain.office import Day
from web.office.charts import Chart, bars
from web.office.csv_file import csv_file
from web.office.frame import LEADS, page, rooms
from web.staff.guard import staff

FIGURES = ("visits", "talks", "carts", "orders", "revenue", "fallbacks")
DAYS = 14


@staff(*LEADS)
def start(request: Request) -> Response:
    """Today's figures with yesterday's beside them, and what waits for somebody."""
    days = rooms(request).insight.days(DAYS)
    frame = request.app.state.storefront
    locale, currency = frame.locale(request), frame.store.currency

    def words(name: str, day: Day) -> str:
        value: int = getattr(day, name)
        return spoken_money(Money(value, currency), locale) if name == "revenue" else str(value)

    labels = [short_date(day.day, locale) for day in days]
    charts = [_chart(name, days, labels, words) for name in FIGURES]
    tiles = [(name, words(name, days[-1]), words(name, days[-2])) for name in FIGURES]
    rows = [(label, [words(name, day) for name in FIGURES]) for label, day in zip(labels, days, strict=True)]
    waiting, _ = rooms(request).lists.callbacks()
    kinds = rooms(request).lists.kinds()
    facts = {"charts": charts, "tiles": tiles, "rows": rows[::-1], "figures": FIGURES}
    return page(request, "office/start.html", kinds=kinds, callbacks=len(waiting), **facts)


@staff(*LEADS)
def figures_csv(request: Request) -> Response:
    """A quarter of days, revenue in minor units."""
    days = rooms(request).insight.days(92)
    head = ["day", *FIGURES[:4], "revenue_minor", "currency", "fallbacks"]
    currency = request.app.state.storefront.store.currency
    rows = [[d.day.isoformat(), d.visits, d.talks, d.carts, d.orders, d.revenue, currency, d.fallbacks] for d in days]
    return csv_file("figures", head, rows)


def _chart(name: str, days: Sequence[Day], labels: Sequence[str], words: Callable[[str, Day], str]) -> Chart:
    return bars(name, [getattr(day, name) for day in days], labels, [words(name, day) for day in days])
