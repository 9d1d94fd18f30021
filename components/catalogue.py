"""The shop's own words as the components need them, read again when the catalogue changes.

Without a shop (training in a fresh clone, before anything was imported) there are none, and nothing fails.
"""

from __future__ import annotations

import os
import re
import time
from dataclasses import dataclass, field
from typing import Any

import structlog

from floorwalker.bootstrap import open_shop
from floorwalker.search.vocabulary import Vocabulary

log = structlog.get_logger()
PAUSE = 2.0
"""Seconds between two looks at the catalogue."""
WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True)
class Names:
    """`entries`: (name as written, entity, value) of products, departments and colours; `words`: all their words in
    lower case; `vocabulary`: kinds, colours, materials and product names with their inflections and slips."""

    entries: tuple[tuple[str, str, str], ...] = ()
    words: frozenset[str] = frozenset()
    vocabulary: Vocabulary = field(default_factory=lambda: Vocabulary({}, ()))


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
    words = {word.casefold() for name, _, _ in entries for word in WORD.findall(name)}
    vocabulary = Vocabulary.of(products, catalogue.categories(), catalogue.colours())
    return Names(tuple(entries), frozenset(words), vocabulary)
