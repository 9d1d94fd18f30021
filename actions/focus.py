"""What a turn is about: the product, the variant, the line of the cart, the number of pieces."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk.events import SlotSet

from actions.base import Event, Shop, Turn
from floorwalker.domain.cart import Cart, CartLine
from floorwalker.domain.catalogue import Product, Variant

NUMBER = re.compile(r"(?<![\w.,€$£])[0-9]{2}(?![\w.,]*[0-9])(?!\s*(?:€|euro|pair|paar|x\b|×))", re.I)
OPTIONS = ("colour", "size", "volume")
"""Names of options that a button may carry as entities."""


def shown(turn: Turn) -> list[str]:
    """Ids of the products shown last."""
    return list(turn.slots.get("shown") or ())


def subjects(shop: Shop, turn: Turn, cart: Sequence[str] = ()) -> tuple[str, ...]:
    """Ids of the products that are meant: by a button, by pointing, by name or kind, else the one talked about."""
    if button := turn.tapped("product_id"):
        return (str(button),)
    if sku := turn.tapped("sku"):
        return (shop.catalogue.variant(sku).product,)
    focus = turn.slots.get("product_id")
    if points(turn):
        found: tuple[str, ...] = shop.catalogue.resolve(turn.meant, shown(turn), focus, cart)
        return found
    if mentioned := mentions(shop, turn):
        around = [id_ for id_ in (focus, *shown(turn), *cart) if id_ in mentioned]
        return tuple(around[:1]) or (mentioned if len(mentioned) == 1 else ())
    if focus:
        return (str(focus),)
    return tuple(shown(turn)) if len(shown(turn)) == 1 else ()


def mentions(shop: Shop, turn: Turn) -> tuple[str, ...]:
    """Products that are named, or all of a kind that is named; a colour or size alone names nothing."""
    words = turn.without("colour", "size", "reference", "quantity")
    words = turn.meant if words == turn.said else words
    if not words.strip():
        return ()
    every = [product.id for product in shop.catalogue.products()]
    found: tuple[str, ...] = shop.catalogue.named(words) or shop.catalogue.resolve(words, every, None, ())
    return found


def points(turn: Turn) -> bool:
    """A place in a list, a price, or all of them: more exact than any name. "It" is not."""
    reference = turn.entity("reference")
    return isinstance(reference, dict) and "it" not in reference


def products(shop: Shop, ids: Sequence[str]) -> list[Product]:
    return [product for id_ in ids if (product := shop.catalogue.product(id_))]


def known_options(shop: Shop, turn: Turn, product: Product) -> dict[str, str]:
    """Options told before of this product, under those that a button carries."""
    sku = turn.slots.get("variant_sku")
    before = dict(shop.catalogue.variant(sku).options) if sku and _belongs(product, sku) else {}
    pending = turn.slots.get("pending") or {}
    asked = pending.get("known") or {} if pending.get("product") == product.id else {}
    tapped = {name: turn.entity(name) for name in OPTIONS if turn.tapped(name)}
    return {**before, **asked, **tapped}


def fitting(shop: Shop, turn: Turn, product: Product, known: Mapping[str, str]) -> tuple[Variant, ...]:
    """Variants that fit what was said now and before; what is said now wins."""
    found: tuple[Variant, ...] = shop.catalogue.wanted(product.id, sized(turn.meant, product), known)
    return found or _by_family(shop, turn, product, known)


def _by_family(shop: Shop, turn: Turn, product: Product, known: Mapping[str, str]) -> tuple[Variant, ...]:
    """ "Green" may be several colours of the shop: the one that this product has."""
    words = set(re.findall(r"[\w-]+", turn.meant.casefold()))
    for name in product.values("colour"):
        if words & {family.casefold() for family in shop.catalogue.colour(name).families}:
            rest = sized(turn.without("colour"), product)
            found: tuple[Variant, ...] = shop.catalogue.wanted(product.id, rest, {**known, "colour": name})
            return found
    return ()


def sized(words: str, product: Product) -> str:
    """A bare number that is a size of the product is said as one: "gorse rust 41", or just "41"."""
    sizes = [n for n in NUMBER.findall(words) if n in product.values("size")]
    if sizes or words.strip(" .!?").upper() in product.values("size"):
        return f"{words} size {sizes[0] if sizes else words.strip(' .!?').upper()}"
    return words


def said_option(shop: Shop, turn: Turn, product: Product) -> bool:
    """Whether a colour or size of the product was named in this message."""
    if turn.is_tap:
        return any(turn.entity(name) for name in OPTIONS)
    return 0 < len(shop.catalogue.wanted(product.id, sized(turn.meant, product), {})) < len(product.variants)


def in_stock(shop: Shop, variants: Sequence[Variant]) -> list[Variant]:
    levels = shop.catalogue.stock([v.sku for v in variants])
    return [v for v in variants if levels[v.sku].free > 0]


def open_option(variants: Sequence[Variant]) -> str | None:
    """The first option in which the variants differ: what has to be asked."""
    names = [name for name, _ in variants[0].options] if variants else []
    return next((name for name in names if len({v.option(name) for v in variants}) > 1), None)


def quantity(turn: Turn) -> int | None:
    """How many were said, if any."""
    found = turn.entity("quantity")
    return int(found) if found is not None else None


def line(shop: Shop, turn: Turn, cart: Cart) -> CartLine | None:
    """The line of the cart that is meant: by a button, by its name, the one changed last, or the only one."""
    if sku := turn.tapped("sku"):
        return cart.line(sku)
    inside = [x.product for x in cart.lines]
    named = [id_ for id_ in shop.catalogue.resolve(turn.meant, (), None, inside) if id_ in inside]
    if named:
        return _best_line(turn, [x for x in cart.lines if x.product == named[0]])
    if not points(turn) and mentions(shop, turn):
        return None  # something else is named: never touch what was not meant
    return _pointed(turn, cart) or cart.line(turn.slots.get("cart_last") or "") or _only(cart)


def talk_of(product: str, variant: str | None = None) -> tuple[Event, ...]:
    """Remembers what is being talked about."""
    return (SlotSet("product_id", product), SlotSet("variant_sku", variant), SlotSet("asking", None))


def offer(**what: Any) -> Event:
    """Remembers what a yes would do."""
    return SlotSet("offer", what or None)


def _best_line(turn: Turn, lines: Sequence[CartLine]) -> CartLine:
    """Of several variants of one product, the one whose options are named, else the last."""
    words = turn.meant.casefold()
    named = [x for x in lines if any(str(value).casefold() in words.split() for _, value in x.options)]
    return (named or list(lines))[-1]


def _pointed(turn: Turn, cart: Cart) -> CartLine | None:
    """ "The second one", when nothing in the cart was named."""
    place = place_of(turn)
    if not place or place > len(cart.lines):
        return None
    return cart.lines[place - 1 if place > 0 else -1]


def place_of(turn: Turn) -> int | None:
    """The 2 of "the second one"; -1 is the last."""
    reference = turn.entity("reference")
    return reference.get("index") if isinstance(reference, dict) else None


def _only(cart: Cart) -> CartLine | None:
    return cart.lines[0] if len(cart.lines) == 1 else None


def _belongs(product: Product, sku: str) -> bool:
    return any(v.sku == sku for v in product.variants)
