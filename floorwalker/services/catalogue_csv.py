"""Products as a table: one line an article (a SKU), the product's own columns on its first line.

Columns are named as the fields in `data/catalogue/SCHEMA.md`: options are `options.colour`, other languages
`texts.de.title`. Lists are parted by `|`, measurements are written `Chest (M)=112 cm|Sleeve=64 cm`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from floorwalker.services.catalogue_row import Row

CSV = "products.csv"
PLAIN = ("id", "title", "category", "summary", "description", "picture", "care")
LISTS = ("features", "materials", "tags", "words", "goes_with")
PAIRS = ("measurements", "values")
NUMBERS = ("weight_grams", "stock")
ARTICLE = ("sku", "price", "compare_at", "stock")
TEXTS = ("title", "summary", "description", "features", "materials", "care", "measurements", "values")
_WHOLE = (*PLAIN, *LISTS, "measurements", "weight_grams", *ARTICLE)
_DELIMITERS = (",", ";", "\t")


@dataclass
class _Lines:
    """The lines of one product: `own` its columns with the line they were first given in."""

    where: str
    own: dict[str, str] = field(default_factory=dict)
    articles: list[tuple[str, dict[str, str]]] = field(default_factory=list)


def csv_rows(text: str, problems: list[str]) -> Iterator[Row]:
    """One Row a product, its articles as parts. Whatever is wrong with the table goes to the problems."""
    head, lines = _table(text, problems)
    if not _known(head, problems):
        return
    for lot in _gathered(head, lines, problems).values():
        yield _row(lot, problems)


def _table(text: str, problems: list[str]) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The names of the columns, and every line that is not empty with its number."""
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=max(_DELIMITERS, key=first.count), strict=True)
    found: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((begins, [cell.strip() for cell in cells]))
            begins = reader.line_num + 1
    except csv.Error as no:
        problems.append(f"{CSV}:{begins}: is no CSV: {no}")
    return (found[0][1], found[1:]) if found else ([], [])


def _known(head: Sequence[str], problems: list[str]) -> bool:
    before = len(problems)
    for name in head:
        if not _is_column(name):
            near = get_close_matches(name, _WHOLE, 1)
            hint = f"did you mean {near[0]}? " if near else ""
            problems.append(
                f"{CSV}:1: {name or 'a column without a name'} is not known; {hint}known are {', '.join(_WHOLE)}, "
                "options.NAME and texts.LANGUAGE.NAME"
            )
    for name in dict.fromkeys(head):
        if head.count(name) > 1:
            problems.append(f"{CSV}:1: {name} is there twice")
    for name in ("id", "sku"):
        if name not in head:
            problems.append(f"{CSV}:1: {name} is missing")
    return len(problems) == before


def _is_column(name: str) -> bool:
    place, _, rest = name.partition(".")
    language, _, field_name = rest.partition(".")
    return name in _WHOLE or (place == "options" and bool(rest)) or (place == "texts" and field_name in TEXTS)


def _gathered(head: list[str], lines: list[tuple[int, list[str]]], problems: list[str]) -> dict[str, _Lines]:
    lots: dict[str, _Lines] = {}
    for number, cells in lines:
        where = f"{CSV}:{number}"
        if len(cells) > len(head):
            problems.append(f"{where}: has {len(cells)} cells, but the first line names {len(head)} columns")
            continue
        filled = {name: cell for name, cell in zip(head, cells, strict=False) if cell}
        lot = lots.setdefault(filled.get("id", ""), _Lines(where))
        lot.articles.append((where, {name: cell for name, cell in filled.items() if _of_article(name)}))
        _take_own(lot, where, {name: cell for name, cell in filled.items() if not _of_article(name)}, problems)
    return lots


def _take_own(lot: _Lines, where: str, own: dict[str, str], problems: list[str]) -> None:
    """What a later line says of the product must be what the first one says."""
    for name, cell in own.items():
        if lot.own.setdefault(name, cell) != cell:
            problems.append(f"{where}: {name} differs from line {lot.where.rpartition(':')[2]}; leave it empty here")


def _of_article(name: str) -> bool:
    return name in ARTICLE or name.startswith("options.")


def _row(lot: _Lines, problems: list[str]) -> Row:
    row = Row(lot.where, {}, problems)
    data = _typed(row, lot.own)
    row.data = {**data, "variants": [{} for _ in lot.articles]}
    row.parts = tuple(_article(where, cells, problems) for where, cells in lot.articles)
    return row


def _article(where: str, cells: dict[str, str], problems: list[str]) -> Row:
    part = Row(where, {}, problems)
    options = {name.partition(".")[2]: cell for name, cell in cells.items() if name.startswith("options.")}
    part.data = {**_typed(part, {name: cells[name] for name in ARTICLE if name in cells}), "options": options}
    return part


def _typed(row: Row, cells: dict[str, str]) -> dict[str, Any]:
    """Cells as JSON would hold them; texts of other languages nested by language."""
    data: dict[str, Any] = {}
    for name, cell in cells.items():
        if name.startswith("texts."):
            _, language, inner = name.split(".", 2)
            value = _value(row, name, inner, cell)
            data.setdefault("texts", {}).setdefault(language, {})[inner] = value
        else:
            data[name] = _value(row, name, name, cell)
    return data


def _value(row: Row, name: str, kind: str, cell: str) -> Any:
    if kind in LISTS:
        return [part.strip() for part in cell.split("|")]
    if kind in PAIRS:
        return _pairs(row, name, cell)
    return int(cell) if kind in NUMBERS and cell.isascii() and cell.isdigit() else cell


def _pairs(row: Row, name: str, cell: str) -> dict[str, str]:
    parts = [part.partition("=") for part in cell.split("|")]
    if not all(key.strip() and sign and value.strip() for key, sign, value in parts):
        row.wrong(name, f"must look like Chest (M)=112 cm|Sleeve=64 cm, not {cell!r}")
        return {}
    return {key.strip(): value.strip() for key, _, value in parts}
