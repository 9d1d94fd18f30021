"""Finds an e-mail address or a phone number in what somebody typed."""

from __future__ import annotations

import re

from floorwalker.errors import BadValue
from floorwalker.services.email import read_email

_PHONE = re.compile(r"(?<!\d)(?:\+|00|0)[\d\s()/.-]{5,24}\d(?!\d)")
SHORTEST, LONGEST = 7, 15
"""Digits of a number, by E.164."""


def read_contact(text: str) -> str:
    """The address, or the number's digits with its plus. Raises BadValue."""
    try:
        return read_email(text)
    except BadValue:
        return read_phone(text)


def read_phone(text: str) -> str:
    """ "0049 (221) 12 34 56" → "+49221123456"; a number without a country stays as it is dialled at home."""
    for found in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        plus = found[0].startswith(("+", "00"))
        number = digits[2:] if found[0].startswith("00") else digits
        if SHORTEST <= len(number) <= LONGEST:
            return f"+{number}" if plus else number
    raise BadValue("contact", text)
