"""What the merchant says of the shop: the values of store.yml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from floorwalker.domain.handoff import Support
from floorwalker.domain.money import Money

Words = Mapping[str, str]
"""The merchant's own words by language."""


@dataclass(frozen=True)
class Tax:
    """`included`: prices already hold it. `title`: what it is called on the pay page when it is added."""

    percent: int
    included: bool
    title: Words


@dataclass(frozen=True)
class Delivery:
    """A way to deliver; costs nothing from `free_from` on. `days`: working days after dispatch (first, last).

    `words`: what shoppers call it, in any language.
    """

    id: str
    title: Words
    detail: Words
    price: Money
    days: tuple[int, int]
    free_from: Money | None = None
    needs_address: bool = True
    words: tuple[str, ...] = ()

    def price_for(self, goods: Money) -> Money:
        """What it costs for goods of that worth, after discounts."""
        free = self.free_from is not None and goods >= self.free_from
        return Money(0, self.price.currency) if free else self.price


@dataclass(frozen=True)
class Promotion:
    """A code that takes `percent` off the goods, once they are worth `minimum`, between the two days."""

    code: str
    title: Words
    percent: int
    minimum: Money | None = None
    starts: date | None = None
    ends: date | None = None

    def holds(self, goods: Money, today: date) -> bool:
        """Whether it counts for goods of that worth on that day."""
        soon = self.starts is not None and today < self.starts
        late = self.ends is not None and today > self.ends
        return not (soon or late or (self.minimum is not None and goods < self.minimum))


@dataclass(frozen=True)
class Theme:
    """The six tokens of the look; every other colour is derived from them."""

    ground: str
    ink: str
    brand: str
    accent: str
    radius: str
    display: str


@dataclass(frozen=True)
class Store:
    """The shop. Countries are ISO 3166 alpha-2, languages ISO 639-1; the first language is the default."""

    name: str
    currency: str
    languages: tuple[str, ...]
    country: str
    served: tuple[str, ...]
    number_prefix: str
    timezone: str
    tax: Tax
    delivery: tuple[Delivery, ...]
    promotions: tuple[Promotion, ...]
    hold_minutes: int
    most_of_one: int
    returns_days: int
    dispatch_cutoff: time
    holidays: tuple[date, ...]
    opening_hours: Words
    support_email: str
    theme: Theme
    support: Support = Support()

    def way(self, id_: str) -> Delivery | None:
        """The way to deliver with that id."""
        return next((way for way in self.delivery if way.id == id_), None)

    def promotion(self, code: str) -> Promotion | None:
        """The promotion with that code, however it is written."""
        wanted = code.strip().upper()
        return next((promotion for promotion in self.promotions if promotion.code == wanted), None)

    def words(self, words: Words, locale: str) -> str:
        """In the language asked for, else in the shop's first."""
        return words.get(locale[:2]) or words.get(self.languages[0]) or next(iter(words.values()), "")
