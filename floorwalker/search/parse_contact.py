"""The grammars of fixed forms: e-mail, phone, postcode, order number, coupon code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from floorwalker.search.spans import Name, Span, pattern

_EMAIL = pattern(
    r"(?<![\w.+%@-])(?P<value>[\w+%][\w.+%'-]{0,63}@(?:\w(?:[\w-]{0,61}\w)?\.){1,8}[^\W\d_]{2,24})(?![\w@])"
)
_COUNTRIES = "AT|BE|CH|CZ|DE|DK|ES|FI|FR|HU|IT|LI|LU|NL|NO|PL|SE|SI|SK"
_COUNTRY = rf"(?:{_COUNTRIES})-?[0-9]{{4,5}}(?![0-9])"
"""Before a postcode, as on an envelope."""
_ORDER = pattern(rf"(?<![\w-])(?!{_COUNTRY})(?:\#\s?)?(?P<value>[A-Z]{{2,3}}-?[0-9]{{4,12}})(?![\w-])")
_CUE = (
    r"(?<!\w)(?:(?:my\s+)?order(?:\s*(?:number|no\.?|id|nr\.?))?|bestell(?:ung|nummer|nr\.?)|auftrag(?:snummer)?)"
    r"(?:\s+(?:is|number|ist|lautet|was|nummer))?\s*[:\#]{0,2}\s*"
)
_ORDER_CUED = pattern(_CUE + r"(?P<value>(?:[A-Z]{1,3}-?)?[0-9]{4,12})(?![\w-])")
_ORDER_HASH = pattern(r"(?<![\w\#])\#\s?(?P<value>[0-9]{4,12})(?![\w-])")
_NUMBERED = (
    r"(?<!\w)(?:(?:my\s+)?order\s*(?:number|no\.?|id|nr\.?|\#)|bestell(?:nummer|nr\.?)|bestellung\s*(?:nummer|nr\.?|\#)"
    r"|auftragsnummer)(?:\s+(?:is|ist|lautet|was))?\s*[:\#]{0,2}\s*(?:[A-Z]{1,3}-?)?[0-9]{4,12}(?![\w-])"
)
_SURE = tuple(
    pattern(one)
    for one in (
        _NUMBERED,
        _CUE + rf"(?!{_COUNTRY})(?:[A-Z]{{1,3}}-[0-9]{{5,12}}|[A-Z]{{0,3}}[0-9]{{6,12}})(?![\w-])",
        rf"(?<![\w-])(?!(?:{_COUNTRIES}|GB|IE|EU)[0-9])(?:\#\s?)?[A-Z]{{2,3}}-?[0-9]{{6,12}}(?![\w-])",
    )
)
"""Neither a model's or an article's name, nor so many pieces, nor a postcode, nor a tax number, nor a coupon code with
a year."""
_COUPON_CUED = pattern(
    r"(?<!\w)(?:(?:(?:promo|coupon|discount|voucher|gift|gutschein|rabatt)[ -]?)?code|coupon|voucher|gutschein)"
    r"(?:\s+(?:is|ist|lautet|of|named))?\s*[:\"'„“]?\s*(?P<value>(?-i:[A-Z][A-Z0-9-]{2,19})|(?=[a-z-]*[0-9])[a-z0-9][a-z0-9-]{2,19})(?![\w-])"
)
_COUPON_BARE = pattern(r"(?<![\w-])(?P<value>(?-i:[A-Z]{4,16}[0-9]{1,3}))(?![\w-])")
_BRITISH = r"[A-Z]{1,2}[0-9][A-Z0-9]?"
_POSTCODE_CUED = pattern(
    r"(?<!\w)(?:plz|post(?:al)?[ ]?code|zip(?:[ ]?code)?|postleitzahl)(?:\s+(?:is|ist))?\s*:?\s*"
    rf"(?P<value>{_BRITISH}\s?[0-9][A-Z]{{2}}|[0-9]{{4,5}})(?![\w-])"
)
_POSTCODE_TOWN = pattern(r"(?<![\w.,€$£\#-])(?P<value>[0-9]{5})(?=[ ]+(?-i:[A-ZÄÖÜ])[^\W\d_]{2})")
_POSTCODE_BRITISH = pattern(r"(?<![\w-])(?P<value>(?-i:[A-Z]{1,2}[0-9][A-Z0-9]?[ ][0-9][A-Z]{2}))(?![\w-])")
_POSTCODE_ALONE = pattern(r"\s*(?P<value>[0-9]{5})\s*[.!]?\s*")
_PHONE = pattern(r"(?<![\w.,\#/-])(?P<value>(?:\+|00?)[1-9](?:[ ()/-]{0,2}[0-9]){5,13})(?![\w])")


_TABLE: tuple[tuple[re.Pattern[str], Name, int], ...] = (
    (_EMAIL, "email", 10),
    (_COUPON_CUED, "coupon", 9),
    (_ORDER, "order_number", 9),
    (_ORDER_CUED, "order_number", 9),
    (_ORDER_HASH, "order_number", 9),
    (_COUPON_BARE, "coupon", 9),
    (_POSTCODE_CUED, "postcode", 7),
    (_POSTCODE_TOWN, "postcode", 7),
    (_POSTCODE_BRITISH, "postcode", 7),
    (_PHONE, "phone", 8),
)


def without_numbers(text: str) -> str:
    """The text with "my order" where it surely names one by its number: what is meant does not hang on digits."""
    for sure in _SURE:
        text = sure.sub(lambda found: "meine Bestellung" if found[0][0] in "bBaA" else "my order", text)
    return text


def contacts(text: str, asked: str = "") -> Iterator[Span]:
    """Every reading as one of the fixed forms. `asked`: what the shop has just asked for (postcode)."""
    shouted = text.isupper()
    for grammar, name, priority in _TABLE:
        for found in grammar.finditer(text):
            if name == "coupon" and shouted and found["value"].isalpha():
                continue
            value = found["value"] if name in ("email", "phone") else found["value"].upper()
            yield Span(name, value, found.start(), found.end(), priority)
    alone = _POSTCODE_ALONE.fullmatch(text)
    if alone and asked == "postcode":
        yield Span("postcode", alone["value"], *alone.span("value"), 9)
