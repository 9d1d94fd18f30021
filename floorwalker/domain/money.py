"""Money in whole minor units, so that no cent is ever lost or invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ZERO_DECIMAL = frozenset(
    ["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"]
)
"""Currencies without minor units (reference: Stripe's list of zero-decimal currencies)."""


@dataclass(frozen=True, order=True)
class Money:
    """`minor` units (cents) of a `currency` (ISO 4217, upper case). Mixing currencies raises ValueError."""

    minor: int
    currency: str

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __mul__(self, times: int) -> Money:
        if isinstance(times, bool) or not isinstance(times, int):
            raise TypeError("money is multiplied by whole numbers only")
        return Money(self.minor * times, self.currency)

    __rmul__ = __mul__

    def __bool__(self) -> bool:
        return bool(self.minor)

    @property
    def digits(self) -> int:
        """Decimal places of the currency."""
        return 0 if self.currency in ZERO_DECIMAL else 2

    def percent(self, percent: int) -> Money:
        """That share, rounded half up to a minor unit."""
        return Money((self.minor * percent + 50) // 100, self.currency)

    def split(self, weights: Sequence[int]) -> tuple[Money, ...]:
        """Parts in proportion to the weights that add up exactly; the largest remainders get the odd cents."""
        total = sum(weights)
        if total <= 0:
            raise ValueError("weights must add up to more than nothing")
        shares = [divmod(self.minor * weight, total) for weight in weights]
        odd = self.minor - sum(whole for whole, _ in shares)
        order = sorted(range(len(shares)), key=lambda n: (-shares[n][1], n))
        extra = set(order[:odd])
        return tuple(Money(whole + (n in extra), self.currency) for n, (whole, _) in enumerate(shares))

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not mix")
        return other.minor


def total(parts: Sequence[Money], currency: str) -> Money:
    """The sum; of nothing it is zero of that currency."""
    return sum(parts, Money(0, currency))
