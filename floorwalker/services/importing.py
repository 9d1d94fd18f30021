"""Takes a catalogue in: all of it or nothing, the same twice is the same once."""

from __future__ import annotations

from dataclasses import dataclass

from floorwalker.ports import Books
from floorwalker.services.catalogue_file import CatalogueFile


@dataclass(frozen=True)
class Imported:
    """What was taken in; `version` is the catalogue's number."""

    version: int
    products: int
    variants: int
    pieces: int


def import_catalogue(books: Books, file: CatalogueFile, now: int, reset_stock: bool = False) -> Imported:
    """Known SKUs keep their pieces unless told otherwise. An unchanged catalogue keeps its version.

    Raises NotAllowed where fewer pieces are told than are held.
    """
    with books.begin() as work:
        version = work.catalogue.version()
        known = (work.catalogue.categories(), work.catalogue.colours(), work.catalogue.products(hidden=True))
        if not version or known != (file.categories, file.colours, file.products):
            version = work.catalogue.store(file.categories, file.colours, file.products)
        for sku, pieces in sorted(file.stock.items()):
            (work.stock.count if reset_stock else work.stock.ensure)(sku, pieces, now)
        pieces = sum(level.on_hand for level in work.stock.levels().values())
    variants = sum(len(product.variants) for product in file.products)
    return Imported(version, len(file.products), variants, pieces)
