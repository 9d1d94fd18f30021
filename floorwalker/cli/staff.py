"""`floorwalker staff`: who works in the shop. Nobody's password is ever typed here: each gets a one-time link."""

from __future__ import annotations

import argparse
import os
from dataclasses import asdict
from typing import Any

from floorwalker.cli.tables import add_json, show
from floorwalker.domain.staff import ROLES


def add(commands: Any) -> None:
    parser = commands.add_parser("staff", help="list, add, disable or reset who works in the shop")
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    listing = verbs.add_parser("list", help="who works here")
    add_json(listing)
    listing.set_defaults(run=_list)
    adding = verbs.add_parser("add", help="add somebody; prints a one-time link to choose a password")
    adding.add_argument("name")
    adding.add_argument("--role", choices=ROLES, default="agent")
    adding.set_defaults(run=_add)
    for verb, act, what in (
        ("disable", _disable, "end somebody's sessions and let them in no more"),
        ("reset", _reset, "end somebody's password and sessions; prints a link to choose a new one"),
    ):
        changing = verbs.add_parser(verb, help=what)
        changing.add_argument("name")
        changing.set_defaults(run=act)


def _list(args: argparse.Namespace) -> int:
    rows = [asdict(member) for member in _staff().members()]
    show([{name: value for name, value in row.items() if name != "id"} for row in rows], args.json)
    return 0


def _add(args: argparse.Namespace) -> int:
    return _tell(_staff().add(args.name, args.role))


def _disable(args: argparse.Namespace) -> int:
    _staff().disable(args.name)
    return 0


def _reset(args: argparse.Namespace) -> int:
    return _tell(_staff().reset(args.name))


def _staff() -> Any:
    from floorwalker.bootstrap_staff import open_staff

    return open_staff(os.environ)


def _tell(token: str) -> int:
    from floorwalker.bootstrap_staff import link_address

    print(link_address(os.environ, token))
    print("(Works once, for 24 hours.)")
    return 0
