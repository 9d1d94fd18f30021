"""The shop's own words as the components need them, read again when the catalogue changes.

Without a shop (training in a fresh clone, before anything was imported) there are none, and nothing fails.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog

from floorwalker.bootstrap import open_shop
from floorwalker.search.naming import named as named_in
from floorwalker.search.understand import understand
from floorwalker.search.vocabulary import Vocabulary, product_facets
from floorwalker.search.words import words

log = structlog.get_logger()
PAUSE = 2.0
"""Seconds between two looks at the catalogue."""
WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True)
class Names:
    """`entries`: (name as written, entity, value) of products, departments and colours; `words`: all their words in
    lower case; `vocabulary`: kinds, colours, materials and product names with their inflections and slips; `nouns`: a
    product's id → the plain word for what it is."""

    entries: tuple[tuple[str, str, str], ...] = ()
    words: frozenset[str] = frozenset()
    vocabulary: Vocabulary = field(default_factory=lambda: Vocabulary({}, ()))
    nouns: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Watch:
    """Looks at the catalogue at most every two seconds; the names change only with its version."""

    shop: Any = None
    looked: float = -PAUSE
    seen: Any = None
    names: Names = field(default_factory=Names)

    def now(self) -> Names:
        if time.monotonic() - self.looked >= PAUSE:
            self.looked = time.monotonic()
            self._look()
        return self.names

    def _look(self) -> None:
        try:
            self.shop = self.shop or open_shop(os.environ)
            products = self.shop.catalogue.products()
            if products is not self.seen and products != self.seen:
                self.seen, self.names = products, named(self.shop.catalogue, products)
        except Exception as no:  # noqa: BLE001 understanding goes on without the shop's names
            log.warning("catalogue.unread", why=type(no).__name__)
            self.looked = time.monotonic() + 5 * PAUSE


WATCH = Watch()


def shop_names() -> Names:
    """What can be named in the shop now."""
    return WATCH.now()


def shop_words() -> frozenset[str]:
    """Lower-case words of product names, departments and colours: never "corrected" away."""
    return shop_names().words


def named(catalogue: Any, products: Any) -> Names:
    entries = [(name, "product", p.id) for p in products for name in (p.title, *p.words)]
    for category in catalogue.categories():
        entries += [(name, "category", category.id) for name in (category.title, *category.words)]
    colours = {v.option("colour") for p in products for v in p.variants} - {None}
    for colour in map(catalogue.colour, sorted(colours)):
        entries += [(name, "colour", colour.name) for name in (colour.title, *colour.families)]
    said = {word.casefold() for name, _, _ in entries for word in WORD.findall(name)}
    vocabulary = Vocabulary.of(products, catalogue.categories(), catalogue.colours())
    nouns = {p.id: dict(product_facets(p)).get("kind", ("product",))[0] for p in products}
    return Names(tuple(entries), frozenset(said), vocabulary, nouns)


def with_nouns(text: str) -> str:
    """The text with a plain word in place of each product's name: no encoder knows what a Kelder is."""
    names = shop_names()
    for name in reversed(named_in(text, names.vocabulary)):
        if any(word.text in names.vocabulary.named for word in words(text[name.start : name.end])):
            text = text[: name.start] + names.nouns.get(name.product, "product") + text[name.end :]
    return text


def names_thing(text: str) -> bool:
    """Whether the words name a product of the shop, or a kind of thing that it has."""
    vocabulary = shop_names().vocabulary
    return bool(named_in(text, vocabulary)) or bool(understand(text, vocabulary).category)
