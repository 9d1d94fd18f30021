"""What a form's fields say."""

from __future__ import annotations

import re
import secrets

from starlette.requests import Request

from floorwalker.domain.money import Money
from floorwalker.errors import BadValue, ShopError

_AMOUNT = re.compile(r"(\d{1,7})(?:[.,](\d{1,2}))?", re.ASCII)
_WHOLE = re.compile(r"\d{1,7}", re.ASCII)


def amount(text: str, currency: str) -> Money:
    """ "12.50" or "12,50" in minor units. Raises BadValue."""
    zero = Money(0, currency)
    found = _AMOUNT.fullmatch(text.strip())
    if not found or (found[2] and not zero.digits):
        raise BadValue("amount", text)
    part = (found[2] or "").ljust(zero.digits, "0")
    return Money(int(found[1] + part), currency)


def typed(money: Money) -> str:
    """The amount as a field holds it."""
    whole, part = divmod(money.minor, 10**money.digits)
    return f"{whole}.{part:0{money.digits}d}" if money.digits else str(whole)


def whole(text: str, what: str) -> int:
    """Raises BadValue for what is no whole number from 0 on."""
    if not _WHOLE.fullmatch(text.strip()):
        raise BadValue(what, text)
    return int(text)


def fresh() -> str:
    """A token for a form that counts once."""
    return secrets.token_urlsafe(16)


def reason(no: ShopError) -> str:
    """The label that says why not."""
    facts = no.facts
    return f"office_no_{facts.get('why') or facts.get('what') or 'such'}"


def page_number(request: Request) -> int:
    """`?page=`, from 1."""
    text = request.query_params.get("page", "1")
    return max(1, int(text)) if _WHOLE.fullmatch(text) else 1
