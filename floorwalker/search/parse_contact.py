"""The grammars of fixed forms: e-mail, phone, postcode, order number, coupon code."""

from __future__ import annotations

from collections.abc import Iterator

from floorwalker.search.spans import Span, pattern

_EMAIL = pattern(
    r"(?<![\w.+%@-])[\w+%][\w.+%'-]{0,63}@(?:[\w](?:[\w-]{0,61}\w)?\.){1,8}[^\W\d_]{2,24}(?![\w@])"
)
_ORDER = pattern(r"(?<![\w-])(?:\#\s?)?(?P<n>[A-Z]{2,3}-?[0-9]{4,12})(?![\w-])")
_ORDER_CUED = pattern(
    r"(?<!\w)(?:(?:my\s+)?order(?:\s*(?:number|no\.?|id|nr\.?))?|bestell(?:ung|nummer|nr\.?)|auftrag(?:snummer)?)"
    r"(?:\s+(?:is|number|ist|lautet|was|nummer))?\s*[:\#]{0,2}\s*(?P<n>(?:[A-Z]{1,3}-?)?[0-9]{4,12})(?![\w-])"
)
_ORDER_HASH = pattern(r"(?<![\w\#])\#\s?(?P<n>[0-9]{4,12})(?![\w-])")
_COUPON_CUED = pattern(
    r"(?<!\w)(?:(?:promo|coupon|discount|voucher|gift|gutschein|rabatt)?[ -]?code|coupon|voucher|gutschein)"
    r"(?:\s+(?:is|ist|lautet|of|named))?\s*[:\"'„“]?\s*(?P<code>(?-i:[A-Z][A-Z0-9-]{2,19})|(?=[a-z-]*[0-9])[a-z0-9][a-z0-9-]{2,19})(?![\w-])"
)
_COUPON_BARE = pattern(r"(?<![\w-])(?P<code>(?-i:[A-Z]{4,16}[0-9]{1,3}))(?![\w-])")
_POSTCODE_CUED = pattern(
    r"(?<!\w)(?:plz|post(?:al)?[ ]?code|zip(?:[ ]?code)?|postleitzahl)(?:\s+(?:is|ist))?\s*:?\s*(?P<code>[A-Z]{1,2}[0-9][A-Z0-9]?\s?[0-9][A-Z]{2}|[0-9]{4,5})(?![\w-])"
)
_POSTCODE_TOWN = pattern(r"(?<![\w.,€$£\#-])(?P<code>[0-9]{5})(?=[ ]+(?-i:[A-ZÄÖÜ])[^\W\d_]{2})")
_POSTCODE_BRITISH = pattern(r"(?<![\w-])(?P<code>(?-i:[A-Z]{1,2}[0-9][A-Z0-9]?[ ][0-9][A-Z]{2}))(?![\w-])")
_POSTCODE_ALONE = pattern(r"\s*(?P<code>[0-9]{5})\s*[.!]?\s*")
_PHONE = pattern(r"(?<![\w.,\#/-])(?P<n>(?:\+|00?)[1-9](?:[ ()/-]{0,2}[0-9]){5,13})(?![\w])")


def contacts(text: str, asked: str = "") -> Iterator[Span]:
    """Every reading as one of the fixed forms. `asked`: what the shop has just asked for (postcode)."""
    for found in _EMAIL.finditer(text):
        yield Span("email", found[0], found.start(), found.end(), 10)
    for grammar in (_ORDER, _ORDER_CUED, _ORDER_HASH):
        for found in grammar.finditer(text):
            yield Span("order_number", found["n"].upper(), found.start(), found.end(), 9)
    for grammar in (_COUPON_CUED, _COUPON_BARE):
        for found in grammar.finditer(text):
            yield Span("coupon", found["code"].upper(), found.start(), found.end(), 9)
    for grammar in (_POSTCODE_CUED, _POSTCODE_TOWN, _POSTCODE_BRITISH):
        for found in grammar.finditer(text):
            yield Span("postcode", found["code"].upper(), found.start(), found.end(), 7)
    for found in _PHONE.finditer(text):
        yield Span("phone", found["n"], found.start(), found.end(), 8)
    alone = _POSTCODE_ALONE.fullmatch(text)
    if alone and asked == "postcode":
        yield Span("postcode", alone["code"], *alone.span("code"), 9)
