"""A shop in memory."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from floorwalker.services.shop import Shop
from floorwalker.testing.shop_bench import ShopBench


@pytest.fixture
def bench() -> Iterator[ShopBench]:
    bench = ShopBench()
    yield bench
    bench.close()


@pytest.fixture
def shop(bench: ShopBench) -> Shop:
    return bench.shop
