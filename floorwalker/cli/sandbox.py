"""`floorwalker sandbox pay|decline|challenge|expire`: the buyer at the sandbox's pay page, from the terminal."""

from __future__ import annotations

import argparse
import os
import sys
from typing import Any

import requests

from floorwalker.settings import Settings

OUTCOMES = ("pay", "decline", "challenge", "expire")
SECONDS = 15


def add(commands: Any) -> None:
    parser = commands.add_parser("sandbox", help="act as the buyer on the sandbox's pay page")
    parser.add_argument("outcome", choices=[*OUTCOMES, "list"], help="what happens; list shows the sessions")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--session", metavar="ID", help="the checkout session")
    which.add_argument("--last", action="store_true", help="the newest open session (default)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    settings = Settings.read(os.environ)
    if settings.payment_mode != "sandbox":
        print("floorwalker sandbox: a Stripe key is set, so there is no sandbox here", file=sys.stderr)
        return 1
    try:
        return _act(settings, arguments)
    except requests.ConnectionError:
        print("floorwalker sandbox: it does not answer; start the shop with `make run`", file=sys.stderr)
        return 1


def _act(settings: Settings, arguments: argparse.Namespace) -> int:
    if arguments.outcome == "list":
        for session in _sessions(settings):
            print(f"{session['id']}  {session['status']:9}  {session['amount_total']:>8}  {session['currency']}")
        return 0
    chosen = arguments.session or next((s["id"] for s in _sessions(settings) if s["status"] == "open"), "")
    if not chosen:
        print("floorwalker sandbox: no session is open", file=sys.stderr)
        return 1
    answer = _call(settings, "POST", "/sandbox/outcome", {"session": chosen, "outcome": arguments.outcome})
    if answer.status_code >= 400:
        print(f"floorwalker sandbox: {answer.json()['error']['message']}", file=sys.stderr)
        return 1
    print(f"{arguments.outcome}: {chosen}")
    return 0


def _sessions(settings: Settings) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _call(settings, "GET", "/sandbox/sessions").json()["data"]
    return found


def _call(settings: Settings, method: str, path: str, body: dict[str, str] | None = None) -> requests.Response:
    headers = {"authorization": f"Bearer {settings.stripe_key}"}
    return requests.request(method, f"{settings.stripe_base}{path}", json=body, headers=headers, timeout=SECONDS)
