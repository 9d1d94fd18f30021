"""Prints rows: a table for people, one JSON object a line for programs."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from typing import Any

from floorwalker.domain.money import Money

Row = Mapping[str, Any]


def add_json(parser: argparse.ArgumentParser) -> None:
    """The option that every listing has."""
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def show(rows: Sequence[Row], as_json: bool) -> None:
    """Prints the rows; a table's columns are the first row's names."""
    for line in [json.dumps(_plain(row), ensure_ascii=False) for row in rows] if as_json else _table(rows):
        print(line)


def when(seconds: int | None) -> str:
    """UTC, to the minute."""
    return "" if seconds is None else datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%d %H:%M")


def _table(rows: Sequence[Row]) -> list[str]:
    if not rows:
        return []
    cells = [list(rows[0]), *([_cell(name, value) for name, value in row.items()] for row in rows)]
    widths = [max(len(line[n]) for line in cells) for n in range(len(cells[0]))]
    return ["  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in cells]


def _cell(name: str, value: Any) -> str:
    if isinstance(value, Money):
        return f"{value.minor / 10**value.digits:.{value.digits}f} {value.currency}"
    if name in ("created", "placed") and isinstance(value, int):
        return when(value)
    if isinstance(value, (list, tuple)):
        return " ".join(map(str, value))
    return "" if value is None else str(value)


def _plain(row: Row) -> dict[str, Any]:
    return {name: _money(value) for name, value in row.items()}


def _money(value: Any) -> Any:
    return {"amount": value.minor, "currency": value.currency} if isinstance(value, Money) else value
