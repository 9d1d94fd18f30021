"""What the office lists: orders, stock, products, promotions, callbacks, conversations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from floorwalker.domain.catalogue import StockLevel, Variant
from floorwalker.domain.money import Money
from floorwalker.domain.office import (
    ORDER_KINDS,
    CallbackDone,
    CodeUse,
    Offered,
    OrderKind,
    Shelved,
    Talk,
    TalkKind,
    Undelivered,
)
from floorwalker.domain.order import PaymentStatus
from floorwalker.domain.records import Callback, OrderRecord
from floorwalker.domain.store import Promotion, Store
from floorwalker.ports import Clock
from floorwalker.ports_staff import StaffBooks, StaffWork
from floorwalker.services.delivery import local_day
from floorwalker.services.orders import payment_status
from floorwalker.services.promotions import handle, switched_on

LOW = 3
"""Pieces at which an article is called low."""


@dataclass(frozen=True)
class Listed:
    """An order in a list, with what the ledger says of its money."""

    order: OrderRecord
    payment: PaymentStatus
    channel: str


@dataclass(frozen=True)
class OfficeLists:
    """Nothing here changes anything."""

    books: StaffBooks
    store: Store
    clock: Clock

    def orders(self, text: str, kind: OrderKind | None, limit: int, skip: int = 0) -> tuple[tuple[Listed, ...], int]:
        """A page of the newest orders, and how many there are."""
        with self.books.view() as work:
            found = work.office.orders(text, kind, limit, skip)
            channels = work.office.channels([order.conversation for order in found])
            listed = tuple(_listed(work, order, channels.get(order.conversation, "")) for order in found)
            return listed, work.office.count_orders(text, kind)

    def kinds(self) -> Mapping[OrderKind, int]:
        """How many orders of each kind there are."""
        with self.books.view() as work:
            return {kind: work.office.count_orders("", kind) for kind in ORDER_KINDS}

    def stock(self) -> tuple[Shelved, ...]:
        """Every listed article in the merchant's order."""
        with self.books.view() as work:
            levels = work.stock.levels()
            titles = {colour.name: colour.title for colour in work.catalogue.colours()}
            offered = work.office.offered()
        return tuple(_shelved(one, variant, levels, titles) for one in offered for variant in one.product.variants)

    def products(self) -> tuple[Offered, ...]:
        with self.books.view() as work:
            return work.office.offered()

    def promotions(self) -> tuple[CodeUse, ...]:
        """Those of store.yml, and what each did."""
        today = local_day(self.store, self.clock.now())
        with self.books.view() as work:
            uses = work.office.code_uses()
            on = switched_on(self.store, work).promotions
        return tuple(self._use(one, one in on, today, *_used(one, uses)) for one in self.store.promotions)

    def callbacks(self) -> tuple[tuple[Callback, ...], tuple[CallbackDone, ...]]:
        """Who waits, longest first, and the last that were seen to."""
        with self.books.view() as work:
            return work.handoffs.callbacks(), work.office.done(20)

    def talks(self, kind: TalkKind | None, limit: int, skip: int = 0) -> tuple[tuple[Talk, ...], int]:
        with self.books.view() as work:
            return work.office.talks(kind, limit, skip), work.office.count_talks(kind)

    def talk(self, conversation: str) -> Talk | None:
        with self.books.view() as work:
            return work.office.talk(conversation)

    def undelivered(self, limit: int) -> tuple[Undelivered, ...]:
        """News that reached nobody, newest first."""
        with self.books.view() as work:
            return work.office.undelivered(limit)

    def _use(self, one: Promotion, on: bool, today: date, orders: int, given: int) -> CodeUse:
        runs = on and one.refusal(Money(0, self.store.currency), today) in (None, "minimum")
        return CodeUse(one, handle(one), runs, not on, orders, Money(given, self.store.currency))


def _used(one: Promotion, uses: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
    """Orders and minor units given, under its code or any of its titles."""
    found = [uses.get(name, (0, 0)) for name in ({one.code} if one.code else set(one.title.values()))]
    return sum(orders for orders, _ in found), sum(given for _, given in found)


def _listed(work: StaffWork, order: OrderRecord, channel: str) -> Listed:
    return Listed(order, payment_status(work.payments.balance(order.id), order.total.minor), channel)


def _shelved(one: Offered, variant: Variant, levels: Mapping[str, StockLevel], titles: Mapping[str, str]) -> Shelved:
    words = (titles.get(value, value) if name == "colour" else value for name, value in variant.options)
    level = levels.get(variant.sku) or StockLevel(variant.sku, 0, 0)
    return Shelved(variant.sku, one.product, ", ".join(words), variant.option("colour"), one.hidden, level)
