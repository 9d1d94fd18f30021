"""Checkout: the facts a purchase needs, the quote that is confirmed, and what confirming makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from floorwalker.domain.cart import CartLine
from floorwalker.domain.money import Money


@dataclass(frozen=True)
class Address:
    """Where a parcel goes; `country` is ISO 3166 alpha-2. Empty text: not known yet."""

    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    recipient: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(part for part in ("street", "postcode", "city") if not getattr(self, part))

    @property
    def line(self) -> str:
        """One line, as it is read back to the shopper."""
        place = " ".join(filter(None, (self.postcode, self.city)))
        return ", ".join(filter(None, (self.recipient, self.street, place)))


@dataclass(frozen=True)
class DeliveryOption:
    """A way to deliver: `days` are working days from hand-over (first, last); `expected` the days as ISO dates."""

    id: str
    title: str
    detail: str
    price: Money
    days: tuple[int, int]
    expected: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Draft:
    """What the shopper has told so far; `missing` in the order it is asked: email, address, delivery."""

    email: str = ""
    address: Address = Address()
    delivery: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Quote:
    """Exactly what would be bought: frozen. `id` changes as soon as anything in it does."""

    id: str
    lines: tuple[CartLine, ...]
    subtotal: Money
    discount: Money
    code: str | None
    delivery: Money
    delivery_title: str
    delivery_detail: str
    tax: Money
    tax_included: bool
    tax_percent: Decimal
    total: Money
    email: str
    address: Address
    discount_title: str = ""


@dataclass(frozen=True)
class Placed:
    """An order that waits for its money; `url` is the hosted pay page, None for a free order (already placed)."""

    order: str
    number: str
    total: Money
    pieces: int
    url: str | None
    held_until: int
