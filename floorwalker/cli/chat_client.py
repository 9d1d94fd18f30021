"""A shopper's client for the web channel: what the widget does, for terminals, tests and benchmarks."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from floorwalker.errors import Unavailable

Event = dict[str, Any]
TURN_SECONDS = 90
CONTROLS = ("turn_end", "typing", "handover")
"""What a screen shows otherwise than as a message."""


class NoSuchButton(Exception):
    """Nothing on the screen has that title; names what there is."""


class Refused(Exception):
    """The server did not take the message: its words."""


@dataclass
class ChatClient:
    """One conversation. `screen` holds the messages as they stand now, by key; `seen` is the last event's number."""

    base: str
    token: str | None = None
    conversation: str = ""
    seen: int = 0
    locale: str = "en"
    screen: dict[str, Event] = field(default_factory=dict)
    http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=30, trust_env=False))

    def open(self, metadata: dict[str, str] | None = None) -> None:
        """Starts or goes on with the conversation and reads its history. Raises Unavailable when the shop is closed."""
        body = {"token": self.token, "metadata": {"locale": self.locale, **(metadata or {})}}
        answer = self._post("/chat/session", body).json()
        self.token, self.conversation = answer["token"], answer["conversation"]

    def say(self, text: str) -> list[Event]:
        """Writes and returns what came back until the turn ended."""
        return self._turn({"message": text})

    def tap(self, title: str, fields: Mapping[str, str] | None = None) -> list[Event]:
        """Taps the newest button of that title; `fields`: what its form holds."""
        action = self._button(title)
        return self._turn({"action": action["id"], "title": action["title"], "fields": {**(fields or {})}})

    def buttons(self) -> dict[str, Event]:
        """Every button on the screen by title, newer ones first."""
        found: dict[str, Event] = {}
        for event in reversed(list(self.screen.values())):
            for action in actions_of(event["msg"]):
                found.setdefault(action["title"], action)
        return found

    def wait_push(self, seconds: float) -> list[Event]:
        """What comes by itself until the next turn ends; [] when nothing came in time."""
        return self._collect(lambda event: event["msg"]["type"] == "turn_end", seconds)

    def history(self) -> list[Event]:
        """Everything stored so far, from the first message on."""
        self.seen, self.screen = 0, {}
        return self.history_since()

    def history_since(self) -> list[Event]:
        """What is stored and not seen yet, without waiting for more."""
        return self._collect(lambda _: False, 0.4)

    def _turn(self, body: dict[str, Any]) -> list[Event]:
        client_id = uuid4().hex
        mine: list[int] = []
        events: list[Event] = []
        with self._stream(TURN_SECONDS) as stream:
            self._post("/webhooks/web/webhook", {"id": client_id, "metadata": {"locale": self.locale}, **body})
            for event in stream:
                if event.get("client") == client_id:
                    mine.append(event["seq"])
                elif event["msg"]["type"] == "turn_end" and event["msg"]["reply_to"] in mine:
                    return events
                elif event["msg"]["type"] not in CONTROLS:
                    events.append(event)
        raise Unavailable()

    def _collect(self, last: Any, seconds: float) -> list[Event]:
        events: list[Event] = []
        with self._stream(seconds) as stream:
            for event in stream:
                if last(event):
                    break
                if event["msg"]["type"] not in CONTROLS:
                    events.append(event)
        return events

    @contextmanager
    def _stream(self, seconds: float) -> Iterator[Iterator[Event]]:
        headers = {"authorization": f"Bearer {self.token}", "last-event-id": str(self.seen)}
        timeout = httpx.Timeout(10, read=max(seconds, 0.1))
        with self.http.stream("GET", f"{self.base}/chat/events", headers=headers, timeout=timeout) as answer:
            answer.raise_for_status()
            yield self._events(answer, time.monotonic() + seconds)

    def _events(self, answer: httpx.Response, end: float) -> Iterator[Event]:
        try:
            for line in answer.iter_lines():
                if line.startswith("data:"):
                    yield self._seen(json.loads(line[5:]))
                if time.monotonic() > end:
                    return
        except httpx.ReadTimeout:
            return

    def _seen(self, event: Event) -> Event:
        if event.get("ack"):
            self._post("/chat/received", {"seq": event["seq"]})
        self.seen = max(self.seen, event["seq"])
        if event["msg"]["type"] not in CONTROLS:
            self.screen.pop(event["key"], None)
            self.screen[event["key"]] = event
        return event

    def _button(self, title: str) -> Event:
        buttons = self.buttons()
        if title not in buttons or "id" not in buttons[title]:
            raise NoSuchButton(f"no button “{title}”; there is: {', '.join(buttons) or 'none'}")
        return buttons[title]

    def _post(self, path: str, body: dict[str, Any]) -> httpx.Response:
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        for pause in (0.5, 1, 2, 4, 8, 0):
            try:
                answer = self.http.post(f"{self.base}{path}", json=body, headers=headers)
            except httpx.HTTPError as error:
                raise Unavailable() from error
            if answer.status_code != 503 or not pause:
                break
            time.sleep(pause)
        if answer.status_code >= 400:
            raise Refused(f"{answer.status_code} {answer.text}")
        return answer


def actions_of(body: Any) -> Iterator[Event]:
    """Every button in a message, wherever it stands."""
    if isinstance(body, list):
        for item in body:
            yield from actions_of(item)
    elif isinstance(body, dict):
        if "title" in body and ("id" in body or body.get("kind") == "url"):
            yield body
        for value in body.values():
            yield from actions_of(value)
