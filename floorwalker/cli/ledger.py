"""`floorwalker ledger`: the money that moved, oldest first."""

from __future__ import annotations

import argparse
import os
from typing import Any

from floorwalker.cli.tables import add_json, show


def add(commands: Any) -> None:
    parser = commands.add_parser("ledger", help="list the money that moved")
    parser.add_argument("number", nargs="?", help="only of the order with this number")
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from floorwalker.bootstrap import open_books

    with open_books(os.environ).view() as work:
        numbers = {order.id: order.number for order in work.orders.all()}
        entries = work.payments.ledger()
    rows = [
        {
            "order": numbers[entry.order],
            "kind": entry.kind,
            "amount": entry.amount,
            "source": entry.source,
            "created": entry.created,
        }
        for entry in entries
        if not args.number or numbers[entry.order] == args.number.upper()
    ]
    show(rows, args.json)
    return 0
