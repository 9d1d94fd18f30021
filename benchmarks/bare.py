"""The yardstick: what `rasa init` makes, with one custom action and an SQL tracker store."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import httpx
import rasa
import yaml

from floorwalker.cli.processes import Child, wait_healthy
from floorwalker.testing.dialogue.stack import free_ports

ACTION = '''
from rasa_sdk import Action


class ActionHelloWorld(Action):
    def name(self):
        return "action_hello_world"

    def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text="Hello World!")
        return []
'''
LINES = ("hi", "i am sad", "yes", "are you a bot", "hello", "great", "bye", "hey")


@dataclass
class Bare:
    """The running bare bot, spoken to over Rasa's REST channel."""

    base: str
    children: list[Child]
    train_seconds: float
    start_seconds: float
    http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=120, trust_env=False))

    def shopper(self) -> BareShopper:
        return BareShopper(self)


@dataclass
class BareShopper:
    bot: Bare
    sender: str = field(default_factory=lambda: uuid4().hex)

    def say(self, text: str) -> None:
        body = {"sender": self.sender, "message": text}
        self.bot.http.post(f"{self.bot.base}/webhooks/rest/webhook", json=body).raise_for_status()


@contextmanager
def running(folder: Path, environ: dict[str, str]) -> Iterator[Bare]:
    """Writes, trains and starts it."""
    rasa_port, actions_port = free_ports(2)
    _write(folder, actions_port)
    trained = _train(folder, environ)
    started = time.monotonic()
    with ExitStack() as ends:
        children = _children(folder, environ, rasa_port, actions_port)
        for child in children:
            child.start()
            ends.callback(child.stop)
        if not wait_healthy(children, 240, lambda _: None):
            raise RuntimeError("the bare bot did not start:\n" + "\n".join(c.last_words() for c in children))
        yield Bare(f"http://127.0.0.1:{rasa_port}", children, trained, time.monotonic() - started)


def _write(folder: Path, actions_port: int) -> None:
    shutil.copytree(Path(rasa.__file__).parent / "cli" / "initial_project", folder)
    (folder / "actions" / "actions.py").write_text(ACTION)
    domain = yaml.safe_load((folder / "domain.yml").read_text())
    (folder / "domain.yml").write_text(yaml.safe_dump({**domain, "actions": ["action_hello_world"]}, sort_keys=False))
    for name in ("rules.yml", "stories.yml"):
        path = folder / "data" / name
        path.write_text(path.read_text().replace("utter_greet", "action_hello_world"))
    store = {"type": "SQL", "dialect": "sqlite", "db": str(folder / "tracker.db")}
    endpoints = {"action_endpoint": {"url": f"http://127.0.0.1:{actions_port}/webhook"}, "tracker_store": store}
    (folder / "endpoints.yml").write_text(yaml.safe_dump(endpoints))
    (folder / "credentials.yml").write_text("rest:\n")


def _train(folder: Path, environ: dict[str, str]) -> float:
    started = time.monotonic()
    command = [sys.executable, "-m", "rasa", "train"]
    subprocess.run(command, cwd=folder, env=environ, check=True, capture_output=True, timeout=900)
    return time.monotonic() - started


def _children(folder: Path, environ: dict[str, str], rasa_port: int, actions_port: int) -> list[Child]:
    inside = {**environ, "PYTHONPATH": str(folder)}
    server = [sys.executable, "-m", "rasa", "run", "--port", str(rasa_port), "--interface", "127.0.0.1",
              "--model", str(folder / "models"), "--endpoints", str(folder / "endpoints.yml"),
              "--credentials", str(folder / "credentials.yml")]  # fmt: skip
    actions = [sys.executable, "-m", "rasa_sdk", "--actions", "actions", "--port", str(actions_port)]
    health = f"http://127.0.0.1:{rasa_port}/", f"http://127.0.0.1:{actions_port}/health"
    return [
        Child("rasa", server, health[0], inside, folder / "rasa.log", cwd=folder),
        Child("actions", actions, health[1], inside, folder / "actions.log", cwd=folder),
    ]
