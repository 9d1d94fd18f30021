"""Ids: unique, and in the order in which they were made."""

from __future__ import annotations

import time
from uuid import UUID

from floorwalker.adapters.chance import RandomIds


def test_what_is_made_later_sorts_later_and_nothing_comes_twice() -> None:
    ids = RandomIds()
    made = []
    for _ in range(5):
        made.append(ids.new())
        time.sleep(0.002)
    assert made == sorted(made)
    assert len({ids.new() for _ in range(10_000)}) == 10_000
    assert {UUID(one).version for one in made} == {7}
