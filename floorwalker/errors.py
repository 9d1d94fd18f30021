"""Everything the shop can say no to.

ShopError
├─ Refused       a rule says no, nothing was changed: OutOfStock, NothingInCart, QuoteChanged …
├─ NotYours      identity missing or wrong; never tells whether the thing exists
├─ Unavailable   a vendor did not answer; trying again may help
├─ Gone          what a vendor kept for us was deleted over there
└─ PaymentRejected  the payment provider refused the request itself
BadSettings, BadFile   a merchant's or operator's input is wrong; each problem names its place and remedy
BadSignature           a message from outside is not from whom it says
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, ClassVar

from floorwalker.domain.money import Money


@dataclass(eq=False)  # never frozen: contextlib of 3.13 sets __traceback__ on it
class ShopError(Exception):
    """An expected outcome that is not success; `response` names what the assistant says to it."""

    response: ClassVar[str] = "utter_error_unexpected"

    @property
    def facts(self) -> dict[str, Any]:
        return {f.name: getattr(self, f.name) for f in fields(self)}  # asdict takes Money apart


class Refused(ShopError):
    """A rule of the shop says no."""


class NotYours(ShopError):
    """Identity is missing or wrong."""

    response = "utter_order_not_found"


class Unavailable(ShopError):
    """A vendor did not answer."""

    response = "utter_error_unavailable"


class Gone(ShopError):
    """What a vendor kept for us was deleted over there."""


@dataclass(eq=False)
class OutOfStock(Refused):
    """Fewer pieces are free than were asked for. `title`: the product and its options in words."""

    response = "utter_stock_short"
    sku: str
    wanted: int
    free: int
    title: str = ""


@dataclass(eq=False)
class UnknownVariant(Refused):
    """No article of the shop has this SKU."""

    response = "utter_product_unknown"
    sku: str


@dataclass(eq=False)
class NothingInCart(Refused):
    """The cart is empty."""

    response = "utter_cart_empty"


@dataclass(eq=False)
class NotInCart(Refused):
    """The cart holds no such article."""

    response = "utter_cart_not_in"
    sku: str


@dataclass(eq=False)
class TooMany(Refused):
    """More of one article than an order may hold."""

    response = "utter_cart_too_many"
    most: int


@dataclass(eq=False)
class BadCode(Refused):
    """A promotion code does not count; `why` is one of the keys of `WHY`.

    `minimum`: what the goods must be worth, `missing`: what lacks to it; `day`: the first or last day of the code.
    """

    WHY: ClassVar[Mapping[str, str]] = {
        "unknown": "utter_cart_code_unknown",
        "early": "utter_cart_code_early",
        "over": "utter_cart_code_over",
        "minimum": "utter_cart_code_minimum",
        "used": "utter_cart_code_used",
        "less": "utter_cart_code_less",
    }
    code: str
    why: str = "unknown"
    minimum: Money | None = None
    missing: Money | None = None
    day: date | None = None

    @property
    def response(self) -> str:  # type: ignore[override]
        """The words depend on the reason."""
        return self.WHY[self.why]


@dataclass(eq=False)
class NoDelivery(Refused):
    """No way to deliver goes to that country with a parcel of that weight."""

    response = "utter_checkout_no_delivery"
    country: str
    grams: int


@dataclass(eq=False)
class Incomplete(Refused):
    """The checkout lacks a fact: `missing` is email, address or delivery."""

    response = "utter_checkout_incomplete"
    missing: str


@dataclass(eq=False)
class QuoteChanged(Refused):
    """What was confirmed is not what would be bought now."""

    response = "utter_checkout_changed"


@dataclass(eq=False)
class BadValue(Refused):
    """A fact could not be read: `what` is email, address, country, delivery …; `value` as given."""

    response = "utter_checkout_value_unread"
    what: str
    value: str


@dataclass(eq=False)
class NoOrder(Refused):
    """This customer has no such order."""

    response = "utter_order_none"


@dataclass(eq=False)
class NotAllowed(Refused):
    """A rule of payments or service forbids it: `why` names the rule."""

    response = "utter_order_not_allowed"
    why: str


@dataclass(eq=False)
class HandoffMoved(Refused):
    """The episode is in another state by now: `state`; "" where there is none."""

    response = "utter_handoff_moved"
    state: str


@dataclass(eq=False)
class TakenByOther(Refused):
    """A colleague answers this conversation: `by` is the name."""

    response = "utter_handoff_moved"
    by: str


@dataclass(eq=False)
class PaymentUnavailable(Unavailable):
    """The payment provider did not answer; nothing is known to have changed."""

    response = "utter_payment_unavailable"


@dataclass(eq=False)
class PaymentRejected(ShopError):
    """The payment provider refused the request itself: a fault of ours, never the shopper's."""

    code: str
    message: str


class BadSignature(Exception):
    """A message from outside is forged, altered or too old."""


@dataclass(eq=False)
class BadSettings(Exception):
    """Settings that cannot work: every problem at once, each with its name and remedy."""

    problems: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(self.problems)


@dataclass(eq=False)
class BadFile(Exception):
    """A file that cannot be taken: every problem at once, each with file, line and field."""

    problems: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(self.problems)
