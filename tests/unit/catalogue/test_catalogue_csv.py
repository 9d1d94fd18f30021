"""Products as a table: the same values as JSON Lines, faults by line and column, all or nothing."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from floorwalker.domain.catalogue import ProductTexts
from floorwalker.domain.money import Money
from floorwalker.errors import BadFile
from floorwalker.services.catalogue_file import FILES, CatalogueFile, read_catalogue
from floorwalker.services.importing import import_catalogue
from floorwalker.testing.shop_bench import ShopBench

SAMPLE = Path(__file__).parents[3] / "data" / "catalogue"
CATEGORIES = "- {id: hats, title: Hats, floor: G, summary: For heads}\n"
COLOURS = "- {name: pine, title: Pine, swatch: '#2f5d48'}\n- {name: rust, title: Rust, swatch: '#a9552f'}\n"
HEAD = "id,title,category,summary,description,features,measurements,sku,options.colour,price,stock,texts.de.title"
FIRST = "rook,Rook,hats,Ribbed,A hat.,warm|soft,Head=54 cm|Height=24 cm,ROOK-PINE,pine,19.00 EUR,3,Krähe"
SECOND = "rook,,,,,,,ROOK-RUST,rust,21.00 EUR,0,"


def table(*lines: str) -> dict[str, str]:
    return {"categories.yml": CATEGORIES, "colours.yml": COLOURS, "products.csv": "\n".join(lines)}


def problems(*lines: str) -> list[str]:
    with pytest.raises(BadFile) as no:
        read_catalogue(table(*lines))
    return list(no.value.problems)


def test_a_line_is_an_article_and_the_first_one_tells_the_product() -> None:
    (product,) = read_catalogue(table(HEAD, FIRST, SECOND)).products
    assert [(v.sku, v.options, v.price) for v in product.variants] == [
        ("ROOK-PINE", (("colour", "pine"),), Money(1900, "EUR")),
        ("ROOK-RUST", (("colour", "rust"),), Money(2100, "EUR")),
    ]
    assert (product.title, product.features) == ("Rook", ("warm", "soft"))
    assert product.measurements == {"Head": "54 cm", "Height": "24 cm"}
    assert product.texts == {"de": ProductTexts(title="Krähe")}


@pytest.mark.parametrize(("old", "new"), [(",", ";"), (",", "\t"), ("id,", "\ufeffid,"), ("\n", "\r\n")])
def test_tables_of_every_spreadsheet_are_read(old: str, new: str) -> None:
    plain = table(HEAD, FIRST, SECOND)
    other = {**plain, "products.csv": plain["products.csv"].replace(old, new)}
    assert read_catalogue(other) == read_catalogue(plain)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (SECOND.replace("21.00 EUR", "21"), "3: price must look like \"189.00 EUR\", not '21'"),
        (SECOND.replace(",0,", ",none,"), "3: stock must be a whole number, 0 or more, not 'none'"),
        (SECOND.replace(",rust,", ",pink,"), "3: options.colour 'pink' is not in colours.yml"),
        (SECOND.replace(",rust,", ",,"), "3: options must be colour, as in the other variants"),
        (SECOND.replace("ROOK-RUST", "ROOK-PINE"), "3: sku ROOK-PINE is there twice"),
        (SECOND.replace("ROOK-RUST", "rust"), "3: sku must be upper-case letters, digits and hyphens, not 'rust'"),
        (SECOND.replace("ROOK-RUST", ""), "3: sku is missing"),
        (SECOND.replace("rook,,", "rook,Raven,"), "3: title differs from line 2; leave it empty here"),
        (SECOND + ",more", "3: has 13 cells, but the first line names 12 columns"),
    ],
)
def test_each_fault_is_told_with_line_and_column(line: str, told: str) -> None:
    assert problems(HEAD, FIRST, line) == [f"products.csv:{told}"]


def test_a_wrong_measurement_shows_how_it_is_written() -> None:
    assert problems(HEAD, FIRST.replace("Head=54 cm", "54 cm")) == [
        "products.csv:2: measurements must look like Chest (M)=112 cm|Sleeve=64 cm, not '54 cm|Height=24 cm'"
    ]


def test_a_fault_behind_a_cell_of_several_lines_keeps_its_line() -> None:
    first = FIRST.replace("A hat.", '"A hat.\nFor heads."')
    assert problems(HEAD, first, SECOND.replace("21.00 EUR", "free")) == [
        "products.csv:4: price must look like \"189.00 EUR\", not 'free'"
    ]


def test_a_wrong_head_is_told_at_once() -> None:
    assert problems(HEAD.replace("title,cat", "titel,cat").replace("sku", "id"), FIRST) == [
        "products.csv:1: titel is not known; did you mean title? known are id, title, category, summary, description, "
        "picture, care, features, materials, tags, words, goes_with, measurements, weight_grams, sku, price, "
        "compare_at, stock, options.NAME and texts.LANGUAGE.NAME",
        "products.csv:1: id is there twice",
        "products.csv:1: sku is missing",
    ]


def test_a_broken_quote_is_told_by_line() -> None:
    assert problems(HEAD, FIRST, '"rook"x,')[0].startswith("products.csv:3: is no CSV: ")


def test_one_list_of_products_is_enough() -> None:
    files = {**table(HEAD, FIRST), "products.jsonl": ""}
    with pytest.raises(BadFile) as no:
        read_catalogue(files)
    assert no.value.problems == ("products.csv: stands beside products.jsonl; keep one of them",)
    del files["products.jsonl"], files["products.csv"]
    with pytest.raises(BadFile) as no:
        read_catalogue(files)
    assert no.value.problems == ("products.jsonl: is missing; products.csv would do as well",)


def test_the_sample_shop_survives_its_table() -> None:
    files = {name: (SAMPLE / name).read_text(encoding="utf-8") for name in FILES}
    shop = read_catalogue(files)
    del files["products.jsonl"]
    assert read_catalogue({**files, "products.csv": written(shop)}) == shop


def test_a_table_is_taken_in_wholly_or_not_at_all_and_twice_is_once() -> None:
    bench = ShopBench()
    file = read_catalogue(table(HEAD, FIRST, SECOND))
    once, twice = (import_catalogue(bench.books, file, 1) for _ in range(2))
    assert once == twice and once.products == 1 and once.variants == 2
    before = bench.shop.catalogue.products()
    with pytest.raises(BadFile):
        import_catalogue(bench.books, read_catalogue(table(HEAD, FIRST, "rook")), 1)
    assert bench.shop.catalogue.products() == before
    bench.close()


def written(shop: CatalogueFile) -> str:
    """The catalogue as a table."""
    lines = [line for product in shop.products for line in rows(product, shop)]
    head = list(dict.fromkeys(name for line in lines for name in line))
    out = io.StringIO()
    writer = csv.DictWriter(out, head, restval="")
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue()


def rows(product: Any, shop: CatalogueFile) -> list[dict[str, str]]:
    own = cells(product, "", ("title", "category", "summary", "description", "picture", "features", "materials", "care",
                              "measurements", "tags", "words", "weight_grams", "goes_with"))  # fmt: skip
    for language, texts in product.texts.items():
        said = tuple(name for name in texts.__dataclass_fields__ if getattr(texts, name))
        own.update(cells(texts, f"texts.{language}.", said))
    found = []
    for n, v in enumerate(product.variants):
        options = {f"options.{name}": value for name, value in v.options}
        before = {"compare_at": price(v.compare_at)} if v.compare_at else {}
        line = {"id": product.id, "sku": v.sku, **options, "price": price(v.price), "stock": str(shop.stock[v.sku])}
        found.append({**line, **before, **(own if n == 0 else {})})
    return found


def cells(it: Any, place: str, names: tuple[str, ...]) -> dict[str, str]:
    def cell(value: Any) -> str:
        if isinstance(value, tuple):
            return "|".join(value)
        return "|".join(f"{k}={v}" for k, v in value.items()) if isinstance(value, dict) else str(value)

    return {f"{place}{name}": cell(getattr(it, name)) for name in names}


def price(money: Money) -> str:
    return f"{money.minor // 100}.{money.minor % 100:02d} {money.currency}"
