"""Takes personal data out of a message before it is stored in the open: e-mail, phone, IBAN, street and number."""

from __future__ import annotations

import re
from typing import Any

from floorwalker.domain.message import Card

_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")
_PHONE = re.compile(r"(?<![\w.-])(?:\+|00?)\d[\d /()-]{6,16}\d(?![\w-])")
_STREET = re.compile(
    r"\b[A-ZÄÖÜ][\w.'-]*(?:[ -][A-ZÄÖÜ][\w.'-]*)*"
    r"(?:straße|strasse|str\.|weg|platz|allee|gasse|ufer| street| road| avenue| lane| st\.?| rd\.?) \d+ ?[a-z]?\b",
    re.IGNORECASE,
)
_KEPT = frozenset({"schema", "type", "key", "locale", "url", "id", "kind", "state", "sku", "currency", "title"})
_MARKS = ((_EMAIL, "[e-mail]"), (_IBAN, "[iban]"), (_STREET, "[street]"), (_PHONE, "[phone]"))


def redacted(body: Card) -> Card:
    """The message with every text in it redacted; what names things (urls, ids, titles) stays."""
    return {name: value if name in _KEPT else _value(value) for name, value in body.items()}


def plain(text: str) -> str:
    """A sentence without personal data."""
    for pattern, mark in _MARKS:
        text = pattern.sub(mark, text)
    return text


def _value(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, dict):
        return redacted(value)
    if isinstance(value, list):
        return [_value(item) for item in value]
    return value
