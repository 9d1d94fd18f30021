from __future__ import annotations

from collections.abc import Iterator

import pytest

from floorwalker.testing.shop_bench import ShopBench
from tests.unit.staff.house import House


@pytest.fixture
def bench() -> Iterator[ShopBench]:
    bench = ShopBench()
    yield bench
    bench.close()


@pytest.fixture
def house(bench: ShopBench) -> House:
    return House(bench)
