"""The grammar of prices, English and German: bounds, ranges, about so much, plain amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from floorwalker.search.spans import NO_UNIT, Span, pattern

_GROUPED = r"(?<![\w.,])[0-9]{1,3}(?:[.,'’][0-9]{3})+(?:[.,][0-9]{1,2})?"
_PLAIN = r"(?<![0-9.,])[0-9]{1,7}(?:[.,][0-9]{1,2})?"
_N = rf"(?:{_GROUPED}|{_PLAIN})(?![.,]?[0-9])"
_BEFORE = r"(?:(?:€|\$|£|eur\b|usd\b|gbp\b)\s*)?"
_AFTER = r"(?:\s*(?:€|\$|£|(?:euros?|eur|bucks|dollars?|usd|quid|pounds?|gbp)\b))?"
_NO_DATE = r"(?!\.\s*(?:[0-9]|$|(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])))"


def _amount(name: str) -> str:
    number = rf"(?P<{name}_before>{_BEFORE})(?P<{name}>{_N})(?P<{name}_after>{_AFTER})"
    return rf"{number}(?!\w){NO_UNIT}(?!\s*[/:]\s*[0-9])"


_CEILING = (
    r"under|below|less\ than|cheaper\ than|(?:but\ )?not?\ (?:more|dearer)\ than|not\ (?:over|above)|up\ ?to|"
    r"(?:nothing|none|nichts|keine[nrsm]?)\ (?:over|above|more\ than|dearer\ than|über|ueber|teurer\ als)|"
    r"at\ (?:the\ )?most|max(?:imum|imal|\.)?(?:\ of)?|within|<=?|"
    r"(?:my\ |the\ |mein\ )?budget(?:\ is|\ of|\ ist|\ von|:)?|"
    r"unter|bis(?:\ zu)?|höchstens|hoechstens|weniger\ als|billiger\ als|günstiger\ als|nicht\ (?:mehr\ als|über)"
)
_FLOOR = (
    r"over|above|more\ than|dearer\ than|at\ least|starting\ (?:at|from)|min(?:imum|\.)?(?:\ of)?|>=?|"
    r"über|ueber|mehr\ als|teurer\ als|mindestens|ab"
)
_ABOUT = r"around|about|approx(?:imately|\.)?|roughly|circa|ca\.?|etwa|ungefähr|ungefaehr|rund|um\ die|so\ um"
_SOFT = rf"(?:\s+(?:{_ABOUT}|the|a|die))?\s*"
_DASH = r"\s*(?:-|–|—|\bup\ to\b|\bto\b|\band\b|\bund\b|\bbis\b)\s*"

_RANGE = pattern(rf"(?P<cue>\b(?:between|zwischen|from|von)\s+)?{_amount('low')}{_DASH}{_amount('high')}")
_HIGH = pattern(rf"(?<!\w)(?:{_CEILING}){_SOFT}{_amount('high')}{_NO_DATE}")
_HIGH_AFTER = pattern(
    rf"{_amount('high')}\s*(?:or\ (?:less|under|below|cheaper)|max(?:imum|imal)?\b|tops\b|at\ most|"
    r"oder\ (?:weniger|billiger)|höchstens)"
)
_LOW = pattern(rf"(?<!\w)(?:{_FLOOR}){_SOFT}{_amount('low')}{_NO_DATE}")
_LOW_AFTER = pattern(rf"{_amount('low')}\s*(?:or\ more|and\ (?:up|more|above)|oder\ mehr|aufwärts)")
_AROUND = pattern(rf"(?<!\w)(?:{_ABOUT})\s+{_amount('about')}(?!\s+of\b)")
_MONEY = pattern(_amount("value"))

_SIGNS = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "$": "USD", "usd": "USD", "dollar": "USD",
    "dollars": "USD", "bucks": "USD", "£": "GBP", "gbp": "GBP", "quid": "GBP", "pound": "GBP", "pounds": "GBP",
}  # fmt: skip


def prices(text: str) -> Iterator[Span]:
    """Every reading of the text as a price; `keep` chooses."""
    yield from _ranges(text)
    for grammar in (_HIGH, _HIGH_AFTER):
        yield from (_span(found, 8, high=minor(found["high"])) for found in grammar.finditer(text))
    for grammar in (_LOW, _LOW_AFTER):
        yield from (_span(found, 8, low=minor(found["low"])) for found in grammar.finditer(text))
    for found in _AROUND.finditer(text):
        about = minor(found["about"])
        yield _span(found, 8, low=about * 4 // 5, high=about * 6 // 5)
    for found in _MONEY.finditer(text):
        if _currency(found, "value"):
            yield _span(found, 7, value=minor(found["value"]))


def _ranges(text: str) -> Iterator[Span]:
    for found in _RANGE.finditer(text):
        low, high = minor(found["low"]), minor(found["high"])
        if low < high and (found["cue"] or _currency(found, "low", "high") or _no_size_range(low, high)):
            yield _span(found, 9, low=low, high=high)


def minor(number: str) -> int:
    """A last separator with one or two digits behind it is decimal, all others separate thousands."""
    whole, _, cents = re.sub(r"[.,]([0-9]{1,2})$", r" \1", number).partition(" ")
    return int(re.sub(r"[^0-9]", "", whole)) * 100 + int(cents.ljust(2, "0"))


def _span(
    found: re.Match[str],
    priority: int,
    *,
    low: int | None = None,
    high: int | None = None,
    value: int | None = None,
) -> Span:
    names = [name for name in found.groupdict() if not name.endswith(("_before", "_after", "cue"))]
    currency = _currency(found, *names)
    end = found.end() - len(found[0]) + len(found[0].rstrip())
    meaning = {"low": low, "high": high, "value": value, "currency": currency}
    return Span("price", meaning, found.start(), end, priority)


def _currency(found: re.Match[str], *names: str) -> str | None:
    for name in names:
        for side in ("before", "after"):
            sign = found[f"{name}_{side}"].strip().casefold()
            if sign:
                return _SIGNS[sign]
    return None


def _no_size_range(low: int, high: int) -> bool:
    """A bare "50-80" is money; "39-42" is a size, "2-3" neither."""
    return low >= 1000 and not (high <= 6000 and high - low <= 600)
