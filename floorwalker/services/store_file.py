"""Reads store.yml: text in, a Store out, or every problem at once by line and name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import yaml

from floorwalker.domain.handoff import Support
from floorwalker.domain.money import ZERO_DECIMAL, Money
from floorwalker.domain.store import Delivery, Promotion, Store, Tax, Theme
from floorwalker.errors import BadFile
from floorwalker.services.store_support import BadSupport, read_support

T = TypeVar("T")


def read_store(text: str, name: str = "store.yml") -> Store:
    """Raises BadFile."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        values = yaml.safe_load(text)
    except yaml.YAMLError as wrong:
        raise BadFile((f"{name}: {' '.join(str(wrong).split())}",)) from None
    if not isinstance(values, dict):
        raise BadFile((f"{name}: must be a list of settings like `name: My shop`",))
    return _Reader(name, values, _lines(node)).store()


class Wrong(ValueError):
    """A value that cannot be taken: says what is expected."""


class _Reader:
    """Reads one setting after the other and collects what is wrong."""

    def __init__(self, name: str, values: Mapping[str, Any], lines: Mapping[str, int]) -> None:
        self.name, self.values, self.lines = name, values, lines
        self.problems: list[str] = []

    def store(self) -> Store:
        known = set(Store.__dataclass_fields__)
        for key in self.values.keys() - known:
            self._problem(key, f"is not known; known are {', '.join(sorted(known))}")
        self.currency = self._take("currency", _currency, "EUR")
        store = Store(
            name=self._take("name", _text, ""),
            currency=self.currency,
            languages=self._take("languages", _each(_language), ("en",)),
            country=self._take("country", _country, "DE"),
            served=self._take("served", _each(_country), ("DE",)),
            number_prefix=self._take("number_prefix", _prefix, "FW"),
            timezone=self._take("timezone", _timezone, "UTC"),
            tax=self._take("tax", _tax, Tax(0, True, {})),
            delivery=self._take("delivery", _each(self._delivery), ()),
            promotions=self._take("promotions", _each(self._promotion, empty=True), ()),
            hold_minutes=self._take("hold_minutes", _whole(31, 24 * 60 - 5), 35),
            most_of_one=self._take("most_of_one", _whole(1, 999), 10),
            returns_days=self._take("returns_days", _whole(0, 3650), 30),
            dispatch_cutoff=self._take("dispatch_cutoff", _time, time(16)),
            holidays=self._take("holidays", _each(_date, empty=True), ()),
            opening_hours=self._take("opening_hours", _words, {}),
            support_email=self._take("support_email", _email, ""),
            theme=self._take("theme", _theme, _NO_THEME),
            support=self._take("support", self._support, Support()) if "support" in self.values else Support(),
        )
        if self.problems:
            raise BadFile(tuple(self.problems))
        return store

    def _take(self, key: str, read: Callable[[Any], T], instead: T) -> T:
        if key not in self.values:
            self._problem(key, "is missing")
            return instead
        try:
            return read(self.values[key])
        except (Wrong, TypeError, AttributeError) as wrong:
            self._problem(key, str(wrong) if isinstance(wrong, Wrong) else "has an unexpected form")
            return instead

    def _problem(self, key: str, what: str) -> None:
        line = self.lines.get(key)
        self.problems.append(f"{self.name}:{line}: {key} {what}" if line else f"{self.name}: {key} {what}")

    def _money(self, value: Any) -> Money:
        digits = 0 if self.currency in ZERO_DECIMAL else 2
        try:
            exact = Decimal(value) if isinstance(value, (str, int)) else Decimal("NaN")
        except InvalidOperation:
            exact = Decimal("NaN")
        minor = exact.scaleb(digits)
        if not exact.is_finite() or minor < 0 or minor != minor.to_integral_value():
            raise Wrong(f'needs prices as text like "4.90", not {value!r}')
        return Money(int(minor), self.currency)

    def _support(self, value: Any) -> Support:
        closed = _each(_date, empty=True)(self.values.get("holidays", []))
        try:
            return read_support(value, _timezone(self.values.get("timezone")), closed, self._money)
        except BadSupport as no:
            raise Wrong(str(no)) from None

    def _delivery(self, value: Any) -> Delivery:
        _only(value, "id title detail price days free_from needs_address words")
        first, last = (_whole(0, 90)(day) for day in value.get("days") or _missing("days"))
        if first > last:
            raise Wrong("needs `days: [first, last]`, the earlier one first")
        free_from = value.get("free_from")
        return Delivery(
            id=_text(value.get("id")),
            title=_words(value.get("title")),
            detail=_words(value.get("detail")),
            price=self._money(value.get("price")),
            days=(first, last),
            free_from=None if free_from is None else self._money(free_from),
            needs_address=value.get("needs_address", True) is True,
            words=_each(_text, empty=True)(value.get("words", [])),
        )

    def _promotion(self, value: Any) -> Promotion:
        _only(value, "code title percent minimum starts ends")
        minimum, starts, ends = (value.get(name) for name in ("minimum", "starts", "ends"))
        return Promotion(
            code=_text(value.get("code")).upper(),
            title=_words(value.get("title")),
            percent=_whole(1, 100)(value.get("percent")),
            minimum=None if minimum is None else self._money(minimum),
            starts=None if starts is None else _date(starts),
            ends=None if ends is None else _date(ends),
        )


