"""`floorwalker up`: migrates, seeds, makes secrets, starts every process, waits, prints one address."""

from __future__ import annotations

import argparse
import fcntl
import os
import secrets
import signal
import socket
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml

import floorwalker.cli.run_file as run_file
from floorwalker.cli.processes import Child, TooManyRestarts, wait_healthy, watch
from floorwalker.errors import BadSettings
from floorwalker.settings import Settings

START_SECONDS = 300
MOST_CONNECTIONS = 2000
MOST_BYTES = 4_000_000
"""The largest request that Rasa reads: a vendor's webhook (Meta: 3 MB) and some more."""
PORTS = ("RASA_PORT", "ACTIONS_PORT", "WEB_PORT", "SANDBOX_PORT")


def add(commands: Any) -> None:
    parser = commands.add_parser("up", help="start the shop and everything behind it")
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    environ = dict(os.environ)
    settings = Settings.read(environ)
    _check_ports(settings)
    model = _model()
    environ = per_run(environ, settings)
    os.umask(0o077)  # the databases, logs and keys are the owner's alone
    with _alone(settings.data):
        prepare(environ)
        children = build(Settings.read(environ), environ, model)
        run_file.write(environ)
        try:
            return _serve(children, settings, environ)
        finally:
            run_file.remove(environ)


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """One shop a data folder. Raises BadSettings when another has it."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (data / "up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            problem = f"FLOORWALKER_DATA: a shop is open in {data}; close it or name another folder"
            raise BadSettings((problem,)) from None
        yield


def per_run(environ: Mapping[str, str], settings: Settings) -> dict[str, str]:
    """The children's environment: secrets of this run, quiet libraries, one thread each for numeric code."""
    fresh = {
        "RASA_TOKEN": settings.rasa_token or secrets.token_urlsafe(24),
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "SANIC_HOST": "127.0.0.1",
        "TICKET_LOCK_LIFETIME": "30",
        "PYTHONUNBUFFERED": "1",
    }
    if settings.payment_mode == "sandbox":
        fresh["SANDBOX_KEY"] = f"sk_test_{secrets.token_hex(16)}"
        fresh["STRIPE_WEBHOOK_SECRET"] = f"whsec_{secrets.token_hex(24)}"
    return {**environ, **fresh}


def prepare(environ: Mapping[str, str]) -> None:
    """Migrates; takes in the sample shop where there is none; writes the endpoints that Rasa reads."""
    from floorwalker.bootstrap import migrate, seed

    settings = Settings.read(environ)
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    migrate(environ)
    seed(environ)
    written = settings.data / "endpoints.yml"
    written.touch(mode=0o600)
    written.chmod(0o600)  # it names the databases with their passwords
    written.write_text(yaml.safe_dump(endpoints(settings)))


def endpoints(settings: Settings) -> dict[str, Any]:
    """Rasa's endpoints.yml: our action server, our choice of variants, a tracker store of its own that begins chapters,
    and shared locks where Redis is set."""
    tracker = settings.database_url
    if tracker.startswith("sqlite"):
        tracker = f"sqlite:///{(settings.data / 'tracker.db').resolve()}"
    return {
        "action_endpoint": {"url": f"http://127.0.0.1:{settings.actions_port}/webhook"},
        "nlg": {"type": "components.freshness.FreshResponses"},
        "tracker_store": {"type": "components.chapters.ChapterStore", "url": tracker},
        **({"lock_store": _locks(settings.redis_url)} if settings.redis_url else {}),
    }


def _locks(redis_url: str) -> dict[str, Any]:
    """Rasa's lock store over the Redis of that address."""
    parts = urlsplit(redis_url)
    return {
        "type": "redis",
        "url": parts.hostname or "localhost",
        "port": parts.port or 6379,
        "db": int(parts.path.strip("/") or 0),
        "username": unquote(parts.username) if parts.username else None,
        "password": unquote(parts.password) if parts.password else None,
        "use_ssl": parts.scheme == "rediss",
    }


