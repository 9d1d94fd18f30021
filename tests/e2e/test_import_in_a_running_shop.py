"""A catalogue that is taken in while the shop is open is seen by every process within seconds."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from floorwalker.bootstrap import take_in
from floorwalker.testing.dialogue.state import look
from floorwalker.testing.dialogue.world import World
from tests.e2e.buyers import wait_until
from tests.e2e.conftest import Shopper

CATALOGUE = Path(__file__).parents[2] / "data" / "catalogue"
SECONDS = 60
"""A new product is known within a minute."""


@pytest.fixture
def wider(world: World, tmp_path: Path) -> Iterator[World]:
    """The sample shop with one more beanie, taken in under way; afterwards as it was."""
    folder = tmp_path / "catalogue"
    shutil.copytree(CATALOGUE, folder)
    lines = (folder / "products.jsonl").read_text(encoding="utf-8").splitlines()
    rook = next(line for line in lines if json.loads(line)["id"] == "rook")
    more = rook.replace("ROOK", "ZEPHYR").replace("Rook", "Zephyr").replace('"rook"', '"zephyr"')
    (folder / "products.jsonl").write_text("\n".join([*lines, more]) + "\n", encoding="utf-8")
    take_in(world.stack.environ, folder)
    yield world
    take_in(world.stack.environ, CATALOGUE)


def test_a_new_product_is_on_the_pages_understood_and_sold(wider: World, shopper: Shopper) -> None:
    wait_until(lambda: shopper.http.get(f"{wider.stack.web}/p/zephyr").status_code == 200, SECONDS)
    wait_until(lambda: "Zephyr" in shopper.http.get(f"{wider.stack.web}/?q=zephyr").text, SECONDS)
    wait_until(lambda: "Zephyr beanie" in titles(shopper.say("do you have the zephyr beanie?")), SECONDS)
    shopper.say("add the zephyr beanie in pine")
    assert look(wider, shopper.conversation, ["cart"])["cart"] == {"ZEPHYR-PINE": 1}


def titles(events: list[dict[str, object]]) -> str:
    return json.dumps([event["msg"] for event in events])
