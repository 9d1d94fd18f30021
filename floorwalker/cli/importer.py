"""`floorwalker import`: takes a catalogue in, all or nothing, and builds the search index."""

from __future__ import annotations

import argparse
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from floorwalker.cli.tables import add_json, show


def add(commands: Any) -> None:
    parser = commands.add_parser("import", help="take a catalogue in and build the search index")
    parser.add_argument("--catalogue", type=Path, metavar="DIR", default=Path("data") / "catalogue")
    parser.add_argument("--reset-stock", action="store_true", help="count known SKUs anew, as the files say")
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from floorwalker.bootstrap import take_in

    show([asdict(take_in(os.environ, args.catalogue, args.reset_stock))], args.json)
    return 0
