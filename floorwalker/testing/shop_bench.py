"""A whole shop over a sandbox in the same process: small catalogue, one clock, crashes and faults on demand."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import time
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Engine

from floorwalker.adapters.sql import tables_desk, tables_shop, tables_talk
from floorwalker.adapters.sql.books import SqlBooks
from floorwalker.adapters.sql.engine import open_engine
from floorwalker.adapters.sql.meta import metadata
from floorwalker.domain.catalogue import Category, Colour, Product, Variant
from floorwalker.domain.checkout import Placed, Quote
from floorwalker.domain.money import Money
from floorwalker.domain.records import PaymentRecord
from floorwalker.domain.store import Delivery, Promotion, Rate, Store, Tax, TaxRate, Theme
from floorwalker.services.catalogue_file import CatalogueFile
from floorwalker.services.importing import import_catalogue
from floorwalker.services.wiring import build_shop
from floorwalker.testing.fakes import FakeIds, WordSearch
from floorwalker.testing.stripe_bench import SECRET, Bench, MovableClock

STOCK = {"JKT-M": 3, "JKT-L": 2, "CAP": 5, "GIFT": 9}
PUBLIC = "http://localhost:8000"
ADDRESS = "Anna Schmidt, Lindenweg 4, 50667 Köln"


class Crash(BaseException):
    """The process ends here: nothing catches it."""


@dataclass
class BenchClock:
    clock: MovableClock

    def now(self) -> int:
        return self.clock.now


class ShopBench(Bench):
    """`crash_at` names the point where the next pass crashes; `of_store`: values of the store that differ."""

    def __init__(
        self, url: str = "sqlite://", stock: Mapping[str, int] = STOCK, included: bool = True, **of_store: Any
    ) -> None:
        super().__init__()
        self.engine = open_engine(url)
        fresh_tables(self.engine)
        self.books = SqlBooks(self.engine)
        self.crash_at = ""
        self.stocked = dict(stock)
        import_catalogue(self.books, catalogue(stock), self.clock.now)
        self.shop = build_shop(
            replace(store(included), **of_store),
            self.books,
            self.gateway,
            WordSearch(lambda: self.shop.catalogue.products()),
            BenchClock(self.clock),
            FakeIds(),
            public_url=PUBLIC,
            secrets=(SECRET,),
            fail=self._point,
        )

    def _point(self, name: str) -> None:
        if name == self.crash_at:
            self.crash_at = ""
            raise Crash(name)

    def quoted(self, conversation: str, sku: str = "JKT-M", quantity: int = 1) -> Quote:
        """A conversation with a full checkout of one article."""
        self.shop.carts.clear(conversation)
        self.shop.carts.add(conversation, sku, quantity)
        self.shop.checkout.set_email(conversation, "anna@example.com")
        self.shop.checkout.set_address(conversation, ADDRESS)
        self.shop.checkout.set_delivery(conversation, "standard")
        return self.shop.checkout.quote(conversation)

    def placed(self, conversation: str = "c1", sku: str = "JKT-M", quantity: int = 1) -> Placed:
        """An order that waits for its money."""
        return self.shop.checkout.place(conversation, self.quoted(conversation, sku, quantity).id)

    def payment(self, order: str) -> PaymentRecord:
        """The order's newest payment."""
        with self.books.view() as work:
            return work.payments.of_order(order)[-1]

    def session(self, order: str) -> str:
        """The id of the order's pay page at the provider, whether we know it or not."""
        found = self.sessions(order)
        assert len(found) == 1, found
        return str(found[0]["id"])

    def sessions(self, order: str | None = None) -> list[dict[str, Any]]:
        """What the provider has."""
        with self.sandbox.lock:
            every = list(self.sandbox.context.store.all("checkout.session"))
        return [one for one in every if order in (None, one["client_reference_id"])]

    def paid(self, conversation: str = "c1", sku: str = "JKT-M", quantity: int = 1) -> Placed:
        """An order that was paid, and we know."""
        order = self.placed(conversation, sku, quantity)
        self.buyer(self.session(order.order), "pay")
        self.shop.payments.sync(self.session(order.order))
        return order

    def pieces(self, sku: str = "JKT-M") -> tuple[int, int]:
        """On hand, reserved."""
        level = self.shop.catalogue.stock([sku])[sku]
        return level.on_hand, level.reserved

    def money(self, order: str) -> list[tuple[str, int]]:
        """The ledger: kinds and minor units, by kind, the larger first."""
        with self.books.view() as work:
            entries = [(entry.kind, entry.amount.minor) for entry in work.payments.ledger(order)]
        return sorted(entries, key=lambda entry: (entry[0], -entry[1]))

    def told(self) -> list[str]:
        """The keys of the outbox, in order."""
        with self.engine.connect() as db:
            keys = db.execute(select(tables_talk.outbox.c.key).order_by(tables_talk.outbox.c.id))
            return list(keys.scalars())

    def forget(self, seconds: int = 90_000) -> None:
        """More than a day later the provider has forgotten the keys."""
        self.clock.move(seconds)
        self.control("forget")

    def post(self) -> None:
        """The sandbox sends what is due into the letter box."""
        self.sandbox.tick()

    def close(self) -> None:
        super().close()
        self.engine.dispose()


