"""A whole shop over the sandbox, with signatures on the sandbox's clock."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import stripe

from floorwalker.services.checks import check
from floorwalker.testing.shop_bench import ShopBench


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Iterator[ShopBench]:
    """Whatever a test does, the books are sound afterwards."""
    bench = ShopBench()
    monkeypatch.setattr(stripe._webhook.time, "time", lambda: bench.clock.now)
    yield bench
    bench.transport.faults.clear()
    assert check(bench.books, bench.gateway) == ()
    bench.close()
