"""Races on purpose: many at once, or a rival at a named seam."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Starts all at the same moment; results or exceptions, in the order given."""
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        gate.wait()
        try:
            return act()
        except Exception as no:  # noqa: BLE001 (an outcome like any other)
            return no

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@contextmanager
def just_before(thing: Any, method: str, rival: Callable[[], Any]) -> Iterator[None]:
    """The rival acts once, right before the first call of the method."""
    original: Any = getattr(thing, method)
    acted: list[bool] = []

    def seam(*args: Any, **named: Any) -> Any:
        if not acted:
            acted.append(True)
            rival()
        return original(*args, **named)

    setattr(thing, method, seam)
    try:
        yield
    finally:
        setattr(thing, method, partial(original))
