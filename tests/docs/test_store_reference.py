"""Each setting of store.yml is documented, and what is documented exists."""

from __future__ import annotations

import re
from pathlib import Path

from floorwalker.services.store_file import KEYS

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "store.md").read_text(encoding="utf-8")


def test_each_setting_of_the_store_is_documented_and_no_other() -> None:
    known = {f"{place}.{key}" if place else key for place, keys in KEYS.items() for key in keys}
    told = re.findall(r"^\| `([^`]+)` \|", PAGE, re.MULTILINE)
    assert sorted(told) == sorted(known)
