"""The grammar of days, English and German: written out, in figures, or counted from today."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from components.overlaps import Found

PRIORITY = 7
_MONTHS = (
    "jan|january|januar", "feb|february|februar", "mar|march|märz|maerz", "apr|april", "may|mai", "jun|june|juni",
    "jul|july|juli", "aug|august", "sep|sept|september", "oct|october|okt|oktober", "nov|november",
    "dec|december|dez|dezember",
)  # fmt: skip
_MONTH = {name: n for n, names in enumerate(_MONTHS, 1) for name in names.split("|")}
_DAYS = ("mon|monday|montag", "tue|tuesday|dienstag", "wed|wednesday|mittwoch", "thu|thursday|donnerstag",
         "fri|friday|freitag", "sat|saturday|samstag|sonnabend", "sun|sunday|sonntag")  # fmt: skip
_DAY = {name: n for n, names in enumerate(_DAYS) for name in names.split("|") if len(name) > 3}
_NEAR = {"today": 0, "heute": 0, "tonight": 0, "tomorrow": 1, "morgen": 1, "yesterday": -1, "gestern": -1,
         "day after tomorrow": 2, "übermorgen": 2, "day before yesterday": -2, "vorgestern": -2}  # fmt: skip
_NAMES = "|".join(sorted(_MONTH, key=len, reverse=True))
_YEAR = r"(?P<year>[12][0-9]{3}|[0-9]{2})"

_ISO = re.compile(r"(?<![\w-])(?P<year>20[0-9]{2})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?![\w-])")
_DOTTED = re.compile(rf"(?<![\w.,])(?P<day>[0-3]?[0-9])\.\s?(?P<month>[01]?[0-9])\.(?:\s?{_YEAR})?(?![\w])")
_DAY_FIRST = re.compile(
    rf"(?<![\w.,])(?P<day>[0-3]?[0-9])(?:st|nd|rd|th|\.)?\s(?:of\s)?(?P<name>{_NAMES})\b\.?(?:,?\s(?P<year>20[0-9]{{2}}))?",
    re.I,
)
_MONTH_FIRST = re.compile(
    rf"\b(?P<name>{_NAMES})\.?\s(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?(?![\w.,]*[0-9])(?:,?\s(?P<year>20[0-9]{{2}}))?",
    re.I,
)
_NEARBY = re.compile(rf"\b(?:the\s)?(?P<near>{'|'.join(sorted(_NEAR, key=len, reverse=True))})\b", re.I)
_WEEKDAY = re.compile(
    rf"\b(?P<which>next|last|this|nächsten?|letzten?|kommenden?|diesen?)?\s?\b(?P<weekday>{'|'.join(_DAY)})\b", re.I
)
_GREETING = re.compile(r"\bguten\s$", re.I)
_PAST = ("last", "letzte", "letzten")


def dates(text: str, today: date) -> Iterator[Found]:
    """Days that are named; `value` is the ISO date. A day of the year without a year is the next one to come."""
    for grammar in (_ISO, _DOTTED, _DAY_FIRST, _MONTH_FIRST):
        for found in grammar.finditer(text):
            if value := _of_calendar(found.groupdict(), today):
                yield _found(found, value)
    for found in _NEARBY.finditer(text):
        if not _GREETING.search(text[: found.start()]):
            yield _found(found, today + timedelta(days=_NEAR[found["near"].lower()]))
    for found in _WEEKDAY.finditer(text):
        yield _found(found, _weekday(_DAY[found["weekday"].lower()], (found["which"] or "").lower(), today))


def _found(found: re.Match[str], value: date) -> Found:
    start = found.end() - len(found[0].lstrip())
    return Found("date", value.isoformat(), start, found.end(), PRIORITY, "grammar")


def _of_calendar(said: dict[str, str | None], today: date) -> date | None:
    month = _MONTH[str(said["name"]).lower()] if said.get("name") else int(str(said["month"]))
    year = int(said.get("year") or 0) or None
    if year is not None and year < 100:
        year += 2000
    try:
        value = date(year or today.year, month, int(str(said["day"])))
        return value if year or value >= today else value.replace(year=today.year + 1)
    except ValueError:
        return None


def _weekday(day: int, which: str, today: date) -> date:
    ahead = (day - today.weekday()) % 7 or 7
    return today + timedelta(days=ahead - 7 if which in _PAST and ahead < 7 else -7 if which in _PAST else ahead)
