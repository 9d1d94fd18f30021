"""Signed webhooks: `t=<epoch seconds>,v1=<hex HMAC-SHA256 of "t.body">`, out and in."""

from __future__ import annotations

import hashlib
import hmac
import re

TOLERANCE_SECONDS = 300
FORM = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")


def signature(secret: str, at: int, body: bytes) -> str:
    """The header's value for a body sent at that moment."""
    return f"t={at},v1={_mac(secret, at, body)}"


def is_signed(secret: str, now: int, body: bytes, header: str) -> bool:
    """Whether the header was made with the secret, for this body, not longer than TOLERANCE_SECONDS ago."""
    found = FORM.fullmatch(header.strip())
    if found is None or abs(now - int(found[1])) > TOLERANCE_SECONDS:
        return False
    return hmac.compare_digest(found[2], _mac(secret, int(found[1]), body))


def _mac(secret: str, at: int, body: bytes) -> str:
    return hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
