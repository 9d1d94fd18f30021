"""Opening hours: a week of spans in a time zone, without the days on which the house is closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

FARTHEST_DAYS = 60
"""How far ahead the next opening is looked for."""
Span = tuple[time, time]


@dataclass(frozen=True)
class Hours:
    """`week`: spans by weekday, 0 is Monday; `closed`: holidays. Moments are epoch seconds."""

    zone: str = "UTC"
    week: Mapping[int, tuple[Span, ...]] = field(default_factory=dict)
    closed: frozenset[date] = frozenset()

    def is_open(self, at: int) -> bool:
        return self.closes(at) is not None

    def closes(self, at: int) -> int | None:
        """When the span that holds `at` ends; None while closed."""
        return next((end for start, end in self._spans(at, 0) if start <= at < end), None)

    def opens(self, at: int) -> int | None:
        """The beginning of the next span after `at`; None where none is near."""
        return next((start for start, _ in self._spans(at, FARTHEST_DAYS) if start > at), None)

    def between(self, start: int, end: int) -> int:
        """Seconds of opening between two moments."""
        days = max(0, (end - start) // 86400 + 1)
        return sum(max(0, min(end, shut) - max(start, begun)) for begun, shut in self._spans(start, days))

    def _spans(self, at: int, days: int) -> Iterator[tuple[int, int]]:
        zone = ZoneInfo(self.zone)
        first = datetime.fromtimestamp(at, zone).date()
        for number in range(days + 1):
            day = first + timedelta(days=number)
            for start, end in () if day in self.closed else self.week.get(day.weekday(), ()):
                yield _moment(day, start, zone), _moment(day, end, zone)


def _moment(day: date, at: time, zone: ZoneInfo) -> int:
    return int(datetime.combine(day, at, zone).timestamp())
