"""`floorwalker talk`: speaks with the running shop through the web channel, as a browser would."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from floorwalker.cli.chat_client import ChatClient, Event, NoSuchButton, Refused
from floorwalker.errors import Unavailable
from floorwalker.rendering.plain import plain
from floorwalker.settings import Settings

HELP = """\
floorwalker talk [--as NAME] [--locale en] [--json] STEP …

A STEP is a text, `--taps TITLE` (taps a button on the screen) or `--wait SECONDS` (for what the shop says by itself).
Steps are done in their order. The same NAME goes on with the same conversation. Without a step: a chat in the terminal.
--json prints one neutral message a line."""


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "talk", help="chat with the running shop", description=HELP, usage=argparse.SUPPRESS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    parser.set_defaults(run=run)


def parse(rest: list[str]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Options and steps. Raises SystemExit(2) with what is wrong."""
    options: dict[str, Any] = {"as": "me", "locale": "en", "json": False}
    steps: list[tuple[str, str]] = []
    words = iter(rest)
    for word in words:
        if word == "--json":
            options["json"] = True
        elif word in ("--as", "--locale", "--taps", "--wait"):
            value = next(words, None)
            if value is None:
                raise SystemExit(f"floorwalker talk: {word} needs a value\n\n{HELP}")
            if word in ("--taps", "--wait"):
                steps.append((word[2:], value))
            else:
                options[word[2:]] = value
        elif word in ("-h", "--help"):
            print(HELP)
            raise SystemExit(0)
        elif word.startswith("--"):
            raise SystemExit(f"floorwalker talk: unknown option {word}\n\n{HELP}")
        else:
            steps.append(("says", word))
    return options, steps


def run(arguments: argparse.Namespace) -> int:
    options, steps = parse(arguments.rest)
    settings = Settings.read(os.environ)
    client, kept = _client(settings, options)
    show = _print_json if options["json"] else _print_plain
    try:
        client.open()
        _keep(client, kept)
        for kind, value in steps or _typed():
            for event in _do(client, kind, value):
                show(event)
            _keep(client, kept)
    except Unavailable:
        print(f"The shop at {settings.public_url} does not answer. Start it with `make run`.", file=sys.stderr)
        return 1
    except (NoSuchButton, Refused) as no:
        print(f"floorwalker talk: {no}", file=sys.stderr)
        return 1
    return 0


def _do(client: ChatClient, kind: str, value: str) -> list[Event]:
    if kind == "taps":
        return client.tap(value)
    if kind == "wait":
        return client.wait_push(float(value))
    return client.say(value)


def _typed() -> Any:
    """What a person types, until the end of the input. `/tap TITLE` taps."""
    while True:
        try:
            words = input("you> " if sys.stdin.isatty() else "").strip()
        except EOFError:
            return
        if words:
            yield ("taps", words[5:]) if words.startswith("/tap ") else ("says", words)


def _client(settings: Settings, options: dict[str, Any]) -> tuple[ChatClient, Path]:
    kept = settings.data / "talk" / f"{_safe(options['as'])}.json"
    base = f"http://127.0.0.1:{settings.web_port}"
    known = json.loads(kept.read_text()) if kept.exists() else {}
    client = ChatClient(base, known.get("token"), seen=known.get("seen", 0), locale=options["locale"])
    client.screen = known.get("screen", {})
    return client, kept


def _keep(client: ChatClient, kept: Path) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    screen = dict(list(client.screen.items())[-12:])
    kept.write_text(json.dumps({"token": client.token, "seen": client.seen, "screen": screen}))


def _safe(name: str) -> str:
    return "".join(c if c.isalnum() or c in "-_" else "_" for c in name)[:60] or "me"


def _print_json(event: Event) -> None:
    if event["from"] != "shopper":
        print(json.dumps({"from": event["from"], "seq": event["seq"], **event["msg"]}, ensure_ascii=False), flush=True)


def _print_plain(event: Event) -> None:
    if event["from"] != "shopper":
        print(plain(event["msg"]), flush=True)
