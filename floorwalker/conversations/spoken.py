"""Facts as words: money, dates and clock times the way a locale writes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timezone, tzinfo
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_day_names
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal

from floorwalker.domain.money import Money

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def spoken(fact: Any, locale: str) -> Any:
    """Money, decimals and days become text, everything else stays."""
    if isinstance(fact, Money):
        return money(fact, locale)
    if isinstance(fact, Decimal):
        return str(format_decimal(fact, locale=locale))
    return weekday(fact, locale) if isinstance(fact, date) else fact


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


def date_and_clock(moment: int, locale: str, zone: str = "UTC") -> str:
    """"14 Apr 2026, 14:45" of an epoch second."""
    pattern = "d. MMM y" if locale.startswith("de") else "d MMM y"
    return f"{format_date(_at(moment, zone), pattern, locale=locale)}, {clock(moment, locale, zone)}"


def _at(moment: int, zone: str) -> datetime:
    tz: tzinfo = timezone.utc if zone == "UTC" else ZoneInfo(zone)
    return datetime.fromtimestamp(moment, tz)


def weekday(on: date, locale: str) -> str:
    """"Thursday, 16 April" of a calendar day."""
    pattern = "EEEE, d. MMMM" if locale.startswith("de") else "EEEE, d MMMM"
    return str(format_date(on, pattern, locale=locale))


def short_date(on: date, locale: str) -> str:
    """"14 Apr" of a calendar day."""
    return str(format_date(on, "d. MMM" if locale.startswith("de") else "d MMM", locale=locale))


def joined(words: Sequence[str], locale: str) -> str:
    """ "the colour and the price"."""
    return str(format_list(list(words), locale=locale))


def countries(codes: Iterable[str], locale: str) -> str:
    """"Austria, Germany": names of countries in order of the alphabet."""
    names = Locale.parse(locale).territories
    return ", ".join(sorted(str(names.get(code, code)) for code in codes))


def hours(by_days: Mapping[str, str], locale: str) -> str:
    """"Mon–Fri 10:00–19:00, Sat 10:00–18:00" of {"mon-fri": "10:00-19:00", …}."""
    names = get_day_names("abbreviated", locale=locale)
    parts = []
    for days, times in by_days.items():
        shown = "–".join(str(names[DAYS.index(name)]).strip(".") if name in DAYS else name for name in days.split("-"))
        parts.append(f"{shown} {times.replace('-', '–')}")
    return ", ".join(parts)
