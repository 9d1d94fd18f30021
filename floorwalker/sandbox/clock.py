"""The sandbox's time. A file may hold an offset in seconds, so that a test moves the clock of a process."""

from __future__ import annotations

import re
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
        """0 too while the file is just being written."""
        if self.file is None or not self.file.is_file():
            return 0
        written = re.fullmatch(r"\s*(-?\d+)\s*", self.file.read_text())
        return int(written[1]) if written else 0
