"""Wake-ups over Redis: whoever writes a row of a conversation tells the event streams at once.

They are a hint and nothing more: what is lost is found by the streams' own look at the table. The library comes with
Rasa; where it is missing, `open_wakes` names the setting.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import structlog

log = structlog.get_logger()

CHANNEL = "floorwalker:rows"
WAIT_SECONDS = 1.0
QUIET_SECONDS = 5.0
"""After a failure nothing is told for so long: a dead Redis must not slow the writers."""


@dataclass
class RedisWakes:
    """`redis` is the library. Telling never raises; hearing returns after a second at the latest."""

    redis: Any
    url: str
    _quiet_until: float = 0.0
    _heard: Any = None
    _client: Any = field(init=False)

    def __post_init__(self) -> None:
        waits = {"socket_timeout": WAIT_SECONDS, "socket_connect_timeout": WAIT_SECONDS}
        self._client = self.redis.Redis.from_url(self.url, **waits)

    def tell(self, conversation: str) -> None:
        """There are new rows."""
        if time.monotonic() < self._quiet_until:
            return
        try:
            self._client.publish(CHANNEL, conversation)
        except self.redis.RedisError as no:
            self._quiet_until = time.monotonic() + QUIET_SECONDS
            log.warning("wakes.untold", why=type(no).__name__)

    def hear(self, wake: Callable[[str], None], seconds: float = WAIT_SECONDS) -> None:
        """Waits for one wake-up; to be called again and again by one thread."""
        try:
            if self._heard is None:
                heard = self._client.pubsub(ignore_subscribe_messages=True)
                heard.subscribe(CHANNEL)
                self._heard = heard
            message = self._heard.get_message(timeout=seconds)
        except self.redis.RedisError as no:
            log.warning("wakes.unheard", why=type(no).__name__)
            self.close()
            time.sleep(QUIET_SECONDS)
            return
        if message:
            wake(message["data"].decode())

    def close(self) -> None:
        heard, self._heard = self._heard, None
        if heard is not None:
            heard.close()


def open_wakes(url: str) -> RedisWakes | None:
    """None without a Redis, or without its library."""
    if not url:
        return None
    try:
        return RedisWakes(import_module("redis"), url)
    except ImportError:
        log.error("setting.unusable", setting="REDIS_URL", remedy="install redis; streams look by themselves")
        return None
