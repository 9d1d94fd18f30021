"""What the merchant says of the shop: the values of store.yml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Literal

from floorwalker.domain.handoff import Support
from floorwalker.domain.money import Money

Words = Mapping[str, str]
"""The merchant's own words by language."""
Refusal = Literal["unknown", "early", "over", "minimum", "used", "less"]
"""Why a code is refused: not there, not yet, no longer, too little in the cart, had before, another takes more off."""
TEXTS = ("notice", "question", "lead", "example", "example_1", "example_2", "example_3", "footer")
"""The merchant's own sentences on the shop's pages."""


@dataclass(frozen=True)
class TaxRate:
    """`percent` of a price, with at most two decimals. `included`: prices already hold it, else it comes on top."""

    percent: Decimal
    included: bool

    def of(self, price: Money) -> Money:
        """The tax within that price, or on top of it; rounded half up to a minor unit."""
        points = int(self.percent * 100)
        base = 10_000 + points if self.included else 10_000
        return Money((2 * price.minor * points + base) // (2 * base), price.currency)


@dataclass(frozen=True)
class Tax:
    """The rate of each country something is delivered to; `home` where no other is named.

    `title`: what it is called on the pay page when it is added.
    """

    home: TaxRate
    title: Words
    countries: Mapping[str, TaxRate] = field(default_factory=dict)

    def rate(self, country: str) -> TaxRate:
        return self.countries.get(country, self.home)


@dataclass(frozen=True)
class Rate:
    """What a way to deliver costs and takes. Costs nothing for goods of `free_from` and more.

    `days`: working days after dispatch (first, last). `countries`: none named means all that the way serves;
    `up_to_grams`: the heaviest parcel, None means any.
    """

    price: Money
    days: tuple[int, int]
    detail: Words
    free_from: Money | None = None
    countries: tuple[str, ...] = ()
    up_to_grams: int | None = None

    def price_for(self, goods: Money) -> Money:
        """What it costs for goods of that worth, after discounts."""
        free = self.free_from is not None and goods >= self.free_from
        return Money(0, self.price.currency) if free else self.price

    def fits(self, country: str, grams: int) -> bool:
        here = not self.countries or country in self.countries
        return here and (self.up_to_grams is None or grams <= self.up_to_grams)


@dataclass(frozen=True)
class Delivery:
    """A way to deliver, with at least one rate: of those that fit country and weight the first one counts.

    `words`: what shoppers call it, in any language.
    """

    id: str
    title: Words
    rates: tuple[Rate, ...]
    needs_address: bool = True
    words: tuple[str, ...] = ()

    @property
    def usual(self) -> Rate:
        """The rate that is told where neither country nor weight is known."""
        return self.rates[0]

    def rate(self, country: str, grams: int) -> Rate | None:
        """None where it does not go, or not with that weight."""
        return next((rate for rate in self.rates if rate.fits(country, grams)), None)


@dataclass(frozen=True)
class Promotion:
    """Takes `percent` or `amount` off the goods. Without a `code` it counts by itself.

    It holds between the two days, both included, once the goods are worth `minimum`.
    """

    code: str | None
    title: Words
    percent: int = 0
    amount: Money | None = None
    minimum: Money | None = None
    starts: date | None = None
    ends: date | None = None
    once_per_customer: bool = False

    def refusal(self, goods: Money, today: date) -> Refusal | None:
        """Why it does not count for goods of that worth on that day; None where it does."""
        if self.starts is not None and today < self.starts:
            return "early"
        if self.ends is not None and today > self.ends:
            return "over"
        return "minimum" if self.minimum is not None and goods < self.minimum else None

    def takes(self, goods: Money) -> Money:
        """What it takes off goods of that worth: never more than they cost."""
        return goods.percent(self.percent) if self.amount is None else min(self.amount, goods)


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
    texts: Mapping[str, Words] = field(default_factory=dict)

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
