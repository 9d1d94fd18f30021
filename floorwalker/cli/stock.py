"""`floorwalker stock`: what is on the shelf, held and free; `--set` counts a SKU anew."""

from __future__ import annotations

import argparse
import os
from typing import Any

from floorwalker.cli.tables import add_json, show
from floorwalker.errors import UnknownVariant


def add(commands: Any) -> None:
    parser = commands.add_parser("stock", help="list pieces by SKU, or count one anew")
    parser.add_argument("sku", nargs="*", help="only these SKUs")
    parser.add_argument("--set", type=int, metavar="PIECES", help="what is on the shelf of the SKUs named")
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from floorwalker.bootstrap import open_books, open_clock

    books, skus = open_books(os.environ), [sku.upper() for sku in args.sku]
    with books.begin() as work:
        known = work.stock.levels(skus or None)
        for sku in skus:
            if sku not in known:
                raise UnknownVariant(sku)
            if args.set is not None:
                work.stock.count(sku, args.set, open_clock(os.environ).now())
        levels = work.stock.levels(skus or None)
    show(
        [{"sku": s, "on_hand": v.on_hand, "reserved": v.reserved, "free": v.free} for s, v in levels.items()],
        args.json,
    )
    return 0