def crashing(bench: ShopBench, point: str, act: Any) -> None:
    """Runs until the crash at that point, which must come."""
    bench.crash_at = point
    with suppress(Crash):
        act()
        raise AssertionError(f"never came to {point}")


def fresh_tables(engine: Engine) -> None:
    """Empty tables, whatever was there."""
    assert tables_shop.stock.metadata is tables_desk.notes.metadata is metadata
    metadata.drop_all(engine)
    metadata.create_all(engine)


def catalogue(stock: Mapping[str, int]) -> CatalogueFile:
    """A jacket in two sizes, a cap, and a gift that costs nothing."""
    euro = {"JKT-M": 12900, "JKT-L": 12900, "CAP": 2005, "GIFT": 0}
    jackets = tuple(
        Variant(sku, "jacket", (("colour", "slate"), ("size", sku[-1])), _euro(euro[sku])) for sku in ("JKT-M", "JKT-L")
    )
    products = (
        Product(
            "jacket",
            "Kelder rain jacket",
            "rain",
            "Dry",
            "Keeps dry.",
            jackets,
            weight_grams=600,
            goes_with=("cap", "gift"),
        ),
        _single("cap", "Wren cap", "CAP", euro["CAP"]),
        _single("gift", "Sticker", "GIFT", euro["GIFT"]),
    )
    rain = Category("rain", "Rain", "1", "Against rain")
    slate = Colour("slate", "Slate", ("grey",), "#556677")
    return CatalogueFile((rain,), (slate,), products, stock)


def store(included: bool = True) -> Store:
    """Euro, Germany, 19 percent, three ways to deliver, one code."""
    return Store(
        name="Bench",
        currency="EUR",
        languages=("en", "de"),
        country="DE",
        served=("DE", "AT", "GB"),
        number_prefix="LL",
        timezone="Europe/Berlin",
        tax=Tax(TaxRate(Decimal(19), included), {"en": "VAT", "de": "MwSt."}),
        delivery=(
            Delivery(
                "standard",
                {"en": "Standard", "de": "Standardversand"},
                (Rate(_euro(490), (2, 3), {"en": "2 to 3 days"}, _euro(25000)),),
            ),
            Delivery("express", {"en": "Express"}, (Rate(_euro(990), (1, 1), {"en": "next day"}),), words=("fast",)),
            Delivery(
                "collect",
                {"en": "Collect"},
                (Rate(_euro(0), (0, 0), {"en": "in 2 hours"}),),
                needs_address=False,
                words=("pick up",),
            ),
        ),
        promotions=(Promotion("WELCOME10", {"en": "Welcome", "de": "Willkommen"}, 10),),
        hold_minutes=35,
        most_of_one=10,
        returns_days=30,
        dispatch_cutoff=time(16),
        holidays=(),
        opening_hours={"mon-fri": "10:00-19:00"},
        support_email="hello@example.com",
        theme=Theme("#eceee6", "#1c2722", "#1f4d3b", "#c4943a", "14px", "serif"),
    )


def _euro(minor: int) -> Money:
    return Money(minor, "EUR")


def _single(id_: str, title: str, sku: str, minor: int) -> Product:
    return Product(id_, title, "rain", title, title, (Variant(sku, id_, (), Money(minor, "EUR")),))
