"""`floorwalker check`: whether stock, orders and money agree; exit code 1 where they do not."""

from __future__ import annotations

import argparse
import os
from dataclasses import asdict
from typing import Any

from floorwalker.cli.tables import add_json, show
from floorwalker.services.checks import check


def add(commands: Any) -> None:
    parser = commands.add_parser("check", help="check that stock, orders and money agree")
    parser.add_argument("--provider", action="store_true", help="also ask the payment provider")
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from floorwalker.bootstrap import open_books, open_gateway

    gateway = open_gateway(os.environ) if args.provider else None
    violations = check(open_books(os.environ), gateway)
    show([asdict(one) for one in violations], args.json)
    if not violations and not args.json:
        print("ok")
    return 1 if violations else 0
