"""`floorwalker desk`: who waits for a person, and what an agent can do, from the terminal."""

from __future__ import annotations

import argparse
import os
import time
from dataclasses import dataclass
from typing import Any

from floorwalker.cli.tables import add_json, show
from floorwalker.conversations.desk import Desk
from floorwalker.domain.handoff import Agent, Handoff, lateness
from floorwalker.services.shop import Shop

ME = Agent("terminal", "Terminal", "supervisor")


@dataclass(frozen=True)
class Open:
    """The desk over an open shop, and who acts."""

    shop: Shop
    desk: Desk
    agent: Agent


def add(commands: Any) -> None:
    parser = commands.add_parser("desk", help="who waits for a person; take, say, give back")
    parser.add_argument("--name", default=ME.name, help="what the shopper calls you")
    acts = parser.add_subparsers(metavar="ACT")
    add_json(parser)
    parser.set_defaults(run=run, act=listed)
    for name, act, more in (
        ("take", _take, ()), ("say", _say, ("words",)), ("note", _note, ("words",)), ("back", _back, ()),
        ("resolve", _resolve, ()), ("transfer", _transfer, ("team",)),
    ):  # fmt: skip
        one = acts.add_parser(name)
        one.add_argument("conversation", help="its id, or the first characters of it")
        for argument in more:
            one.add_argument(argument)
        one.set_defaults(act=act)
    doors = acts.add_parser("doors", help="open or close the desk by hand; `hours`: as store.yml says")
    doors.add_argument("word", choices=("open", "closed", "hours"))
    doors.set_defaults(act=_doors)


def run(args: argparse.Namespace) -> int:
    from floorwalker.bootstrap import open_desk, open_shop

    shop = open_shop(os.environ)
    open_ = Open(shop, open_desk(os.environ, shop), Agent(ME.id, args.name, ME.role))
    args.act(open_, args)
    return 0


def listed(open_: Open, args: argparse.Namespace) -> None:
    found = open_.shop.desk.listed("queued", "human", "callback", "offered")
    show([_row(open_, one) for one in found], args.json)


def _row(open_: Open, one: Handoff) -> dict[str, Any]:
    late, waited = lateness(one, int(time.time()), open_.shop.store.support)
    return {
        "conversation": one.conversation,
        "state": one.state,
        "reason": one.reason,
        "team": one.team,
        "priority": one.priority,
        "waits": "" if waited is None else f"{waited} s",
        "lateness": late,
        "agent": one.assignee_name,
        "contact": one.contact,
    }


def _take(open_: Open, args: argparse.Namespace) -> None:
    open_.desk.take(_episode(open_, args).id, open_.agent)


def _say(open_: Open, args: argparse.Namespace) -> None:
    known = [one for one in _open(open_) if one.conversation.startswith(args.conversation)]
    open_.desk.say(known[0].conversation if known else args.conversation, open_.agent, args.words)


def _note(open_: Open, args: argparse.Namespace) -> None:
    open_.shop.desk.note(_episode(open_, args).conversation, open_.agent, args.words)


def _back(open_: Open, args: argparse.Namespace) -> None:
    open_.desk.give_back(_episode(open_, args).id, open_.agent)


def _resolve(open_: Open, args: argparse.Namespace) -> None:
    open_.desk.resolve(_episode(open_, args).id, open_.agent)


def _transfer(open_: Open, args: argparse.Namespace) -> None:
    open_.desk.transfer(_episode(open_, args).id, open_.agent, args.team)


def _doors(open_: Open, args: argparse.Namespace) -> None:
    open_.shop.desk.open_desk(args.word)


def _open(open_: Open) -> tuple[Handoff, ...]:
    return open_.shop.desk.listed("queued", "human", "callback", "offered")


def _episode(open_: Open, args: argparse.Namespace) -> Handoff:
    found = [one for one in _open(open_) if one.conversation.startswith(args.conversation)]
    if len(found) != 1:
        raise SystemExit(f"floorwalker: {len(found)} open handoffs begin with {args.conversation}")
    return found[0]
