"""Bars as numbers: up, down, and nothing at all."""

from __future__ import annotations

from web.office.charts import BOTTOM, TOP, bars


def test_the_highest_bar_fills_the_height_and_the_others_are_in_proportion() -> None:
    chart = bars("x", [0, 10, 5, 0, 0, 0, 5], list("abcdefg"), list("0abcdef"))
    assert chart.zero == BOTTOM
    assert [bar.height for bar in chart.bars[:3]] == [0.0, BOTTOM - TOP, (BOTTOM - TOP) / 2]
    assert [n for n, bar in enumerate(chart.bars) if bar.named] == [1, 6]


def test_a_day_on_which_more_went_back_hangs_below_the_line() -> None:
    chart = bars("x", [30, -10], ["a", "b"], ["30", "−10"])
    up, down = chart.bars
    assert (up.y, down.y, down.below_zero) == (TOP, chart.zero, True)
    assert round(down.y + down.height, 1) == BOTTOM and chart.last_label == TOP


def test_days_without_anything_draw_a_line_alone() -> None:
    chart = bars("x", [0, 0], ["a", "b"], ["0", "0"])
    assert [bar.height for bar in chart.bars] == [0.0, 0.0] and chart.zero == BOTTOM
