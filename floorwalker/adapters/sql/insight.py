"""Figures by day, in SQL: one query each, counted where the rows are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, func, select, update
from sqlalchemy.engine import Connection

from floorwalker.adapters.sql import tables_shop as s
from floorwalker.adapters.sql import tables_staff as t
from floorwalker.adapters.sql import tables_talk as k
from floorwalker.adapters.sql.rows import insert_missing

ADDED = (
    "utter_cart_added",
    "utter_cart_added_several",
    "utter_cart_added_meanwhile",
    "utter_cart_added_several_meanwhile",
)
NOT_UNDERSTOOD = ("utter_fallback_first", "utter_fallback_again", "utter_fallback_person")


@dataclass
class SqlInsight:
    db: Connection

    def visited(self, day: str, visits: int) -> None:
        if not insert_missing(self.db, t.visits, {"day": day, "visits": visits}):
            more = update(t.visits).where(t.visits.c.day == day)
            self.db.execute(more.values(visits=t.visits.c.visits + visits))

    def visits(self, days: Sequence[str]) -> dict[str, int]:
        rows = self.db.execute(select(t.visits).where(t.visits.c.day.in_(list(days))))
        return {row.day: row.visits for row in rows}

    def talks(self, bounds: Sequence[int]) -> list[int]:
        c = k.conversations.c
        return self._by_day(func.count(), c.created, bounds, c.last_seq > 0)

    def carts(self, bounds: Sequence[int]) -> list[int]:
        m = k.messages.c
        return self._by_day(func.count(m.conversation.distinct()), m.created, bounds, m.response.in_(ADDED))

    def orders(self, bounds: Sequence[int]) -> list[int]:
        return self._by_day(func.count(), s.orders.c.placed_at, bounds)

    def revenue(self, bounds: Sequence[int]) -> list[int]:
        return self._by_day(func.sum(s.ledger.c.amount), s.ledger.c.created, bounds)

    def fallbacks(self, bounds: Sequence[int]) -> list[int]:
        m = k.messages.c
        return self._by_day(func.count(), m.created, bounds, m.response.in_(NOT_UNDERSTOOD))

    def _by_day(self, what: Any, at: Any, bounds: Sequence[int], *where: Any) -> list[int]:
        days = len(bounds) - 1
        within = ((and_(at >= bounds[n], at < bounds[n + 1]), n) for n in range(days))
        day: Any = case(*within, else_=-1).label("day")
        query: Any = select(day, what.label("n")).where(at >= bounds[0], at < bounds[-1], *where).group_by("day")
        found = {row.day: int(row.n or 0) for row in self.db.execute(query)}
        return [found.get(n, 0) for n in range(days)]
