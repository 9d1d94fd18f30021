"""Child processes of `floorwalker up`: started in order, watched, restarted a few times, ended together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import requests

LEASH = Path(__file__).with_name("leash.py")
RESTARTS_A_MINUTE = 5
STOP_SECONDS = 20


class TooManyRestarts(Exception):
    """A process that cannot stay up; its log says why."""


@dataclass
class Child:
    """A command with its health address; what it prints goes to its log file."""

    name: str
    command: Sequence[str]
    health: str
    environ: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    deaths: deque[float] = field(default_factory=deque)
    cwd: Path | None = None

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, str(LEASH), str(os.getpid()), *self.command]
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(  # noqa: S603
                command, stdout=out, stderr=out, stdin=subprocess.DEVNULL, env=dict(self.environ),
                start_new_session=True, cwd=self.cwd,
            )  # fmt: skip

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def healthy(self) -> bool:
        try:
            return requests.get(self.health, timeout=2).status_code == 200
        except requests.RequestException:
            return False

    def restart(self, now: float) -> None:
        """Ends what is left of its group first. Raises TooManyRestarts after five deaths within a minute."""
        self.kill()
        self.deaths.append(now)
        while self.deaths and now - self.deaths[0] > 60:
            self.deaths.popleft()
        if len(self.deaths) > RESTARTS_A_MINUTE:
            raise TooManyRestarts(f"{self.name} does not stay up; see {self.log}")
        self.start()

    def stop(self) -> None:
        """Asks the whole group to end, then makes it."""
        if self.process is None:
            return
        with suppress(ProcessLookupError, subprocess.TimeoutExpired):
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(timeout=STOP_SECONDS)
        self.kill()

    def kill(self) -> None:
        """Ends the whole group at once, also what a dead leader left behind."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def last_words(self, lines: int = 15) -> str:
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-lines:])


def never() -> bool:
    return False


def wait_healthy(
    children: Sequence[Child], seconds: float, tell: Callable[[str], None], over: Callable[[], bool] = never
) -> bool:
    """Waits until every child answers; tells each as it comes. False: one died, time ran out, or it is `over`."""
    waiting, end = list(children), time.monotonic() + seconds
    while waiting and time.monotonic() < end and not over():
        for child in [c for c in waiting if c.healthy()]:
            waiting.remove(child)
            tell(f"{child.name} is up")
        if any(not child.alive() for child in waiting):
            return False
        time.sleep(0.2)
    return not waiting


def watch(children: Sequence[Child], over: Callable[[], bool], tell: Callable[[str], None]) -> None:
    """Restarts what dies until `over`. Raises TooManyRestarts."""
    while not over():
        for child in children:
            if not child.alive():
                tell(f"{child.name} ended; starting it again")
                child.restart(time.monotonic())
        time.sleep(0.5)
