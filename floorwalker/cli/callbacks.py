"""`floorwalker callbacks`: who waits to be written to, longest first."""

from __future__ import annotations

import argparse
import os
from dataclasses import asdict
from typing import Any

from floorwalker.cli.tables import add_json, show


def add(commands: Any) -> None:
    parser = commands.add_parser("callbacks", help="list who waits to be written to")
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from floorwalker.bootstrap import open_books

    with open_books(os.environ).view() as work:
        rows = [asdict(one) for one in work.handoffs.callbacks()]
    show(rows, args.json)
    return 0
