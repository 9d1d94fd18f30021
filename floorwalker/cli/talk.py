"""`floorwalker talk`: speaks with the running shop through the web channel, as a browser would."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from floorwalker.cli.chat_client import ChatClient, Event, NoSuchButton, Refused
from floorwalker.cli.talk_screen import Screen
from floorwalker.errors import Unavailable
from floorwalker.rendering.plain import plain
from floorwalker.settings import Settings

HELP = """\
floorwalker talk [--as NAME] [--locale en] [--json] [--script FILE] STEP …

A STEP is a text, `--taps TITLE` (taps a button on the screen) or `--wait SECONDS` (for what the shop says by itself).
Steps are done in their order. The same NAME goes on with the same conversation. --json prints one neutral message a
line. --script FILE reads steps, one a line; a line may be `/tap TITLE` or `/wait SECONDS`, # begins a comment.

Without a step: a chat in the terminal. A number taps the button of that number, `/tap TITLE` any button,
`/wait SECONDS` waits for news, `/quit` or the end of the input ends it."""


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "talk", help="chat with the running shop", description=HELP, usage=argparse.SUPPRESS,
        formatter_class=argparse.RawDescriptionHelpFormatter, prefix_chars="\0", add_help=False,
    )  # fmt: skip
    parser.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)  # options too: their order counts
    parser.set_defaults(run=run)


def parse(rest: list[str]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Options and steps, in any order. Raises SystemExit with what is wrong."""
    options: dict[str, Any] = {"as": "me", "locale": "en", "json": False}
    steps: list[tuple[str, str]] = []
    words = iter(rest)
    for word in words:
        if word in ("-h", "--help"):
            print(HELP)
            raise SystemExit(0)
        if word == "--json":
            options["json"] = True
        elif word.startswith("--"):
            _option(word, next(words, None), options, steps)
        else:
            steps.append(("says", word))
    return options, steps


def _option(word: str, value: str | None, options: dict[str, Any], steps: list[tuple[str, str]]) -> None:
    if word not in ("--as", "--locale", "--taps", "--wait", "--script"):
        raise SystemExit(f"floorwalker talk: unknown option {word}\n\n{HELP}")
    if value is None:
        raise SystemExit(f"floorwalker talk: {word} needs a value\n\n{HELP}")
    if word == "--script":
        steps += _script(value)
    elif word in ("--taps", "--wait"):
        steps.append((word[2:], value))
    else:
        options[word[2:]] = value


def run(arguments: argparse.Namespace) -> int:
    options, steps = parse(arguments.rest)
    settings = Settings.read(os.environ)
    client, kept = _client(settings, options)
    screen = Screen(sys.stdout, sys.stdout.isatty())
    interactive = not steps
    try:
        client.open()
        _keep(client, kept)
        for kind, value in steps or _typed(screen):
            try:
                events = _do(client, kind, value)
            except (NoSuchButton, Refused) as no:
                if not interactive:
                    raise
                print(f"({no})")
                continue
            _show(events, screen if interactive and not options["json"] else None, options["json"])
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


def _typed(screen: Screen) -> Iterator[tuple[str, str]]:
    """What a person types, until the end of the input. A number taps the button that has it."""
    while True:
        try:
            words = input("you> " if sys.stdin.isatty() else "").strip()
        except EOFError:
            return
        if words in ("/quit", "/exit"):
            return
        button = screen.chosen(words)
        if words:
            yield ("taps", button) if button else _step(words)


def _script(path: str) -> list[tuple[str, str]]:
    """The steps of a file. Raises SystemExit(2) when it cannot be read."""
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except OSError as no:
        raise SystemExit(f"floorwalker talk: {path}: {no.strerror}") from no
    return [_step(line.strip()) for line in lines if line.strip() and not line.lstrip().startswith("#")]


def _step(line: str) -> tuple[str, str]:
    for command, kind in (("/tap ", "taps"), ("/wait ", "wait")):
        if line.startswith(command):
            return kind, line[len(command) :].strip()
    return "says", line


def _show(events: list[Event], screen: Screen | None, as_json: bool) -> None:
    if screen:
        screen.show(events)
        return
    for event in events:
        (_print_json if as_json else _print_plain)(event)


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
