"""`floorwalker orders`: the newest orders, or one by its number."""

from __future__ import annotations

import argparse
import os
from typing import Any

from floorwalker.cli.tables import add_json, show
from floorwalker.domain.records import OrderRecord
from floorwalker.ports import UnitOfWork
from floorwalker.services.orders import payment_status


def add(commands: Any) -> None:
    parser = commands.add_parser("orders", help="list orders, newest first")
    parser.add_argument("number", nargs="?", help="only the order with this number")
    parser.add_argument("--state", choices=("awaiting_payment", "placed", "completed", "closed"))
    parser.add_argument("--limit", type=int, default=50)
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from floorwalker.bootstrap import open_books

    with open_books(os.environ).view() as work:
        orders = work.orders.all(args.state, args.limit)
        if args.number:
            orders = tuple(one for one in work.orders.all() if one.number == args.number.upper())
        show([_row(work, order) for order in orders], args.json)
    return 0 if orders or not args.number else 1


def _row(work: UnitOfWork, order: OrderRecord) -> dict[str, Any]:
    return {
        "number": order.number,
        "state": order.state,
        "payment": payment_status(work.payments.balance(order.id), order.total.minor),
        "total": order.total,
        "items": [f"{line.quantity}x{line.sku}" for line in order.lines],
        "delivery": order.delivery_option,
        "fulfilment": order.fulfilment,
        "email": order.email,
        "address": order.address.line,
        "closed_because": order.closed_because if order.state == "closed" else "",
        "flags": sorted(order.flags),
        "created": order.created,
        "id": order.id,
    }
