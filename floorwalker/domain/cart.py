"""A cart: what a customer has chosen, priced at this moment."""

from __future__ import annotations

from dataclasses import dataclass

from floorwalker.domain.catalogue import Options
from floorwalker.domain.money import Money
from floorwalker.domain.store import Refusal


@dataclass(frozen=True)
class CartLine:
    """`title` is the product's, `detail` the options in words ("Slate, M"); `free` pieces are left for this line.

    `grams`: what one piece weighs.
    """

    sku: str
    product: str
    title: str
    detail: str
    options: Options
    quantity: int
    unit_price: Money
    free: int
    grams: int = 0

    @property
    def total(self) -> Money:
        return self.unit_price * self.quantity


@dataclass(frozen=True)
class Cart:
    """Lines in the order they were added; `discount` is what one promotion takes off (never negative).

    `code`: the code it has, None where it counts by itself; `code_label`: its title. `refused`: the code that was
    entered and why it does not count now.
    """

    lines: tuple[CartLine, ...]
    subtotal: Money
    discount: Money
    code: str | None = None
    code_label: str = ""
    refused: tuple[str, Refusal] | None = None

    @property
    def total(self) -> Money:
        """Before delivery."""
        return self.subtotal - self.discount

    @property
    def pieces(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def grams(self) -> int:
        """What it weighs, without the box."""
        return sum(line.grams * line.quantity for line in self.lines)

    def line(self, sku: str) -> CartLine | None:
        return next((line for line in self.lines if line.sku == sku), None)
