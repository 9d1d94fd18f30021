"""A bench for each test: sandbox, gateway, movable clock, letter box."""

import pytest

from floorwalker.testing.stripe_bench import Bench


@pytest.fixture
def bench():
    bench = Bench()
    yield bench
    bench.close()
