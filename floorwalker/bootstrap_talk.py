"""Wiring of the conversation's side: the log, the channels, the worker, the way to Rasa."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

from sqlalchemy.engine import Engine

from floorwalker.adapters.channels.web import Sessions, WebWire
from floorwalker.adapters.crms.webhook import WebhookSink
from floorwalker.adapters.rasa_http import Forwarder, RasaSink
from floorwalker.adapters.seal import FernetSealer
from floorwalker.adapters.signed_post import SignedPost
from floorwalker.adapters.sql.engine import open_engine
from floorwalker.adapters.sql.outbox_items import SqlOutbox
from floorwalker.adapters.sql.transcript import SqlTranscript
from floorwalker.adapters.wakes import RedisWakes
from floorwalker.adapters.wakes import open_wakes as connect_wakes
from floorwalker.adapters.wakes_local import SocketWakes, local_wakes
from floorwalker.conversations.guard import Guard
from floorwalker.conversations.log import MessageLog, nobody
from floorwalker.conversations.turns import Turns
from floorwalker.conversations.wording import Wording
from floorwalker.secrets import kept_secret
from floorwalker.services.outbox import OutboxWorker, Sink
from floorwalker.settings import Settings

PUSHABLE = frozenset({"web"})
Wakes = RedisWakes | SocketWakes
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Channel:
    """A channel's two halves: its wire, and the turns that all channels share."""

    wire: WebWire
    turns: Turns


def channel_of(name: str, environ: Mapping[str, str], guard: Guard) -> Channel:
    """Verify, parse and the conversation behind it; the guard stands before Rasa. Raises LookupError: no channel."""
    if name != "web":
        raise LookupError(f"no channel {name}; there is web")
    return Channel(WebWire(open_sessions(environ)), Turns(open_log(environ), open_wording(), guard=guard))


def open_sessions(environ: Mapping[str, str]) -> Sessions:
    """Signs and reads chat sessions with the shop's kept key."""
    return Sessions(kept_secret(_data(environ) / "secrets", "session.key"))


def open_log(environ: Mapping[str, str]) -> MessageLog:
    """The message log over the shop's database."""
    settings = Settings.read(environ)
    sealer = FernetSealer(kept_secret(settings.data / "secrets", "message.key"))
    wakes = wakes_of(settings.redis_url, settings.data)
    return MessageLog(SqlTranscript(engine_of(settings.database_url)), sealer, wakes.tell if wakes else nobody)


def open_wakes(environ: Mapping[str, str]) -> Wakes | None:
    """Wake-ups for the event streams: over Redis where it is set; None where the system has no way."""
    settings = Settings.read(environ)
    return wakes_of(settings.redis_url, settings.data)


@lru_cache(maxsize=1)
def open_wording() -> Wording:
    """All wording of the YAML files, in every language."""
    return Wording.load(ROOT / "data")


def open_worker(environ: Mapping[str, str], more: Mapping[str, Sink] | None = None) -> OutboxWorker:
    """The outbox worker with every sink that is set up; `more`: those of a helpdesk."""
    settings = Settings.read(environ)
    rasa = RasaSink(rasa_address(settings), settings.rasa_token, open_log(environ), PUSHABLE)
    sinks: dict[str, Sink] = {"rasa": rasa, **(more or {})}
    if settings.crm_url:
        sinks["crm:webhook"] = WebhookSink(SignedPost(settings.crm_url, settings.crm_secret))
    return OutboxWorker(SqlOutbox(engine_of(settings.database_url)), sinks, lambda: int(time.time()))


def open_forwarder(environ: Mapping[str, str]) -> Forwarder:
    """The way of a channel's webhook to Rasa."""
    return Forwarder(rasa_address(Settings.read(environ)))


def open_pictures() -> ModuleType:
    """Draws the sample shop's pictures: `svg(silhouette, colour)`, `png(silhouette, colour)`."""
    return import_module("floorwalker.pictures")


def rasa_address(settings: Settings) -> str:
    return f"http://127.0.0.1:{settings.rasa_port}"


@lru_cache(maxsize=8)
def engine_of(url: str) -> Engine:
    """One engine a process and database."""
    return open_engine(url)


@lru_cache(maxsize=8)
def wakes_of(url: str, data: Path) -> Wakes | None:
    """One way a process."""
    return connect_wakes(url) if url else local_wakes(data)


def _data(environ: Mapping[str, str]) -> Path:
    return Settings.read(environ).data
