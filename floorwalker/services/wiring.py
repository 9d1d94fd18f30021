"""Puts the shop's use cases together from its ports."""

from __future__ import annotations

from collections.abc import Sequence

from floorwalker.domain.store import Store
from floorwalker.ports import Books, Clock, Ids, PaymentGateway, ProductSearch
from floorwalker.services.carts import Carts
from floorwalker.services.catalogue import Catalogue
from floorwalker.services.checkout import Checkout
from floorwalker.services.customers import Customers
from floorwalker.services.handoffs import Handoffs
from floorwalker.services.handoffs_desk import Doing, HandoffDesk, nothing
from floorwalker.services.handoffs_favours import Favours
from floorwalker.services.handoffs_packet import Packets
from floorwalker.services.ordering import Ordering
from floorwalker.services.orders import Orders
from floorwalker.services.pay_pages import PayPages
from floorwalker.services.payment_events import PaymentEvents
from floorwalker.services.payments import Payments
from floorwalker.services.payments_sync import Fail, Sync
from floorwalker.services.refunds import Refunds
from floorwalker.services.shop import Shop


def never(point: str) -> None:
    """Nothing crashes on purpose."""


def build_shop(
    store: Store,
    books: Books,
    gateway: PaymentGateway,
    search: ProductSearch,
    clock: Clock,
    ids: Ids,
    *,
    public_url: str,
    secrets: Sequence[str] = (),
    doing: Doing = nothing,
    fail: Fail = never,
) -> Shop:
    """The shop over its ports. `doing`: what the assistant is at; `fail`: called where a test may crash the shop."""
    customers = Customers(books, clock, ids)
    catalogue = Catalogue(books, search)
    carts = Carts(books, catalogue, customers, store, clock)
    orders = Orders(books, store)
    ordering = Ordering(store, clock, ids, public_url)
    refunds = Refunds(books, gateway, clock, ids, fail, ordering.crm)
    sync = Sync(books, gateway, ordering, refunds, clock, fail)
    pages = PayPages(books, gateway, sync, clock, fail)
    events = PaymentEvents(books, gateway, sync, pages, refunds, clock, secrets, fail)
    payments = Payments(books, catalogue, orders, ordering, pages, sync, events, refunds)
    checkout = Checkout(books, store, carts, ordering, payments, clock, fail)
    handoffs = Handoffs(books, customers, store, clock, ids, Packets(carts, orders).of)
    desk, favours = HandoffDesk(handoffs, doing), Favours(handoffs, carts)
    parts = (carts, checkout, payments, orders, customers, handoffs, desk, favours)
    return Shop(store, books, clock, catalogue, *parts)
