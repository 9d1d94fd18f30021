"""Each setting of store.yml is documented, and what is documented exists."""

from __future__ import annotations

import re
from pathlib import Path

from floorwalker.services.catalogue_file import FILES, read_catalogue
from floorwalker.services.store_file import KEYS

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "store.md").read_text(encoding="utf-8")


def test_each_setting_of_the_store_is_documented_and_no_other() -> None:
    known = {f"{place}.{key}" if place else key for place, keys in KEYS.items() for key in keys}
    told = re.findall(r"^\| `([^`]+)` \|", PAGE, re.MULTILINE)
    assert sorted(told) == sorted(known)


def test_the_table_of_the_catalogues_schema_is_one_that_is_taken() -> None:
    folder = Path(__file__).parents[2] / "data" / "catalogue"
    schema = (folder / "SCHEMA.md").read_text(encoding="utf-8")
    table = re.search(r"```csv\n(.*?)```", schema, re.DOTALL)
    files = {name: (folder / name).read_text(encoding="utf-8") for name in FILES[:2]}
    (puffin,) = read_catalogue({**files, "products.csv": table[1]}).products
    assert [variant.sku for variant in puffin.variants] == ["PUFFIN-PINE", "PUFFIN-RUST"]
