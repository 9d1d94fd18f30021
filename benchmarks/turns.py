"""How long a turn takes, at its place in the conversation, for one shopper and for many at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Protocol

TURNS = 51
PLACES = {5: range(3, 7), 50: range(47, 51)}
"""A place in the conversation and the turns (from 0) that are pooled for it."""


class Shopper(Protocol):
    def say(self, text: str) -> object: ...


@dataclass(frozen=True)
class Figures:
    """Milliseconds by place: (p50, p95)."""

    at: dict[int, tuple[float, float]]


def measure(make: Callable[[], Shopper], lines: Sequence[str], shoppers: int, conversations: int) -> Figures:
    """`conversations` in all, `shoppers` at once."""
    with ThreadPoolExecutor(shoppers) as pool:
        runs = list(pool.map(lambda _: _conversation(make(), lines), range(conversations)))
    pooled = {place: [run[n] for run in runs for n in turns] for place, turns in PLACES.items()}
    return Figures({place: (quantile(times, 0.5), quantile(times, 0.95)) for place, times in pooled.items()})


def _conversation(shopper: Shopper, lines: Sequence[str]) -> list[float]:
    times = []
    for line in islice(cycle(lines), TURNS):
        started = time.perf_counter()
        shopper.say(line)
        times.append((time.perf_counter() - started) * 1000)
    return times


def quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]
