"""`floorwalker search`: what the shop, or another index, finds for a sentence."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from floorwalker.errors import BadSettings


def add(commands: Any) -> None:
    parser = commands.add_parser("search", help="what a sentence finds; `-` reads sentences from stdin, one a line")
    parser.add_argument("query", help="as a shopper writes it: a warm jacket under 200, not black")
    parser.add_argument("--filter", action="append", default=[], metavar="NAME=VALUE", help="again for more; "
                        "category, min, max (money) and sort (price, -price, -released) are names too")  # fmt: skip
    parser.add_argument("--index", type=Path, metavar="PATH", help="one that `floorwalker index` built")
    parser.add_argument("--limit", type=int, default=10, help="products at most (10)")
    parser.add_argument("--json", action="store_true", help="one JSON object a query")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from floorwalker.bootstrap_search import open_finder

    wanted = [_pair(text) for text in args.filter]
    finder = open_finder(os.environ, args.index)
    for sentence in _sentences(args.query):
        answer = finder.find(sentence, wanted, max(1, args.limit))
        for line in [json.dumps(asdict(answer), ensure_ascii=False)] if args.json else answer.lines():
            print(line, flush=True)
    return 0


def _sentences(query: str) -> Iterable[str]:
    return (line.strip() for line in sys.stdin) if query == "-" else (query,)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip() or not value.strip():
        raise BadSettings((f"--filter {text!r}: NAME=VALUE is needed, as in colour=blue",))
    return name.strip(), value.strip()
