"""`floorwalker index`: builds a search index, of the shop's catalogue or of any that is a JSON Lines file."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import Any

from floorwalker.cli.tables import add_json, show

_EVERY = 1.0


def add(commands: Any) -> None:
    parser = commands.add_parser("index", help="build a search index from the shop or a JSON Lines catalogue")
    parser.add_argument("--catalogue", type=Path, metavar="FILE", help="JSON Lines, also .gz; without: the shop's own")
    parser.add_argument("--out", type=Path, metavar="PATH", help="where to; without: var/indexes, by the file's name")
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from floorwalker.bootstrap_search import index_catalogue

    started = time.monotonic()
    path, products = index_catalogue(os.environ, args.catalogue, args.out, Meter(args.catalogue))
    took = round(time.monotonic() - started, 1)
    show([{"index": str(path), "products": products, "seconds": took}], args.json)
    return 0


class Meter:
    """A line on stderr that counts, where somebody sits before it; where not, a line now and then."""

    def __init__(self, what: Path | None) -> None:
        self._what = what.name if what else "the shop"
        self._last = time.monotonic()
        self._end = "\r" if sys.stderr.isatty() else "\n"
        self._pause = _EVERY if sys.stderr.isatty() else 10 * _EVERY

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._last >= self._pause or done == total:
            self._last = now
            end = "\n" if done == total else self._end
            print(f"{self._what}: {done} of {total} products", end=end, file=sys.stderr, flush=True)
