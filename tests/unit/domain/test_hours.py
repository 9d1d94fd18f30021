"""Opening hours across nights, weekends, holidays and the change of the clock."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from floorwalker.domain.hours import Hours

BERLIN = "Europe/Berlin"
DAY = ((time(9), time(18)),)
HOURS = Hours(BERLIN, {**{n: DAY for n in range(5)}, 5: ((time(10), time(13)), (time(14), time(16)))},
              frozenset({date(2026, 12, 25)}))  # fmt: skip


def at(words: str) -> int:
    return int(datetime.fromisoformat(words).replace(tzinfo=ZoneInfo(BERLIN)).timestamp())


@pytest.mark.parametrize(
    ("moment", "closes", "opens"),
    [
        ("2026-11-26T08:59", None, "2026-11-26T09:00"),  # a Thursday
        ("2026-11-26T09:00", "2026-11-26T18:00", "2026-11-27T09:00"),
        ("2026-11-26T18:00", None, "2026-11-27T09:00"),
        ("2026-11-28T13:30", None, "2026-11-28T14:00"),  # between two spans
        ("2026-11-28T17:00", None, "2026-11-30T09:00"),  # over the Sunday
        ("2026-12-25T11:00", None, "2026-12-26T10:00"),  # a holiday
    ],
)
def test_when_it_closes_and_opens(moment: str, closes: str | None, opens: str) -> None:
    assert HOURS.closes(at(moment)) == (at(closes) if closes else None)
    assert HOURS.is_open(at(moment)) is (closes is not None)
    assert HOURS.opens(at(moment)) == at(opens)


def test_only_open_hours_count() -> None:
    assert HOURS.between(at("2026-11-26T17:30"), at("2026-11-27T09:30")) == 3600
    assert HOURS.between(at("2026-11-28T12:00"), at("2026-11-28T15:00")) == 2 * 3600
    assert HOURS.between(at("2026-11-29T08:00"), at("2026-11-29T20:00")) == 0
    assert HOURS.between(at("2026-11-27T10:00"), at("2026-11-27T09:00")) == 0


def test_a_week_without_spans_never_opens() -> None:
    assert Hours("UTC").opens(0) is None and not Hours("UTC").is_open(0)


def test_nine_oclock_is_nine_oclock_after_the_clock_was_changed() -> None:
    assert HOURS.opens(at("2027-03-27T20:00")) == at("2027-03-29T09:00")
