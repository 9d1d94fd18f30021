"""Databases in memory are closed after each test."""

from collections.abc import Iterator

import pytest

from tests.unit.conversations import fakes


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    while fakes.OPENED:
        fakes.OPENED.pop().dispose()
