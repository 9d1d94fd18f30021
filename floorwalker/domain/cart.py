"""A cart: what a customer has chosen, priced at this moment."""

from __future__ import annotations

from dataclasses import dataclass

from floorwalker.domain.catalogue import Options
from floorwalker.domain.money import Money


@dataclass(frozen=True)
class CartLine:
    """`title` is the product's, `detail` the options in words ("Slate, M"); `free` pieces are left for this line."""

    sku: str
    product: str
    title: str
    detail: str
    options: Options
    quantity: int
    unit_price: Money
    free: int

    @property
    def total(self) -> Money:
        return self.unit_price * self.quantity


@dataclass(frozen=True)
class Cart:
    """Lines in the order they were added; `discount` is what `code` takes off (never negative)."""

    lines: tuple[CartLine, ...]
    subtotal: Money
    discount: Money
    code: str | None = None
    code_label: str = ""

    @property
    def total(self) -> Money:
        """Before delivery."""
        return self.subtotal - self.discount

    @property
    def pieces(self) -> int:
        return sum(line.quantity for line in self.lines)

    def line(self, sku: str) -> CartLine | None:
        return next((line for line in self.lines if line.sku == sku), None)
