"""The neutral message `cc/1`: actions say what, channels decide how.

A message is a JSON object (a `Card`). Common fields: `schema`, `type`, `key`, `locale`, `text` (mandatory: what is read
aloud and what remains where nothing richer can be shown), `from`, `quick_replies`. The closed set of types and their
fields stand in the builders below; money is `{"amount": minor units, "currency": "EUR"}`, a time is epoch seconds.

An action button is `{"title", "payload"}` here, inside the house; the log replaces `payload` by a token `id` before
anything leaves it. `kind` is `postback` (default) or `url`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from floorwalker.domain.money import Money

Card = dict[str, Any]
CardType = Literal[
    "text", "media", "choices", "product", "carousel", "cart", "payment", "receipt", "status", "form"
]
SCHEMA = "cc/1"
Author = Literal["shopper", "bot", "agent", "system"]
PaymentCardState = Literal["ready", "waiting", "paid", "declined", "expired"]


def amount(money: Money) -> Card:
    """Money on the wire."""
    return {"amount": money.minor, "currency": money.currency}


def button(title: str, payload: str, **more: Any) -> Card:
    """A tap that is an intent: `payload` like `/cart_add{"sku": "…"}`; `detail`, `price` may be added."""
    return {"kind": "postback", "title": title, "payload": payload, **_set(more)}


def link(title: str, url: str, **more: Any) -> Card:
    """A tap that opens an address."""
    return {"kind": "url", "title": title, "url": url, **_set(more)}


def card(type_: CardType, *, key: str | None = None, **fields: Any) -> Card:
    """A card of one of the ten types; empty fields fall away. `text` is filled from the response that goes with it."""
    return {"schema": SCHEMA, "type": type_, **_set({"key": key, **fields})}


def legible(words: str) -> str:
    """Without what no page and no database takes: halves of characters, and NUL."""
    return words.encode("utf-8", "replace").decode().replace("\x00", "")


def text(words: str, quick_replies: Iterable[Card] = ()) -> Card:
    """Plain words."""
    return card("text", text=words, quick_replies=list(quick_replies))


def control(type_: str, **fields: Any) -> Card:
    """typing {name}, handover {state, place, minutes, until, name}, turn_end {reply_to}."""
    return {"schema": SCHEMA, "type": type_, **_set(fields)}


def image(url: str, alt: str) -> Card:
    """A picture in the 4:3 well."""
    return {"url": url, "alt": alt, "w": 440, "h": 330}


def sums(rows: Sequence[tuple[str, Money, str]]) -> list[Card]:
    """(label, amount, kind) rows; kind is subtotal, discount, delivery, tax, included_tax or total."""
    return [{"label": label, **amount(money), "kind": kind} for label, money, kind in rows]


def _set(fields: Card) -> Card:
    return {name: value for name, value in fields.items() if value not in (None, [], ())}
