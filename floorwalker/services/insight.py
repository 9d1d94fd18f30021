"""The shop's days in figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from floorwalker.domain.office import Day
from floorwalker.domain.store import Store
from floorwalker.ports import Clock
from floorwalker.ports_staff import StaffBooks
from floorwalker.services.delivery import local_day


@dataclass(frozen=True)
class Insight:
    """Days begin and end where the shop is."""

    books: StaffBooks
    store: Store
    clock: Clock

    def days(self, count: int = 14) -> tuple[Day, ...]:
        """The last days, today last."""
        today = local_day(self.store, self.clock.now())
        days = [today - timedelta(days=n) for n in range(count - 1, -1, -1)]
        bounds = [self._begins(day) for day in (*days, today + timedelta(days=1))]
        with self.books.view() as work:
            book = work.insight
            visits = book.visits([day.isoformat() for day in days])
            figures = zip(
                days,
                [visits.get(day.isoformat(), 0) for day in days],
                book.talks(bounds),
                book.carts(bounds),
                book.orders(bounds),
                book.revenue(bounds),
                book.fallbacks(bounds),
                strict=True,
            )
            return tuple(Day(*of_day) for of_day in figures)

    def today(self) -> str:
        """The shop's day, as visits are counted by."""
        return local_day(self.store, self.clock.now()).isoformat()

    def visited(self, visits: int) -> None:
        """Adds to today's visits."""
        with self.books.begin() as work:
            work.insight.visited(self.today(), visits)

    def _begins(self, day: date) -> int:
        return int(datetime.combine(day, time(), ZoneInfo(self.store.timezone)).timestamp())