def build(settings: Settings, environ: Mapping[str, str], model: Path) -> list[Child]:
    """The processes in their order."""
    python, logs, data = sys.executable, settings.data / "logs", settings.data
    rasa = [
        python, "-m", "components.launch", "run", "--enable-api",
        "--interface", "127.0.0.1", "--port", str(settings.rasa_port), "--model", str(model),
        "--endpoints", str(data / "endpoints.yml"), "--credentials", "credentials.yml",
    ]  # fmt: skip
    actions = [python, "-m", "components.launch_actions", "--actions", "actions", "--port", str(settings.actions_port)]
    web = [
        python, "-m", "uvicorn", "--factory", "web.app:create", "--host", environ.get("WEB_HOST", "127.0.0.1"),
        "--port", str(settings.web_port), "--log-level", "warning", "--timeout-graceful-shutdown", "3",
        "--no-server-header", "--ws", "none", "--limit-concurrency", str(MOST_CONNECTIONS), *_proxies(settings),
    ]  # fmt: skip
    told = {**environ, "SANIC_WORKERS": str(settings.rasa_workers), "SANIC_REQUEST_MAX_SIZE": str(MOST_BYTES)}
    children = [
        Child("web", web, _at(settings.web_port, "/health"), environ, logs / "web.log"),
        Child("actions", actions, _at(settings.actions_port, "/health"), environ, logs / "actions.log"),
        Child("rasa", rasa, _at(settings.rasa_port, "/webhooks/web/"), told, logs / "rasa.log"),
    ]
    if settings.payment_mode == "sandbox":
        children.insert(0, sandbox(settings, environ))
    return children


def _proxies(settings: Settings) -> list[str]:
    """Whose X-Forwarded-For counts: of nobody, unless the operator names the proxies."""
    if not settings.trusted_proxies:
        return ["--no-proxy-headers"]
    return ["--proxy-headers", "--forwarded-allow-ips", settings.trusted_proxies]


def sandbox(settings: Settings, environ: Mapping[str, str]) -> Child:
    """The embedded payment provider, which tells web what happened."""
    told = {
        **environ,
        "SANDBOX_PORT": str(settings.sandbox_port),
        "SANDBOX_DATA": str(settings.data / "sandbox.db"),
        "SANDBOX_WEBHOOK_URL": f"http://127.0.0.1:{settings.web_port}/stripe/webhook",
        "SANDBOX_WEBHOOK_SECRET": environ["STRIPE_WEBHOOK_SECRET"],
    }
    command, health = [sys.executable, "-m", "floorwalker.sandbox"], _at(settings.sandbox_port, "/health")
    return Child("sandbox", command, health, told, settings.data / "logs" / "sandbox.log")


def _serve(children: list[Child], settings: Settings, environ: Mapping[str, str]) -> int:
    over = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: over.set())
    try:
        for child in children:
            child.start()
        if not wait_healthy(children, START_SECONDS, _tell, over.is_set):
            return 0 if over.is_set() else _explain(children)
        print(f"\nThe shop is open: {settings.public_url}{_first_link(environ)}\n(Ctrl-C closes it.)", flush=True)
        watch(children, over.is_set, _tell)
    except TooManyRestarts as why:
        print(f"floorwalker: {why}", file=sys.stderr)
        return 1
    finally:
        print("Closing the shop.", flush=True)
        for child in reversed(children):
            child.stop()
    return 0


def _first_link(environ: Mapping[str, str]) -> str:
    """The way into the back office, as long as no merchant has chosen a password."""
    from floorwalker.bootstrap_staff import link_address, open_staff

    token = open_staff(environ).first_link()
    return f"\nYour office (this link works once, for 24 hours): {link_address(environ, token)}" if token else ""


def _explain(children: list[Child]) -> int:
    for child in children:
        if not child.alive():
            print(f"floorwalker: {child.name} did not start; the end of {child.log}:", file=sys.stderr)
            print(child.last_words(), file=sys.stderr)
            return 1
    slow = ", ".join(child.name for child in children if not child.healthy())
    print(f"floorwalker: not healthy after {START_SECONDS} s: {slow}", file=sys.stderr)
    return 1


def _check_ports(settings: Settings) -> None:
    """A taken port is named before anything starts."""
    taken = []
    for name in PORTS:
        port = getattr(settings, name.lower())
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                taken.append(f"{name}: port {port} is in use; end what uses it, or set {name} to another port")
    if taken:
        raise BadSettings(tuple(taken))


def _model() -> Path:
    models = sorted(Path("models").glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not models:
        raise BadSettings(("models/: no trained model; run `make train` first",))
    return models[-1]


def _at(port: int, path: str) -> str:
    return f"http://127.0.0.1:{port}{path}"


def _tell(words: str) -> None:
    print(f"  {words}", flush=True)
