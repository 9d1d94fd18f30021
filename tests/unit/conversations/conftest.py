"""Databases in memory are closed after each test; a shop whose people sit in a helpdesk that only hears."""

from collections.abc import Iterator

import pytest

from floorwalker.testing.helpdesk_bench import HelpdeskHouse
from tests.unit.conversations import fakes
from tests.unit.conversations.listener import Listener


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    while fakes.OPENED:
        fakes.OPENED.pop().dispose()


@pytest.fixture
def far() -> Listener:
    return Listener()


@pytest.fixture
def house(far: Listener) -> Iterator[HelpdeskHouse]:
    house = HelpdeskHouse(far)
    yield house
    house.close()
