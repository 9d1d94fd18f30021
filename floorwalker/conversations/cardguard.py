"""Finds payment card numbers in what people type, so that they are dropped before anything stores them.

The rules are those of the card schemes: length, issuer range, Luhn. Text without a hit passes untouched.
"""

from __future__ import annotations

import re
import unicodedata

_BETWEEN = r"[ \-./_\u00A0\u2007\u2009\u202F\u2010-\u2015]{0,2}"
_CANDIDATE = re.compile(rf"(?<![\w.])\d(?:{_BETWEEN}\d){{12,18}}(?!\w)")
_RANGES: tuple[tuple[str, frozenset[int]], ...] = (
    (r"4", frozenset({16, 19})),
    (r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720", frozenset({16})),
    (r"3[47]", frozenset({15})),
    (r"30[0-5]|3[689]", frozenset({14, 16})),
    (r"6011|64[4-9]|65|352[89]|35[3-8]|62|81|50|5[6-9]|6[0-9]", frozenset({16, 17, 18, 19})),
)


def holds_card_number(text: str) -> bool:
    """Whether a number in the text could be a payment card's."""
    plain = _plain_digits(text)
    return any(_is_card(re.sub(r"\D", "", hit.group())) for hit in _CANDIDATE.finditer(plain))


def _plain_digits(text: str) -> str:
    """Every decimal digit of any script as ASCII, one for one."""
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in text)


def _is_card(digits: str) -> bool:
    known = any(re.match(prefix, digits) and len(digits) in lengths for prefix, lengths in _RANGES)
    return known and _luhn(digits)


def _luhn(digits: str) -> bool:
    doubled = (int(c) * 2 if n % 2 else int(c) for n, c in enumerate(reversed(digits)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0
