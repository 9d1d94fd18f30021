"""Stripe's own command line as an outside client of the sandbox, each event held against the schema.

Runs with STRIPE_CLI=<binary>, or with CI=true or FLOORWALKER_STRIPE_CLI=1 (then npm fetches the binary).
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from floorwalker.sandbox.app import Sandbox
from floorwalker.sandbox.server import Server
from floorwalker.testing.stripe_bench import KEY, MovableClock
from floorwalker.testing.stripe_contract import contract

VERSION = "1.52.0"
HOME = Path(__file__).parents[2] / ".tools" / "stripe-cli"
FETCHED = HOME / "node_modules" / "@stripe" / "cli-linux-x64" / "bin" / "stripe"

EVENTS = [
    "charge.captured",
    "charge.dispute.created",
    "charge.failed",
    "charge.refunded",
    "charge.succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.completed",
    "checkout.session.expired",
    "payment_intent.amount_capturable_updated",
    "payment_intent.canceled",
    "payment_intent.created",
    "payment_intent.payment_failed",
    "payment_intent.requires_action",
    "payment_intent.succeeded",
]


def _fetched() -> Path:
    if not FETCHED.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        packages = [f"@stripe/cli@{VERSION}", f"@stripe/cli-linux-x64@{VERSION}"]
        command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(HOME), *packages]
        fetched = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        if fetched.returncode:
            pytest.skip(f"npm could not install the Stripe CLI: {fetched.stderr.strip()[-200:]}")
    return FETCHED


@pytest.fixture(scope="module")
def cli():
    if os.environ.get("STRIPE_CLI"):
        return Path(os.environ["STRIPE_CLI"])
    if not (os.environ.get("CI") == "true" or os.environ.get("FLOORWALKER_STRIPE_CLI") == "1"):
        pytest.skip("set STRIPE_CLI to the Stripe CLI, or FLOORWALKER_STRIPE_CLI=1 to have npm fetch it")
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed")
    return _fetched()


@pytest.fixture
def server():
    server = Server(Sandbox(key=KEY, clock=MovableClock()), 0).start()
    yield server
    server.close()


@pytest.mark.parametrize("event", EVENTS)
def test_trigger(cli, server, tmp_path, event):
    sandbox = server.sandbox
    command = [str(cli), "trigger", event, "--api-key", KEY, "--api-base", sandbox.context.base]
    environ = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "STRIPE_CLI_TELEMETRY_OPTOUT": "1"}
    ran = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60, check=False)
    assert "Trigger succeeded" in ran.stdout, ran.stdout + ran.stderr
    sandbox.clock.move(60)  # delayed payments come in
    sandbox.sweep()
    events = list(sandbox.context.store.all("event"))
    assert event in {told["type"] for told in events}
    assert [problem for told in events for problem in contract().object(told)] == []
