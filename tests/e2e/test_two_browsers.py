"""A shopper and an agent in two browsers: fed up at the till, taken, helped, given back, paid."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from floorwalker.bootstrap import open_shop
from floorwalker.testing.dialogue.world import World
from tests.e2e.test_browser import ROOT, SHARED, browser_is_there
from tests.e2e.test_every_page import signed_in


@pytest.mark.skipif(not browser_is_there(), reason="needs node, chromium, and `npm ci` in web/widget")
def test_fed_up_at_the_till_taken_helped_given_back_and_paid(world: World, tmp_path: Path) -> None:
    open_shop(world.stack.environ).desk.open_desk("open")
    told = [f"{name}={value}" for name, value in world.stack.environ.items() if name in SHARED]
    pays = shlex.join(["env", *told, sys.executable, "-m", "floorwalker", "sandbox", "pay", "--last"])
    cookie = signed_in(world, "Marta")["fw_staff"]
    pictures = os.environ.get("PICTURES") or str(tmp_path)
    script = ["node", "tests/e2e/browser/desk.mjs", world.stack.web, cookie, pays, pictures]
    done = subprocess.run(script, cwd=ROOT, capture_output=True, text=True, timeout=240)
    if done.returncode or done.stderr:
        pytest.fail(done.stderr + done.stdout, pytrace=False)
    assert open_shop(world.stack.environ).desk.listed("given_back")[0].reason == "frustrated"
