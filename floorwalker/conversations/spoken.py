"""Facts as words: money, dates and clock times the way a locale writes them."""

from __future__ import annotations

from datetime import datetime, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_currency

from floorwalker.domain.money import Money


def spoken(fact: Any, locale: str) -> Any:
    """Money becomes text, everything else stays."""
    return money(fact, locale) if isinstance(fact, Money) else fact


def money(amount: Money, locale: str) -> str:
    """"€258.00" in English, "258,00 €" in German."""
    units = amount.minor / 10**amount.digits  # presentation only: exact to far beyond any price
    return str(format_currency(units, amount.currency, locale=locale)).replace("-", "−")


def clock(moment: int, locale: str, zone: str = "UTC") -> str:
    """"15:20" of an epoch second."""
    return str(format_time(_at(moment, zone), "HH:mm", locale=locale))


def day(moment: int, locale: str, zone: str = "UTC") -> str:
    """"Thursday, 16 April" of an epoch second."""
    pattern = "EEEE, d. MMMM" if locale.startswith("de") else "EEEE, d MMMM"
    return str(format_date(_at(moment, zone), pattern, locale=locale))


def short_day(moment: int, locale: str, zone: str = "UTC") -> str:
    """"Tue 14:58" of an epoch second."""
    at = _at(moment, zone)
    return f"{format_skeleton('E', at, locale=locale)} {clock(moment, locale, zone)}"


def _at(moment: int, zone: str) -> datetime:
    tz: tzinfo = timezone.utc if zone == "UTC" else ZoneInfo(zone)
    return datetime.fromtimestamp(moment, tz)
