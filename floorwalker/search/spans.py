"""What the grammars find in a sentence, and which finding wins where two overlap."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Name = Literal[
    "price", "size", "quantity", "reference", "email", "phone", "postcode", "order_number", "coupon"
]  # fmt: skip
Value = str | int | Mapping[str, str | int | None]


@dataclass(frozen=True)
class Span:
    """`text[start:end]` means `value`. The higher `priority` wins an overlap.

    price: {low, high, value, currency} in minor units, None where unsaid; size: "M", "40", "39-42", "UK 9.5";
    quantity: whole number; reference: {index} (from 1, 0 the middle, -1 the
    last), {first} (so many, from the end where negative), {by, pick}, {set} or {it};
    the others: the text, tidied.
    """

    name: Name
    value: Value
    start: int
    end: int
    priority: int


def keep(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Priority, then length, then position decide; what touches nothing kept is kept. In order of the text."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (-s.priority, s.start - s.end, s.start)):
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return tuple(sorted(kept, key=lambda s: s.start))


def pattern(source: str) -> re.Pattern[str]:
    """A grammar's expression: spaces in it are for reading, `\\s` and `[ ]` for matching."""
    return re.compile(source, re.IGNORECASE | re.VERBOSE)


UNIT = (
    r"(?:l|ltr|lit(?:re|er)s?|ml|kg|kilos?|g|gr|grams?|gramm|lbs?|oz|cm|mm|m|km|met(?:re|er)s?|miles?|inch(?:es)?|"
    r"people|persons?|personen|leute|adults?|kids|kinder|days?|tagen?|nights?|nächten?|hours?|hrs?|stunden?|h|"
    r"minutes?|mins?|minuten|weeks?|wochen?|months?|monaten?|years?|jahren?|pieces?|pcs|pairs?|stück|stk|paare?|"
    r"percent|prozent|degrees?|grad|times|mal|uhr|[ap]m|o['’]clock|colou?rs|farben|ports?|pockets?|gb|watts?|v)"
)
"""Words after which a number is no money and no size."""

NO_UNIT = rf"(?!\s*(?:%|°|{UNIT}\b))"
NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12,
    "ein": 1, "eine": 1, "einen": 1, "eins": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "fuenf": 5,
    "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12, "zwoelf": 12,
    "dutzend": 12,
}  # fmt: skip