def _lines(node: Any) -> dict[str, int]:
    return {key.value: key.start_mark.line + 1 for key, _ in getattr(node, "value", [])}


def _each(read: Callable[[Any], T], empty: bool = False) -> Callable[[Any], tuple[T, ...]]:
    def every(value: Any) -> tuple[T, ...]:
        if not isinstance(value, list) or not (value or empty):
            raise Wrong("must be a list with at least one entry")
        return tuple(read(item) for item in value)

    return every


def _only(value: Any, names: str) -> None:
    if not isinstance(value, dict):
        raise Wrong(f"needs entries with {', '.join(names.split())}")
    unknown = sorted(value.keys() - set(names.split()))
    if unknown:
        raise Wrong(f"has an unknown field {unknown[0]}; known are {', '.join(names.split())}")


def _missing(name: str) -> Any:
    raise Wrong(f"needs {name}")


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Wrong("needs a text")
    return value.strip()


def _words(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not value:
        raise Wrong("needs texts by name, like {en: Standard delivery}")
    return {_text(name): _text(words) for name, words in value.items()}


def _whole(least: int, most: int) -> Callable[[Any], int]:
    def whole(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise Wrong(f"must be a whole number from {least} to {most}")
        return value

    return whole


def _code(length: int, upper: bool, what: str) -> Callable[[Any], str]:
    def code(value: Any) -> str:
        fits = isinstance(value, str) and len(value) == length and value.isascii() and value.isalpha()
        if not fits or value != (value.upper() if upper else value.lower()):
            raise Wrong(f"must be {what}")
        return str(value)

    return code


_currency = _code(3, True, "a currency code like EUR")
_country = _code(2, True, "a country code like DE")
_language = _code(2, False, "a language code like en")


def _prefix(value: Any) -> str:
    if not isinstance(value, str) or not (value.isascii() and value.isalpha() and value.isupper()):
        raise Wrong("must be capital letters, like LL")
    return value


def _timezone(value: Any) -> str:
    try:
        return ZoneInfo(value).key
    except Exception:  # noqa: BLE001 (many kinds, all mean the same)
        raise Wrong("must be a time zone like Europe/Berlin") from None


def _tax(value: Any) -> Tax:
    _only(value, "percent included title")
    if not isinstance(value.get("included"), bool):
        raise Wrong("needs `included: true` or `included: false`")
    return Tax(_whole(0, 99)(value.get("percent")), value["included"], _words(value.get("title")))


def _time(value: Any) -> time:
    try:
        return time.fromisoformat(value)
    except (TypeError, ValueError):
        raise Wrong('must be a time as text, like "16:00"') from None


def _date(value: Any) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise Wrong('must be a day like "2026-12-25"') from None


def _email(value: Any) -> str:
    name, at, host = str(value).partition("@")
    if not (name and at and "." in host):
        raise Wrong("must be an e-mail address")
    return str(value)


_NO_THEME = Theme("", "", "", "", "", "")


def _theme(value: Any) -> Theme:
    names = " ".join(Theme.__dataclass_fields__)
    _only(value, names)
    theme = Theme(*(_text(value.get(name)) for name in names.split()))
    for name in ("ground", "ink", "brand", "accent"):
        colour = getattr(theme, name)
        if not (len(colour) == 7 and colour[0] == "#" and set(colour[1:]) <= set("0123456789abcdefABCDEF")):
            raise Wrong(f'needs {name} as a colour like "#1f4d3b"')
    return theme
