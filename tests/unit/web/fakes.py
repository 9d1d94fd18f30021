"""A small shop for the pages: three departments, a product that is sold out in one size, one that is reduced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

from starlette.applications import Starlette

from floorwalker.conversations.wording import Wording, yaml_file
from floorwalker.domain.catalogue import Category, Colour, Product, StockLevel, Variant
from floorwalker.domain.checkout import DeliveryOption
from floorwalker.domain.looked import Looked
from floorwalker.domain.money import Money
from floorwalker.domain.store import Delivery, Rate, Store, Tax, TaxRate
from web import theme
from web.storefront import pages
from web.storefront.frame import Frame

ROOT = Path(__file__).parents[3]
RATE = Rate(Money(490, "EUR"), (2, 3), {"en": "2 to 3 working days"}, Money(25000, "EUR"))
WAY = Delivery("standard", {"en": "Standard"}, (RATE,))
STORE = Store(
    name="Larch & Lantern",
    currency="EUR",
    languages=("en", "de"),
    country="DE",
    served=("DE",),
    number_prefix="LL",
    timezone="Europe/Berlin",
    tax=Tax(TaxRate(Decimal(19), True), {"en": "VAT"}),
    delivery=(WAY,),
    promotions=(),
    hold_minutes=35,
    most_of_one=10,
    returns_days=30,
    dispatch_cutoff=time(16),
    holidays=(),
    opening_hours={},
    support_email="hello@example.com",
    theme=theme.COUNTER,
)


def variant(product: str, colour: str, size: str, minor: int, before: int | None = None) -> Variant:
    compare_at = Money(before, "EUR") if before else None
    sku = f"{product}-{colour}-{size}".upper()
    return Variant(sku, product, (("colour", colour), ("size", size)), Money(minor, "EUR"), compare_at)


KELDER = Product(
    "kelder",
    "Kelder rain jacket",
    "rainwear",
    "3-layer, 410 g",
    "For long, wet days.",
    tuple(variant("kelder", c, s, 18900) for c in ("slate", "pine") for s in ("M", "XL")),
    picture="rain-jacket",
    features=("Taped seams",),
    materials=("Face: polyamide",),
    care="30 °C, no softener",
    measurements={"Chest (M)": "112 cm"},
    weight_grams=410,
)
ROOK = Product(
    "rook", "Rook <beanie>", "fleece", "Merino", "Warm.", (variant("rook", "pine", "one", 1900, 2400),), "beanie"
)
GORSE = Product("gorse", "Gorse boot", "boots", "Leather", "Walks.", (variant("gorse", "rust", "42", 16500),), "boot")
FREE = {"KELDER-SLATE-M": 2, "KELDER-SLATE-XL": 0, "KELDER-PINE-M": 9, "KELDER-PINE-XL": 5, "ROOK-PINE-ONE": 40}


PROMISE = DeliveryOption("standard", "Standard", "", Money(490, "EUR"), (2, 3), ("2026-11-27", "2026-11-30"))


@dataclass
class FakeCatalogue:
    every: tuple[Product, ...] = (KELDER, ROOK, GORSE)

    def spoken_in(self, locale):
        return FakeCatalogue(tuple(product.spoken_in(locale) for product in self.every))

    def categories(self):
        rows = [("rainwear", "Rainwear", "G"), ("fleece", "Fleece & wool", "1"), ("boots", "Boots", "2")]
        return tuple(Category(id_, title, floor, "Dry") for id_, title, floor in rows)

    def products(self, category=None):
        return tuple(p for p in self.every if category in (None, p.category))

    def product(self, id_):
        return next((p for p in self.every if p.id == id_), None)

    def colour(self, name):
        return Colour(name, name.title(), (), "#4d6a85")

    def stock(self, skus):
        return {sku: StockLevel(sku, FREE.get(sku, 0) + 1, 1) for sku in skus}

    def look(self, text, previous="", limit=4, offset=0):
        ids = tuple(p.id for p in self.every if text.lower() in p.title.lower())
        return Looked("{}", ids, len(ids))


class FakePictures:
    def svg(self, silhouette, colour):
        if silhouette != "rain-jacket":
            raise KeyError(silhouette)
        return f'<svg xmlns="http://www.w3.org/2000/svg"><title>{colour}</title></svg>'

    def png(self, silhouette, colour):
        return b"\x89PNG" + self.svg(silhouette, colour).encode()


RETURNS = {
    state: {"state": state, "amount": Money(20740, "EUR")} for state in ("paid", "checking", "cancelled", "expired")
}


def words() -> Wording:
    """The pages' own words: a slip in another file is not this suite's."""
    return Wording(yaml_file(ROOT / "data/shared/labels.yml")["labels"], {})


def shop_app(*, sample: bool = True) -> Starlette:
    """The storefront alone, over the fakes."""
    app = Starlette(routes=pages.routes, exception_handlers=pages.error_handlers)
    checkout = SimpleNamespace(promises=lambda grams, goods: (PROMISE,))
    shop = SimpleNamespace(catalogue=FakeCatalogue(), checkout=checkout)
    shop.spoken_in = lambda locale: SimpleNamespace(catalogue=shop.catalogue.spoken_in(locale), checkout=checkout)
    app.state.shop = shop
    app.state.storefront = Frame(STORE, words(), theme.css(STORE.theme), sample)
    app.state.pictures = FakePictures()
    app.state.payments_return = RETURNS.get
    return app
