"""The shop's clock."""

from __future__ import annotations

import time
from dataclasses import dataclass

from floorwalker.ports import Books

OFFSET = "clock_offset"


@dataclass(frozen=True)
class RealClock:
    def now(self) -> int:
        return int(time.time())


@dataclass(frozen=True)
class ShiftedClock:
    """For tests of whole processes: the real time plus the seconds kept in the shop's database."""

    books: Books

    def now(self) -> int:
        with self.books.view() as work:
            return int(time.time()) + int(work.values.get(OFFSET) or 0)

    def move(self, seconds: int) -> None:
        """Forward, for every process on this database."""
        with self.books.begin() as work:
            work.values.set(OFFSET, str(int(work.values.get(OFFSET) or 0) + seconds))
