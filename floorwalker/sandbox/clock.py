"""The sandbox's time. A file may hold an offset in seconds, so that a test moves the clock of a process."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Clock = Callable[[], int]
"""Epoch seconds."""


@dataclass(frozen=True)
class FileClock:
    """The system's time plus the whole number in a file, read each time; no file counts as 0."""

    file: Path | None = None

    def __call__(self) -> int:
        return int(time.time()) + self._offset()

    def _offset(self) -> int:
        if self.file is None or not self.file.is_file():
            return 0
        return int(self.file.read_text().strip() or 0)
