"""Bar charts as plain numbers, drawn by a template as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 360, 120
TOP, BOTTOM = 18, 100
"""Between them stand the bars; above, room for a number, below, for the days."""
GAP = 4


@dataclass(frozen=True)
class Bar:
    """One value. `named`: its number stands above it; `x`, `y`, `width`, `height` in the chart's units."""

    label: str
    words: str
    x: float
    y: float
    width: float
    height: float
    named: bool
    below_zero: bool

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class Chart:
    """`zero`: where the line of nothing lies; `last_label`: above which the last number stands, clear of other bars."""

    id: str
    bars: tuple[Bar, ...]
    zero: float
    width: int = WIDTH
    height: int = HEIGHT
    bottom: int = HEIGHT - 4
    last_label: float = BOTTOM


def bars(id_: str, values: Sequence[int], labels: Sequence[str], words: Sequence[str]) -> Chart:
    """Bars from the line of nothing, up or down; the highest and the last are named."""
    high, low = max([0, *values]), min([0, *values])
    unit = (BOTTOM - TOP) / (high - low) if high > low else 0.0
    zero = round(BOTTOM + low * unit, 1)
    step = WIDTH / max(1, len(values))
    highest = values.index(high) if high in values and high > 0 else -1
    drawn = tuple(_bar(n, values, labels, words, zero, unit, step, highest) for n in range(len(values)))
    return Chart(id_, drawn, zero, last_label=min((bar.y for bar in drawn[-4:]), default=zero))


def _bar(
    n: int, values: Sequence[int], labels: Sequence[str], words: Sequence[str], zero: float, unit: float, step: float,
    highest: int,
) -> Bar:  # fmt: skip
    value, last = values[n], len(values) - 1
    height = round(abs(value) * unit, 1)
    near = n != last and last - n < 4  # the last one's number needs the room
    named = n == last or (n == highest and not near)
    top = zero - height if value >= 0 else zero
    return Bar(
        labels[n], words[n], round(n * step + GAP / 2, 1), round(top, 1), round(step - GAP, 1), height, named, value < 0
    )
