"""The catalogue in SQL: replaced as a whole; what is gone stays for old orders, but is no longer listed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.engine import Connection

from floorwalker.adapters.sql import tables_shop as t
from floorwalker.adapters.sql.rows import dump, insert_missing, load
from floorwalker.adapters.sql.values import SqlValues
from floorwalker.domain.catalogue import Category, Colour, Product, ProductTexts, Variant
from floorwalker.domain.money import Money

VERSION = "catalogue_version"


@dataclass
class SqlCatalogue:
    db: Connection

    def version(self) -> int:
        return int(SqlValues(self.db).get(VERSION) or 0)

    def categories(self) -> tuple[Category, ...]:
        return tuple(Category(**_tuples(body)) for body in self._bodies(t.categories))

    def colours(self) -> tuple[Colour, ...]:
        return tuple(Colour(**_tuples(body)) for body in self._bodies(t.colours))

    def products(self, hidden: bool = False) -> tuple[Product, ...]:
        variants: dict[str, list[Variant]] = {}
        listed = select(t.variants).where(t.variants.c.listed).order_by(t.variants.c.position)
        for row in self.db.execute(listed):
            variants.setdefault(row.product, []).append(_variant(row))
        shown = (t.products.c.listed, *(() if hidden else (~t.products.c.hidden,)))
        query = select(t.products).where(*shown).order_by(t.products.c.position)
        return tuple(
            Product(id=row.id, category=row.category, variants=tuple(variants[row.id]), **_product(load(row.body)))
            for row in self.db.execute(query)
        )

    def store(self, categories: Sequence[Category], colours: Sequence[Colour], products: Sequence[Product]) -> int:
        self._replace(t.categories, (("id", category.id, asdict(category)) for category in categories))
        self._replace(t.colours, (("name", colour.name, asdict(colour)) for colour in colours))
        self.db.execute(update(t.variants).values(listed=False))
        self.db.execute(update(t.products).values(listed=False))
        for position, product in enumerate(products):
            self._put(t.products, "id", _product_row(product, position))
        variants = (variant for product in products for variant in product.variants)
        for position, variant in enumerate(variants):
            self._put(t.variants, "sku", _variant_row(variant, position))
        return self.grow()

    def grow(self) -> int:
        """A new version: whoever keeps the catalogue in memory reads it again."""
        version = self.version() + 1
        SqlValues(self.db).set(VERSION, str(version))
        return version

    def _bodies(self, table: Table) -> list[Mapping[str, Any]]:
        query: Any = select(table.c.body).order_by(table.c.position)
        return [load(body) for body in self.db.execute(query).scalars()]

    def _replace(self, table: Table, rows: Iterable[tuple[str, str, Mapping[str, Any]]]) -> None:
        self.db.execute(delete(table))
        for position, (key, id_, body) in enumerate(rows):
            self.db.execute(insert(table).values(**{key: id_}, position=position, body=dump(body)))

    def _put(self, table: Table, key: str, row: Mapping[str, Any]) -> None:
        if not insert_missing(self.db, table, row):
            self.db.execute(update(table).where(table.c[key] == row[key]).values(**row))


def _product(body: Mapping[str, Any]) -> dict[str, Any]:
    texts = {language: ProductTexts(**_tuples(said)) for language, said in body.get("texts", {}).items()}
    return {**_tuples(body), "texts": texts}


def _product_row(product: Product, position: int) -> dict[str, Any]:
    body = asdict(product)
    for column in ("id", "category", "variants"):
        del body[column]
    row = {"id": product.id, "category": product.category, "position": position}
    return {**row, "listed": True, "body": dump(body)}


def _variant_row(variant: Variant, position: int) -> dict[str, Any]:
    return {
        "sku": variant.sku,
        "product": variant.product,
        "position": position,
        "listed": True,
        "options": dump(variant.options),
        "price": variant.price.minor,
        "compare_at": variant.compare_at.minor if variant.compare_at else None,
        "currency": variant.price.currency,
    }


def _variant(row: Any) -> Variant:
    options = tuple((name, value) for name, value in load(row.options))
    before = None if row.compare_at is None else Money(row.compare_at, row.currency)
    return Variant(row.sku, row.product, options, Money(row.price, row.currency), before)


def _tuples(body: Mapping[str, Any]) -> dict[str, Any]:
    """JSON knows lists only."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in body.items()}
