"""Rasa as seen from the shop: business events go in as intents, webhooks are forwarded unread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import quote

import httpx
import structlog

from floorwalker.domain.handoff import Situation, situation
from floorwalker.domain.outbox import OutboxItem
from floorwalker.errors import Unavailable

log = structlog.get_logger()
SILENT_TRIES = 4
"""A push that said nothing is repeated this often: its action may have been down; one that knows the news is silent."""
PUSH_SECONDS = 45
"""How long a turn may take; below the outbox's lease."""
LOOK_SECONDS = 2
"""How long somebody waits for what is only good to know."""
EVENTS: Mapping[str, Sequence[Mapping[str, str]]] = {
    "pause": ({"event": "pause"},),
    "resume": ({"event": "resume"}, {"event": "action", "name": "action_listen"}),
}
"""`action_listen` closes the turn: without it the next message would fire the handoff again."""
HOP = frozenset({"host", "content-length", "connection", "transfer-encoding", "keep-alive", "upgrade", "cookie"})


class Log(Protocol):
    """The part of the message log that a push needs."""

    def channel(self, conversation: str) -> str | None:
        """The conversation's channel; None: no such conversation."""

    def said(self, conversation: str) -> int:
        """How many messages went out in it so far."""

    def person_owns(self, conversation: str) -> bool:
        """Whether the assistant must be silent."""

    def turn_end(self, conversation: str, reply_to: str) -> None: ...


@dataclass
class RasaSink:
    """Delivers an item by `trigger_intent` on the conversation's own channel; `pushable` are our connectors' names.

    `events` in place of an intent: the second lock of a handoff, put on (pause) or lifted (resume). News of the shop
    that come while a person answers are let through it for their own turn.
    """

    base: str
    token: str
    log: Log
    pushable: frozenset[str]
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=PUSH_SECONDS, trust_env=False))

    def deliver(self, item: OutboxItem) -> str:
        """Raises Unavailable while Rasa or its actions do not answer."""
        conversation = item.conversation or ""
        channel = self.log.channel(conversation)
        if channel not in self.pushable:
            return f"nobody to push to on {channel}"
        if "events" in item.payload:
            self._tell(conversation, EVENTS[str(item.payload["events"])])
            return f"{item.payload['events']} on {channel}"
        before = self.log.said(conversation)
        self._push(conversation, str(channel), item.payload)
        if self.log.said(conversation) == before and item.attempts < SILENT_TRIES:
            raise Unavailable()
        self.log.turn_end(conversation, f"outbox:{item.id}")
        return f"intent on {channel}"

    def _push(self, conversation: str, channel: str, payload: Mapping[str, object]) -> None:
        if not self.log.person_owns(conversation):
            return self._trigger(conversation, channel, payload)
        self._tell(conversation, EVENTS["resume"])
        try:
            return self._trigger(conversation, channel, payload)
        finally:
            self._tell(conversation, EVENTS["pause"])

    def _tell(self, conversation: str, events: Sequence[Mapping[str, str]]) -> None:
        self._post(f"/conversations/{conversation}/tracker/events", {}, list(events))

    def _trigger(self, conversation: str, channel: str, payload: Mapping[str, object]) -> None:
        entities = {f"{name}_id": value for name, value in payload.items() if name != "intent"}
        body = {"name": payload["intent"], "entities": entities}
        self._post(f"/conversations/{conversation}/trigger_intent", {"output_channel": channel}, body)

    def _post(self, path: str, params: Mapping[str, str], body: object) -> None:
        params = {**params, "token": self.token, "include_events": "NONE"}
        try:
            answer = self.client.post(f"{self.base}{path}", params=params, json=body)
        except httpx.HTTPError as error:
            raise Unavailable() from error
        if answer.status_code != 200:
            raise Unavailable()


def _for_one_look() -> httpx.Client:
    """Take-overs are too rare to keep a line open for them."""
    return httpx.Client(timeout=LOOK_SECONDS, trust_env=False, verify=False)  # noqa: S501  (plain HTTP on loopback)


@dataclass(frozen=True)
class RasaTracker:
    """What Rasa knows of a conversation. Agents wait for it: no longer than LOOK_SECONDS."""

    base: str
    token: str
    client: Callable[[], httpx.Client] = _for_one_look

    def doing(self, conversation: str) -> Situation:
        """The open form and what it has; nothing where Rasa does not answer in time."""
        params = {"token": self.token, "include_events": "NONE"}
        try:
            with self.client() as client:
                answer = client.get(f"{self.base}/conversations/{quote(conversation, safe='')}/tracker", params=params)
            answer.raise_for_status()
            known = answer.json()
            return situation((known.get("active_loop") or {}).get("name"), known.get("slots") or {})
        except (httpx.HTTPError, ValueError) as error:
            log.info("rasa.tracker_unread", conversation=conversation, why=type(error).__name__)
            return {}


@dataclass
class Forwarder:
    """Hands requests to Rasa on loopback and back, unread."""

    base: str
    client: httpx.AsyncClient = field(
        default_factory=lambda: httpx.AsyncClient(
            timeout=30, trust_env=False, limits=httpx.Limits(max_connections=200, max_keepalive_connections=50)
        )
    )

    async def send(self, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Raises Unavailable when Rasa does not answer."""
        kept = {name: value for name, value in headers.items() if name.lower() not in HOP}
        url = f"{self.base}{path}" + (f"?{query}" if query else "")
        try:
            answer = await self.client.request(method, url, headers=kept, content=body)
        except httpx.HTTPError as error:
            raise Unavailable() from error
        return Answer(answer.status_code, answer.headers.get("content-type", "text/plain"), answer.content)

    async def close(self) -> None:
        await self.client.aclose()


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    content_type: str
    body: bytes
