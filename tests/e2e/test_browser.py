"""The purchase in a real browser at a phone's size, with accessibility checked on the way."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from floorwalker.testing.dialogue.world import World

ROOT = Path(__file__).parents[2]
CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser")


def browser_is_there() -> bool:
    """Node, a browser, and what the scripts import."""
    scripts = (ROOT / "web/widget/node_modules/puppeteer-core").exists()
    return bool(shutil.which("node")) and any(Path(place).exists() for place in CHROMIUM) and scripts


@pytest.mark.skipif(not browser_is_there(), reason="needs node, chromium, and `npm ci` in web/widget")
def test_a_shopper_buys_on_a_phone_and_axe_finds_nothing(world: World, tmp_path: Path) -> None:
    pay = [sys.executable, "-m", "floorwalker", "sandbox", "pay", "--last"]
    told = [f"{name}={value}" for name, value in world.stack.environ.items() if name in SHARED]
    command = shlex.join(["env", *told, *pay])
    script = ["node", "tests/e2e/browser/purchase.mjs", world.stack.web, command, str(tmp_path / "pictures")]
    done = subprocess.run(script, cwd=ROOT, capture_output=True, text=True, timeout=240)
    assert (done.stdout.splitlines(), done.stderr, done.returncode) == ([], "", 0)


SHARED = ("FLOORWALKER_DATA", "SANDBOX_PORT", "SANDBOX_KEY", "WEB_PORT", "RASA_PORT", "ACTIONS_PORT")
