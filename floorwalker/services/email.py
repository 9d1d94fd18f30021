"""Finds an e-mail address in what somebody typed."""

from __future__ import annotations

import re

from email_validator import EmailNotValidError, validate_email

from floorwalker.errors import BadValue

_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"']+@[^\s<>()\[\],;:\"']+")
_SPELLED = (
    (r"\s*(?:\(at\)|\[at\]|\{at\})\s*", "@"),
    (r"\s*(?:\(dot\)|\[dot\]|\{dot\}|\(punkt\))\s*", "."),
    (r"(?<=\w)\s*@\s*(?=\w)", "@"),
    (r"(?<=[\w.]) at (?=[\w-]+(?:\.| dot ))", "@"),
    (r"(?<=\w) (?:dot|punkt) (?=\w)", "."),
)


def read_email(text: str) -> str:
    """The address, its host in lower case. Raises BadValue."""
    for spelled, sign in _SPELLED:
        text = re.sub(spelled, sign, text, flags=re.IGNORECASE) if "@" not in text or "\\s" in spelled else text
    found = _ADDRESS.search(text)
    if found is None:
        raise BadValue("email", text)
    try:
        return validate_email(found[0].strip(".!?"), check_deliverability=False).normalized
    except EmailNotValidError:
        raise BadValue("email", found[0]) from None
