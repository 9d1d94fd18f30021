"""Reads a merchant's catalogue files into values: all or nothing, every problem named by its place.

The fields are documented in `data/catalogue/SCHEMA.md`. Pure: texts in, values out.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from floorwalker.domain.catalogue import Category, Colour, Product, ProductTexts, Variant
from floorwalker.domain.money import Money
from floorwalker.errors import BadFile
from floorwalker.services.catalogue_csv import CSV, csv_rows
from floorwalker.services.catalogue_row import Row

FILES = ("categories.yml", "colours.yml", "products.jsonl")
ALL_FILES = (*FILES, CSV)

_ID = r"[a-z0-9]+(-[a-z0-9]+)*"
_ID_SHAPE = "lower-case letters, digits and hyphens"
_SKU = r"[A-Z0-9]+(-[A-Z0-9]+)*"
_SKU_SHAPE = "upper-case letters, digits and hyphens"
_REQUIRED = ("id", "title", "category", "summary", "description", "variants")
_OPTIONAL = (
    "picture", "features", "materials", "care", "measurements", "tags", "words", "weight_grams", "goes_with",
    "texts",
)  # fmt: skip


@dataclass(frozen=True)
class CatalogueFile:
    """What the files say; `stock`: SKU → pieces on the shelf."""

    categories: tuple[Category, ...]
    colours: tuple[Colour, ...]
    products: tuple[Product, ...]
    stock: Mapping[str, int]


def read_catalogue(files: Mapping[str, str]) -> CatalogueFile:
    """Texts by the names of `FILES`; `products.csv` may stand in for the third.

    Raises BadFile with every problem in the order of the files.
    """
    problems = list(_wrong_files(files))
    categories = tuple(_categories(files.get(FILES[0], ""), problems))
    colours = tuple(_colours(files.get(FILES[1], ""), problems))
    products = _Products(problems, {c.id for c in categories}, {c.name for c in colours})
    rows = csv_rows(files[CSV], problems) if CSV in files else _json_rows(FILES[2], files.get(FILES[2], ""), problems)
    products.read(rows)
    if problems:
        raise BadFile(tuple(problems))
    return CatalogueFile(categories, colours, tuple(products.found), products.stock)


def _wrong_files(files: Mapping[str, str]) -> Iterator[str]:
    for name in FILES[:2]:
        if name not in files:
            yield f"{name}: is missing"
    if FILES[2] not in files and CSV not in files:
        yield f"{FILES[2]}: is missing; {CSV} would do as well"
    if FILES[2] in files and CSV in files:
        yield f"{CSV}: stands beside {FILES[2]}; keep one of them"


def _categories(text: str, problems: list[str]) -> Iterator[Category]:
    for row in _unique("id", _yaml_rows(FILES[0], text, problems)):
        row.only(("id", "title", "floor", "summary"), ("words", "texts"))
        yield Category(
            row.text("id", _ID, _ID_SHAPE), row.text("title"), row.text("floor"), row.text("summary"),
            row.texts("words"), {said: part.strings(("title", "summary")) for said, part in row.languages("texts")},
        )  # fmt: skip


def _colours(text: str, problems: list[str]) -> Iterator[Colour]:
    for row in _unique("name", _yaml_rows(FILES[1], text, problems)):
        row.only(("name", "title", "swatch"), ("families", "texts"))
        swatch = row.text("swatch", r"#[0-9a-fA-F]{6}", "a colour like #4d6a85")
        texts = {said: part.strings(("title",)) for said, part in row.languages("texts")}
        yield Colour(row.text("name", _ID, _ID_SHAPE), row.text("title"), row.texts("families"), swatch, texts)


@dataclass
class _Products:
    """Products line by line, with what must fit together across lines."""

    problems: list[str]
    categories: set[str]
    colours: set[str]

    def __post_init__(self) -> None:
        self.found: list[Product] = []
        self.stock: dict[str, int] = {}
        self._rows: list[Row] = []

    def read(self, rows: Iterator[Row]) -> None:
        for row in _unique("id", rows):
            self._rows.append(row)
            self.found.append(self._product(row))
        for row, product in zip(self._rows, self.found, strict=True):
            self._check_goes_with(row, product)

    def _product(self, row: Row) -> Product:
        row.only(_REQUIRED, _OPTIONAL)
        product = row.text("id", _ID, _ID_SHAPE)
        category = row.text("category")
        if category and category not in self.categories:
            row.wrong("category", f"{category!r} is not in {FILES[0]}")
        return Product(
            id=product,
            title=row.text("title"),
            category=category,
            summary=row.text("summary"),
            description=row.text("description"),
            variants=tuple(self._variants(row, product)),
            picture=row.text("picture", _ID, _ID_SHAPE),
            features=row.texts("features"),
            materials=row.texts("materials"),
            care=row.text("care"),
            measurements=row.pairs("measurements"),
            tags=row.texts("tags"),
            words=row.texts("words"),
            weight_grams=row.whole("weight_grams"),
            goes_with=row.texts("goes_with"),
            texts={language: _texts(part) for language, part in row.languages("texts")},
        )

    def _variants(self, row: Row, product: str) -> Iterator[Variant]:
        variants = row.data.get("variants", [{}])
        if not isinstance(variants, list) or not variants or not all(isinstance(v, dict) for v in variants):
            row.wrong("variants", "must be a list of objects with at least one")
            return
        given = [part.data for part in row.parts] or variants
        shapes = [tuple(v["options"]) for v in given if isinstance(v.get("options"), dict)]
        names = Counter(shapes or [()]).most_common(1)[0][0]
        seen: set[tuple[tuple[str, str], ...]] = set()
        for number, data in enumerate(variants if "variants" in row.data else []):
            part = row.parts[number] if row.parts else Row(row.where, data, self.problems, f"variants[{number}].")
            variant = self._variant(part, product)
            if tuple(name for name, _ in variant.options) != names:
                part.wrong("options", f"must be {', '.join(names) or 'empty'}, as in the other variants")
            if variant.options in seen:
                part.wrong("options", "are those of another variant")
            seen.add(variant.options)
            yield variant

    def _variant(self, row: Row, product: str) -> Variant:
        row.only(("sku", "options", "price", "stock"), ("compare_at",))
        sku = row.text("sku", _SKU, _SKU_SHAPE)
        if sku in self.stock:
            row.wrong("sku", f"{sku} is there twice")
        self.stock[sku] = row.whole("stock")
        options = row.pairs("options")
        if "colour" in options and options["colour"] not in self.colours:
            row.wrong("options.colour", f"{options['colour']!r} is not in {FILES[1]}")
        price, before = row.money("price"), row.money("compare_at")
        if price and before and (before.currency != price.currency or before.minor <= price.minor):
            row.wrong("compare_at", "must be higher than price, in the same currency")
        return Variant(sku, product, tuple(options.items()), price or Money(0, ""), before)

    def _check_goes_with(self, row: Row, product: Product) -> None:
        known = {p.id for p in self.found}
        for other in product.goes_with:
            if other not in known or other == product.id:
                row.wrong("goes_with", f"names {other!r}, which is no other product")


def _texts(row: Row) -> ProductTexts:
    row.only((), tuple(ProductTexts.__dataclass_fields__))
    return ProductTexts(
        row.text("title"),
        row.text("summary"),
        row.text("description"),
        row.texts("features"),
        row.texts("materials"),
        row.text("care"),
        row.pairs("measurements"),
        row.pairs("values"),
    )


def _unique(key: str, rows: Iterator[Row]) -> Iterator[Row]:
    seen: set[str] = set()
    for row in rows:
        name = str(row.data.get(key))
        if name in seen:
            row.wrong(key, f"{name} is there twice")
        seen.add(name)
        yield row


def _yaml_rows(name: str, text: str, problems: list[str]) -> Iterator[Row]:
    try:
        node, data = yaml.compose(text, yaml.SafeLoader), yaml.safe_load(text)
    except (yaml.YAMLError, ValueError) as no:  # ValueError: a date that does not exist
        mark = getattr(no, "problem_mark", None)
        problems.append(f"{name}:{mark.line + 1 if mark else 1}: is no YAML: {getattr(no, 'problem', no)}")
        return
    if not isinstance(node, yaml.SequenceNode) or not isinstance(data, list):
        problems.append(f"{name}:1: must be a list")
        return
    for part, item in zip(node.value, data, strict=True):
        yield from _row(f"{name}:{part.start_mark.line + 1}", item, problems)


def _json_rows(name: str, text: str, problems: list[str]) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line, object_pairs_hook=_once)
        except (ValueError, RecursionError) as no:
            problems.append(f"{name}:{number}: is no JSON: {no}")
            continue
        yield from _row(f"{name}:{number}", item, problems)


def _row(where: str, item: object, problems: list[str]) -> Iterator[Row]:
    if isinstance(item, dict):
        yield Row(where, item, problems)
    else:
        problems.append(f"{where}: must be an object")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    twice = [name for name, times in Counter(name for name, _ in pairs).items() if times > 1]
    if twice:
        raise ValueError(f"{twice[0]} is there twice")
    return dict(pairs)
