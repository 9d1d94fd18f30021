"""`floorwalker`: the shop's commands. `floorwalker help` lists them."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from floorwalker.cli.run_file import place
from floorwalker.errors import BadFile, BadSettings, ShopError

COMMANDS = (
    "up", "talk", "train", "understand", "importer", "index", "search", "orders", "stock", "ledger", "callbacks",
    "desk", "helpdesk", "check", "sandbox", "staff", "train_frustration",
)  # fmt: skip
"""Modules of this package; each has `add(commands)`, which registers its parser with a `run(args) -> int`."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; what is wrong is said in a line, by name, with exit code 2."""
    arguments = parser().parse_args(argv)
    if arguments.run.__module__ != "floorwalker.cli.up":
        join_running_shop()
    try:
        return int(arguments.run(arguments) or 0)
    except (BadSettings, BadFile) as wrong:
        for problem in wrong.problems:
            print(f"floorwalker: {problem}", file=sys.stderr)
    except ShopError as no:
        print(f"floorwalker: {type(no).__name__} {no.facts}", file=sys.stderr)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        return 130
    return 2


def join_running_shop() -> None:
    """Takes over what the running shop made for this run (its sandbox's key), where the environment does not say."""
    path = place(os.environ)
    for name, value in (json.loads(path.read_text()) if path.exists() else {}).items():
        os.environ.setdefault(name, value)


def parser() -> argparse.ArgumentParser:
    """The parser of all commands; a module is imported only to describe itself."""
    top = argparse.ArgumentParser(prog="floorwalker", description="A shop assistant for chat, and its shop.")
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    for name in COMMANDS:
        import_module(f"floorwalker.cli.{name}").add(commands)
    return top
