"""Starts the sandbox: `python -m floorwalker.sandbox`. Every option can stand in the environment."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from floorwalker.sandbox.app import Sandbox
from floorwalker.sandbox.clock import FileClock
from floorwalker.sandbox.server import HOST, Server, post


def options(argv: Sequence[str], environ: Mapping[str, str]) -> argparse.Namespace:
    """What was asked for; an option wins over its variable."""
    parser = argparse.ArgumentParser(prog="python -m floorwalker.sandbox", description="A payment provider in a box.")
    parser.add_argument("--port", type=int, default=int(environ.get("SANDBOX_PORT", "8100")))
    parser.add_argument("--data", default=environ.get("SANDBOX_DATA", "var/sandbox.db"), metavar="FILE")
    parser.add_argument("--key", default=environ.get("SANDBOX_KEY"), help="the one key it takes (sk_test_…)")
    parser.add_argument("--webhook-url", default=environ.get("SANDBOX_WEBHOOK_URL"))
    parser.add_argument("--webhook-secret", default=environ.get("SANDBOX_WEBHOOK_SECRET"))
    return parser.parse_args(argv)


def serve(wanted: argparse.Namespace, environ: Mapping[str, str]) -> Server:
    """A running server."""
    clock_file = environ.get("SANDBOX_CLOCK_FILE")
    Path(wanted.data).parent.mkdir(parents=True, exist_ok=True)
    sandbox = Sandbox(
        wanted.data,
        wanted.key or None,
        f"http://{HOST}:{wanted.port}",
        FileClock(Path(clock_file) if clock_file else None),
        post,
        environ.get("SANDBOX_SHOP_NAME", "the shop"),
    )
    if wanted.webhook_url:
        sandbox.endpoint(wanted.webhook_url, wanted.webhook_secret or "")
    return Server(sandbox, wanted.port).start()


def problem(wanted: argparse.Namespace, environ: Mapping[str, str]) -> str | None:
    """Why it must not start like this."""
    if environ.get("ENV") == "production" and not environ.get("SANDBOX_IN_PRODUCTION"):
        return "the sandbox takes no real money: set STRIPE_SECRET_KEY, or SANDBOX_IN_PRODUCTION=1 to insist"
    if wanted.key and not wanted.key.startswith("sk_test_"):
        return "--key (SANDBOX_KEY) must begin with sk_test_: a real key has no business here"
    if wanted.webhook_url and not wanted.webhook_secret:
        return "--webhook-url needs --webhook-secret (SANDBOX_WEBHOOK_SECRET)"
    return None


def main() -> int:
    """Serves until SIGINT or SIGTERM."""
    wanted = options(sys.argv[1:], os.environ)
    wrong = problem(wanted, os.environ)
    if wrong:
        sys.stderr.write(f"sandbox: {wrong}\n")
        return 2
    ended = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: ended.set())
    server = serve(wanted, os.environ)
    ended.wait()
    server.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
