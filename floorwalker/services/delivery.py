"""When a parcel arrives: working days, counted from the day it leaves the house."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from floorwalker.domain.store import Rate, Store

SATURDAY = 5


def expected(store: Store, rate: Rate, now: int) -> tuple[date, date]:
    """First and last day for something ordered and paid at that second."""
    leaves = dispatch_day(store, now)
    first, last = rate.days
    return working_days_after(store, leaves, first), working_days_after(store, leaves, last)


def dispatch_day(store: Store, now: int) -> date:
    """The working day on which it leaves the house."""
    local = _local(store, now)
    day = local.date()
    if _works(store, day) and local.time() < store.dispatch_cutoff:
        return day
    return working_days_after(store, day, 1)


def working_days_after(store: Store, day: date, count: int) -> date:
    while count > 0:
        day += timedelta(days=1)
        count -= _works(store, day)
    return day


def local_day(store: Store, now: int) -> date:
    """The calendar day at the shop."""
    return _local(store, now).date()


def _local(store: Store, now: int) -> datetime:
    return datetime.fromtimestamp(now, ZoneInfo(store.timezone))


def _works(store: Store, day: date) -> bool:
    return day.weekday() < SATURDAY and day not in store.holidays
