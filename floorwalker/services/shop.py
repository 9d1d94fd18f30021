"""The shop: everything it can do, as use cases."""

from __future__ import annotations

from dataclasses import dataclass, replace

from floorwalker.domain.store import Store
from floorwalker.ports import Books, Clock
from floorwalker.services.carts import Carts
from floorwalker.services.catalogue import Catalogue
from floorwalker.services.checkout import Checkout
from floorwalker.services.customers import Customers
from floorwalker.services.handoffs import Handoffs
from floorwalker.services.handoffs_desk import HandoffDesk
from floorwalker.services.orders import Orders
from floorwalker.services.payments import Payments


@dataclass(frozen=True)
class Shop:
    """Made by `bootstrap.open_shop`; every use case is synchronous and safe to call from any thread."""

    store: Store
    books: Books
    clock: Clock
    catalogue: Catalogue
    carts: Carts
    checkout: Checkout
    payments: Payments
    orders: Orders
    customers: Customers
    handoffs: Handoffs
    desk: HandoffDesk

    def spoken_in(self, locale: str) -> Shop:
        """The same shop, its catalogue, carts and quotes in the words of that language."""
        catalogue = self.catalogue.spoken_in(locale)
        carts = replace(self.carts, catalogue=catalogue, locale=locale)
        return replace(self, catalogue=catalogue, carts=carts, checkout=replace(self.checkout, carts=carts))
