"""One whole shop for a test run: free ports, a data folder of its own, the clock of the shop can be moved.

With STACK=postgres it stands on PostgreSQL (TEST_DATABASE_URL, a schema of its own that is dropped afterwards) and
Redis (TEST_REDIS_URL), with two Rasa workers.
"""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from floorwalker.cli import up
from floorwalker.cli.processes import Child, wait_healthy
from floorwalker.settings import Settings
from floorwalker.testing.databases import database_urls

START_SECONDS = 240
FOREIGN = ("STRIPE_", "DATABASE_URL", "PUBLIC_URL", "REDIS_URL", "RASA_WORKERS", "TRUSTED_PROXIES")
"""Settings of a developer's own shop."""


@dataclass
class Stack:
    """The running processes and the environment they share."""

    environ: Mapping[str, str]
    settings: Settings
    children: list[Child] = field(default_factory=list)

    @property
    def web(self) -> str:
        return f"http://127.0.0.1:{self.settings.web_port}"

    @property
    def sandbox(self) -> str:
        return f"http://127.0.0.1:{self.settings.sandbox_port}"

    def child(self, name: str) -> Child:
        return next(child for child in self.children if child.name == name)

    def restart(self, name: str) -> None:
        """Ends a process hard and starts it again."""
        self.kill(name)
        self.start(name)

    def start(self, name: str) -> None:
        """Starts a process that was killed, and waits until it answers."""
        child = self.child(name)
        child.start()
        assert wait_healthy([child], START_SECONDS, _silent), child.last_words()

    def kill(self, name: str) -> None:
        """Ends a process hard, as a crash would."""
        self.child(name).kill()

    def pause(self, name: str) -> None:
        """Lets a process stand still in the middle of what it does: a seam in time."""
        self._signal(name, signal.SIGSTOP)

    def resume(self, name: str) -> None:
        """Goes on; a killed one stays dead."""
        with suppress(ProcessLookupError):
            self._signal(name, signal.SIGCONT)

    def _signal(self, name: str, sign: signal.Signals) -> None:
        process = self.child(name).process
        assert process is not None
        os.killpg(process.pid, sign)


@contextmanager
def running(
    folder: Path, model: Path, more: Mapping[str, str] | None = None, kind: str | None = None
) -> Iterator[Stack]:
    """Starts everything and ends it; `kind` in place of STACK. Raises RuntimeError with the last words of a process
    that did not start."""
    with ExitStack() as ends:
        services = ends.enter_context(_services(folder, kind or os.environ.get("STACK", "sqlite")))
        environ = _environ(folder, {**services, **(more or {})})
        up.prepare(environ)
        settings = Settings.read(environ)
        stack = Stack(environ, settings, up.build(settings, environ, model))
        for child in stack.children:
            child.start()
            ends.callback(child.stop)
        if not wait_healthy(stack.children, START_SECONDS, _silent):
            dead = next((c for c in stack.children if not c.healthy()), stack.children[0])
            raise RuntimeError(f"{dead.name} did not start:\n{dead.last_words(30)}")
        yield stack


@contextmanager
def _services(folder: Path, kind: str) -> Iterator[dict[str, str]]:
    """Settings of the databases of that kind."""
    if kind == "sqlite":
        yield {}
        return
    if kind != "postgres" or not os.environ.get("TEST_REDIS_URL"):
        raise RuntimeError("STACK must be sqlite or postgres; postgres needs TEST_DATABASE_URL and TEST_REDIS_URL")
    with database_urls("postgresql", folder) as url:
        if url is None:
            raise RuntimeError("STACK=postgres needs TEST_DATABASE_URL")
        yield {"DATABASE_URL": url, "REDIS_URL": os.environ["TEST_REDIS_URL"], "RASA_WORKERS": "2"}


def free_ports(count: int) -> list[int]:
    """Ports that are free now."""
    with ExitStack() as open_until_known:
        sockets = [open_until_known.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def _environ(folder: Path, more: Mapping[str, str]) -> dict[str, str]:
    names = ("RASA_PORT", "ACTIONS_PORT", "WEB_PORT", "SANDBOX_PORT")
    ports = dict(zip(names, map(str, free_ports(len(names))), strict=True))
    clock = folder / "sandbox-clock"
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(FOREIGN)}
    environ = {
        **inherited, **ports, "FLOORWALKER_DATA": str(folder), "FLOORWALKER_TEST_CLOCK": "1",
        "SANDBOX_CLOCK_FILE": str(clock), **more,
    }  # fmt: skip
    return up.per_run(environ, Settings.read(environ))


def _silent(_: str) -> None:
    return None
