"""`floorwalker up` itself: called off in the middle of its start, killed without a word, and a taken port."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from floorwalker.testing.dialogue.stack import FOREIGN, free_ports
from tests.e2e.buyers import wait_until

ROOT = Path(__file__).parents[2]
NAMES = ("WEB_PORT", "SANDBOX_PORT", "RASA_PORT", "ACTIONS_PORT")


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    ports = dict(zip(NAMES, map(str, free_ports(4)), strict=True))
    return {**kept, **ports, "FLOORWALKER_DATA": str(tmp_path / "var"), "PYTHONUNBUFFERED": "1"}


@contextmanager
def starting(environ: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """`up`, as far as its first process that answers."""
    command = [sys.executable, "-m", "floorwalker", "up"]
    with subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert next(line for line in process.stdout if line.strip().endswith(" is up"))
        yield process


def closed(environ: dict[str, str]) -> bool:
    """Nobody listens on any of the ports."""
    for name in NAMES:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", int(environ[name]))) == 0:
                return False
    return True


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_called_off_during_the_start_it_closes_at_once(environ: dict[str, str], sign: signal.Signals) -> None:
    with starting(environ) as process:
        process.send_signal(sign)
        assert "Closing the shop." in process.communicate(timeout=60)[0]
    assert process.returncode == 0 and closed(environ)
    assert not (Path(environ["FLOORWALKER_DATA"]) / "run.json").exists()


def test_killed_without_a_word_it_leaves_nobody_behind(environ: dict[str, str]) -> None:
    with starting(environ) as process:
        process.kill()
    wait_until(lambda: closed(environ), 60)


def test_what_it_writes_is_its_owners_alone(environ: dict[str, str]) -> None:
    with starting(environ) as process:
        data = Path(environ["FLOORWALKER_DATA"])
        open_to_others = [path.name for path in (data, *data.rglob("*")) if path.stat().st_mode & 0o077]
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert open_to_others == ["search.db"]  # it holds what stands on the pages, and lies in a closed folder


def test_a_taken_port_is_named_before_anything_starts(environ: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(environ["RASA_PORT"])))
        taken.listen()
        command = [sys.executable, "-m", "floorwalker", "up"]
        ran = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 2 and "RASA_PORT" in ran.stderr
