"""Cards of things: departments, products, choices. What stands on them is read from the shop at this moment."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from floorwalker.conversations.spoken import spoken
from floorwalker.conversations.wording import Wording, wording
from floorwalker.domain.catalogue import Category, Product, Variant
from floorwalker.domain.message import Card, amount, button, card, image

DATA = Path(__file__).resolve().parents[1] / "data"
FEW = 3
"""Up to this many pieces the number is told."""


def tap(intent: str, **entities: Any) -> str:
    """The payload of a button."""
    return f"/{intent}{json.dumps(entities, ensure_ascii=False)}" if entities else f"/{intent}"


@dataclass(frozen=True)
class Deck:
    """Makes cards in one language."""

    shop: Any
    locale: str

    @property
    def words(self) -> Wording:
        return wording(DATA)

    def label(self, key: str, **facts: Any) -> str:
        spoken_facts = {name: spoken(fact, self.locale) for name, fact in facts.items()}
        return self.words.label(key, self.locale, **spoken_facts)

    def named(self, name: str, fallback: str) -> str:
        """The label, or the word itself where no label is written (options of the merchant's own)."""
        return self.label(name) if name in self.words.labels else fallback

    def chip(self, key: str, intent: str, facts: Mapping[str, Any] | None = None, **entities: Any) -> Card:
        return button(self.label(key, **(facts or {})), tap(intent, **entities))

    def directory(self, categories: Sequence[Category]) -> Card:
        rows = [button(c.title, tap("product_search", category=c.id), detail=c.summary) for c in categories]
        replies = [
            self.chip("reply_rain", "product_search", topic=self.label("reply_rain")),
            self.chip("reply_gift", "product_search", topic=self.label("reply_gift")),
            self.chip("reply_order", "order_status"),
        ]
        return card("choices", title=self.label("directory"), actions=rows, quick_replies=replies)

    def carousel(self, products: Sequence[Product], more: bool) -> Card:
        compare = [self.chip("compare_two", "product_compare")] if len(products) > 1 else []
        replies = [self.chip("show_more", "product_more")] if more else []
        return card("carousel", items=[self._item(p) for p in products], quick_replies=[*replies, *compare])

    def product(self, product: Product, variant: Variant | None = None) -> Card:
        """One product with its options; `variant`: the one being talked about."""
        levels = self.shop.catalogue.stock([v.sku for v in product.variants])
        chosen = dict(variant.options) if variant else {}
        add = button(self.label("add_to_cart"), tap("cart_add", **_target(product, variant)))
        fields = self._face(product, variant)
        free = levels[variant.sku].free if variant else sum(level.free for level in levels.values())
        fields["options"] = [self._option(product, name, chosen, levels) for name in _option_names(product)]
        return card("product", **fields, stock=stock_of(free, variant is not None), actions=[add] if free else [])

    def choices(self, title: str, actions: Sequence[Card], quick_replies: Sequence[Card] = ()) -> Card:
        return card("choices", title=title, actions=list(actions), quick_replies=list(quick_replies))

    def values(self, product: Product, option: str, among: Sequence[Variant], quantity: int = 1) -> Card:
        """Which colour, which size: the values that are in stock, as buttons that add."""
        levels = self.shop.catalogue.stock([v.sku for v in among])
        stocked = [v for v in among if levels[v.sku].free]
        buttons = [self._value(product, option, value, quantity, stocked) for value in _values(stocked, option)]
        key = f"choose_{option}" if f"choose_{option}" in self.words.labels else "choose_volume"
        return self.choices(self.label(key, title=product.title), buttons)

    def products(self, products: Sequence[Product], intent: str, title: str = "choose_product") -> Card:
        buttons = [button(p.title, tap(intent, product_id=p.id), price=amount(p.price)) for p in products]
        return self.choices(self.label(title), buttons)

    def option_words(self, product: Product, option: str, value: str) -> str:
        """`Slate` for the colour slate; sizes are said as the product says them."""
        if option == "colour":
            return str(self.shop.catalogue.colour(value).title)
        return product.value_words.get(value, value)

    def _value(self, product: Product, option: str, value: str, quantity: int, stocked: Sequence[Variant]) -> Card:
        fitting = [v for v in stocked if v.option(option) == value]
        entities = {"sku": fitting[0].sku} if len(fitting) == 1 else {"product_id": product.id, option: value}
        return button(self.option_words(product, option, value), tap("cart_add", **entities, quantity=quantity))

    def _item(self, product: Product) -> Card:
        levels = self.shop.catalogue.stock([v.sku for v in product.variants])
        free = sum(level.free for level in levels.values())
        add = self.chip("add", "cart_add", product_id=product.id)
        details = self.chip("details", "product_details", product_id=product.id)
        return {**self._face(product, None), "stock": stock_of(free, False), "actions": [add if free else details]}

    def _face(self, product: Product, variant: Variant | None) -> Card:
        """Title, picture, price: what every picture of a product shows."""
        shown = variant or min(product.variants, key=lambda v: v.price)
        fields: Card = {
            "product_id": product.id,
            "title": product.title,
            "subtitle": product.summary,
            "image": image(picture(product, variant), product.title),
            "price": amount(shown.price),
        }
        return {**fields, "compare_at": amount(shown.compare_at)} if shown.compare_at else fields

    def _option(self, product: Product, name: str, chosen: Mapping[str, str], levels: Mapping[str, Any]) -> Card:
        values = [self._option_value(product, name, v, chosen, levels) for v in product.values(name)]
        return {"name": name, "title": self.named(name, name), "values": values}

    def _option_value(
        self, product: Product, name: str, value: str, chosen: Mapping[str, str], levels: Mapping[str, Any]
    ) -> Card:
        wanted = {**chosen, name: value}
        fitting = [v for v in product.variants if wanted.items() <= dict(v.options).items()]
        free = sum(levels[v.sku].free for v in fitting)
        title = self.option_words(product, name, value)
        entry: Card = {"value": value, "title": title, "available": free > 0}
        entry["action"] = button(title, tap("product_availability", product_id=product.id, **wanted))
        extra = {"swatch": self.shop.catalogue.colour(value).swatch} if name == "colour" else {}
        left = {"left": free} if 0 < free <= FEW and len(fitting) == 1 else {}
        return {**entry, **extra, **left, **({"selected": True} if chosen.get(name) == value else {})}


def picture(product: Product, variant: Variant | None = None) -> str:
    """Where web serves the picture: in the variant's colour, else in the first one's."""
    colour = (variant or product.variants[0]).option("colour")
    return f"/pictures/{product.picture}/{colour}.svg" if colour else f"/pictures/{product.picture}.svg"


def stock_of(free: int, exact: bool) -> Card:
    """How many are there, never a number above three."""
    if not free:
        return {"state": "out"}
    return {"state": "few", "left": free} if exact and free <= FEW else {"state": "in_stock"}


def _target(product: Product, variant: Variant | None) -> dict[str, str]:
    return {"sku": variant.sku} if variant else {"product_id": product.id}


def _option_names(product: Product) -> list[str]:
    return list(dict.fromkeys(name for v in product.variants for name, _ in v.options))


def _values(variants: Sequence[Variant], option: str) -> list[str]:
    return list(dict.fromkeys(value for v in variants if (value := v.option(option)) is not None))
