"""Readers of single values: each takes what YAML made of it, or says what it must be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from floorwalker.domain.money import ZERO_DECIMAL, Money
from floorwalker.services.settings_node import Wrong

T = TypeVar("T")


def text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Wrong(f"must be a text, not {value!r}")
    return value.strip()


def words(value: Any) -> dict[str, str]:
    """Texts by name: by language, or by day."""
    if not isinstance(value, dict) or not value:
        raise Wrong("must be texts by name, like {en: Standard delivery, de: Standardversand}")
    return {text(name): text(said) for name, said in value.items()}


def switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Wrong(f"must be true or false, not {value!r}")
    return value


def whole(least: int, most: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise Wrong(f"must be a whole number from {least} to {most}, not {value!r}")
        return value

    return read


def percent(value: Any) -> Decimal:
    """Up to 99.99, with at most two decimals."""
    exact = _decimal(str(value)) if isinstance(value, (int, float, str)) and not isinstance(value, bool) else None
    if exact is None or not 0 <= exact < 100 or exact != exact.quantize(Decimal("0.01")):
        raise Wrong(f"must be a number from 0 to 99.99 like 19 or 8.1, not {value!r}")
    return exact


def money(currency: str) -> Callable[[Any], Money]:
    """Prices in the shop's currency."""
    digits = 0 if currency in ZERO_DECIMAL else 2
    example = "490" if digits == 0 else "4.90"

    def read(value: Any) -> Money:
        exact = _decimal(value) if isinstance(value, str) else None
        minor = exact.scaleb(digits) if exact is not None else None
        if minor is None or minor < 0 or minor != minor.to_integral_value():
            raise Wrong(f'must be a price in quotes, like "{example}", not {value!r}')
        return Money(int(minor), currency)

    return read


def days(value: Any) -> tuple[int, int]:
    """First and last working day."""
    if not isinstance(value, list) or len(value) != 2:
        raise Wrong(f"must be the first and the last working day, like [2, 3], not {value!r}")
    first, last = (whole(0, 90)(day) for day in value)
    if first > last:
        raise Wrong(f"must name the earlier day first, like [{last}, {first}]")
    return first, last


def every(read: Callable[[Any], T], empty: bool = False) -> Callable[[Any], tuple[T, ...]]:
    def listed(value: Any) -> tuple[T, ...]:
        if not isinstance(value, list) or not (value or empty):
            raise Wrong("must be a list with at least one entry, like [one, two]")
        return tuple(read(item) for item in value)

    return listed


def _code(length: int, upper: bool, what: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        fits = isinstance(value, str) and len(value) == length and value.isascii() and value.isalpha()
        if not fits or value != (value.upper() if upper else value.lower()):
            raise Wrong(f"must be {what}, not {value!r}")
        return str(value)

    return read


currency = _code(3, True, "a currency code like EUR")
country = _code(2, True, "a country code like DE")
language = _code(2, False, "a language code like en")


def prefix(value: Any) -> str:
    if not isinstance(value, str) or not (value.isascii() and value.isalpha() and value.isupper() and len(value) < 9):
        raise Wrong(f"must be one to eight capital letters, like LL, not {value!r}")
    return value


def code(value: Any) -> str:
    """A promotion's code, in capitals."""
    said = text(value).upper()
    if len(said) > 40 or not all(letter.isalnum() or letter in "-_" for letter in said):
        raise Wrong(f"must be at most 40 letters, digits or hyphens, like WELCOME10, not {value!r}")
    return said


def timezone(value: Any) -> str:
    try:
        return ZoneInfo(value).key
    except Exception:  # noqa: BLE001 (many kinds, all mean the same)
        raise Wrong(f"must be a time zone like Europe/Berlin, not {value!r}") from None


def clock(value: Any) -> time:
    try:
        return time.fromisoformat(value)
    except (TypeError, ValueError):
        raise Wrong(f'must be a time in quotes, like "16:00", not {value!r}') from None


def day(value: Any) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise Wrong(f'must be a day like "2026-12-25", not {value!r}') from None


def email(value: Any) -> str:
    name, at, host = str(value).partition("@")
    if not (name and at and "." in host):
        raise Wrong(f"must be an e-mail address like hello@example.com, not {value!r}")
    return str(value)


def colour(value: Any) -> str:
    fits = isinstance(value, str) and len(value) == 7 and value[0] == "#"
    if not fits or not set(value[1:]) <= set("0123456789abcdefABCDEF"):
        raise Wrong(f'must be a colour in quotes, like "#1f4d3b", not {value!r}')
    return str(value)


def _decimal(value: str) -> Decimal | None:
    try:
        exact = Decimal(value)
    except InvalidOperation:
        return None
    return exact if exact.is_finite() else None
