"""What `floorwalker up` starts ends with it, whatever ends it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from floorwalker.cli import up
from floorwalker.cli.processes import Child, wait_healthy
from floorwalker.errors import BadSettings
from floorwalker.settings import Settings

LONG = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(600)"]
NOBODY = "http://127.0.0.1:9/"
STARTER = """
import sys, time
from pathlib import Path
from floorwalker.cli.processes import Child
Child("child", {command!r}, "", {{}}, Path({log!r})).start()
time.sleep(600)
"""
GROWS = """
import subprocess, sys
subprocess.Popen([sys.executable, "-c", "import time; print('up', flush=True); time.sleep(600)"])
"""


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    """A log that is at its end only when everybody who writes to it has ended."""
    os.mkfifo(tmp_path / "log")
    return tmp_path / "log"


def test_a_child_ends_with_a_parent_that_was_killed(pipe: Path) -> None:
    starter = STARTER.format(command=LONG, log=str(pipe))
    with subprocess.Popen([sys.executable, "-c", starter]) as parent, pipe.open() as said:
        assert said.readline() == "up\n"
        parent.kill()
        assert said.read() == ""


def test_what_a_dead_process_left_behind_is_ended_too(pipe: Path) -> None:
    child = Child("child", [sys.executable, "-c", GROWS], NOBODY, {}, pipe)
    reader = subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE, text=True)
    child.start()
    assert reader.stdout is not None and reader.stdout.readline() == "up\n"
    assert child.process is not None and child.process.wait() == 0
    child.kill()
    assert reader.communicate()[0] == ""


def test_a_start_that_is_called_off_is_not_waited_for(tmp_path: Path) -> None:
    child = Child("child", LONG, NOBODY, {}, tmp_path / "log")
    child.start()
    assert not wait_healthy([child], 600, lambda _: None, over=lambda: True)
    child.stop()
    assert child.process is not None and child.process.returncode == -15


def test_a_second_shop_in_the_same_folder_is_refused_by_name(tmp_path: Path) -> None:
    with up._alone(tmp_path), pytest.raises(BadSettings, match="FLOORWALKER_DATA"), up._alone(tmp_path):
        raise AssertionError("two shops in one folder")


def test_no_secret_stands_among_the_processes_where_all_users_can_read_it(tmp_path: Path) -> None:
    environ = up.per_run({"FLOORWALKER_DATA": str(tmp_path)}, Settings.read({}))
    children = up.build(Settings.read(environ), environ, tmp_path / "model")
    words = " ".join(word for child in children for word in child.command)
    assert [name for name in ("RASA_TOKEN", "SANDBOX_KEY", "STRIPE_WEBHOOK_SECRET") if environ[name] in words] == []


def test_several_workers_share_their_locks_in_redis() -> None:
    where = {"DATABASE_URL": "postgresql+psycopg2://u@db/shop", "REDIS_URL": "rediss://me:p%40ss@cache:6380/3"}
    settings = Settings.read({**where, "RASA_WORKERS": "2"})
    assert up.endpoints(settings)["lock_store"] == {
        "type": "redis", "url": "cache", "port": 6380, "db": 3, "username": "me", "password": "p@ss", "use_ssl": True,
    }  # fmt: skip
    rasa = next(c for c in up.build(settings, up.per_run(where, settings), Path("m")) if c.name == "rasa")
    assert rasa.environ["SANIC_WORKERS"] == "2"


def test_forwarded_addresses_are_believed_only_of_named_proxies() -> None:
    assert up._proxies(Settings.read({})) == ["--no-proxy-headers"]
    named = Settings.read({"TRUSTED_PROXIES": "10.0.0.0/8"})
    assert up._proxies(named) == ["--proxy-headers", "--forwarded-allow-ips", "10.0.0.0/8"]
