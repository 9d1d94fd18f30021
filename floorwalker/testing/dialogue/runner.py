"""Plays a script against the running shop and compares after every step."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from floorwalker.cli.chat_client import ChatClient, Event, actions_of
from floorwalker.errors import BadFile
from floorwalker.testing.dialogue.agent import DeskHand
from floorwalker.testing.dialogue.compare import Names, contains, differences
from floorwalker.testing.dialogue.script import Script, Step
from floorwalker.testing.dialogue.session import lay_back
from floorwalker.testing.dialogue.state import look
from floorwalker.testing.dialogue.world import World

OUTCOMES = {
    "payment.succeeded": "pay",
    "payment.declined": "decline",
    "payment.challenged": "challenge",
    "payment.expired": "expire",
}
UNITS = {"s": 1, "sec": 1, "min": 60, "h": 3600, "hour": 3600, "hours": 3600, "day": 86400, "days": 86400}
PUSH_SECONDS = 30
ERRORS = ("utter_error_unexpected", "utter_error_unavailable")


@dataclass
class Failure(Exception):
    """A step that went otherwise."""

    script: Script
    number: int
    line: int
    act: str
    lines: Sequence[str]
    state: str = ""

    def __str__(self) -> str:
        head = f"FAIL {self.script.name}   step {self.number}, line {self.line}   {self.act}"
        again = f"  again  make conversations ONLY={self.script.name}"
        return "\n".join([head, *(f"  {line}" for line in self.lines), f"  state  {self.state}", again])


@dataclass
class Player:
    """One conversation in play."""

    world: World
    script: Script
    people: Path
    names: Names = field(default_factory=Names)

    def play(self) -> None:
        """Raises Failure at the first step that goes otherwise."""
        self.world.reset()
        self.client = ChatClient(self.world.stack.web, locale=self.script.given.get("language", "en"))
        try:
            self.client.open()
            self._give()
            self._play()
        finally:
            self.client.http.close()

    def _play(self) -> None:
        for number, step in enumerate(self.script.steps, 1):
            self._step(number, step)
        self.world.settle()
        problems = list(self._state(self.script.at_end))
        if problems:
            self._fail(len(self.script.steps), Step(1, "finally", ""), problems, [])

    def _give(self) -> None:
        given, conversation = self.script.given, self.client.conversation
        self.world.stock_up(given.get("stock") or {})
        self.world.set_values(given.get("settings") or {})
        if "now" in given:
            self.world.open_at(self._moment(str(given["now"])))
        if "customer" in given:
            people = yaml.safe_load(self.people.read_text(encoding="utf-8"))
            self.world.introduce(conversation, people[given["customer"]])
        for order in given.get("orders") or ():
            self.world.buy(conversation, order)
        self.client.history_since()

    def _moment(self, written: str) -> datetime:
        """Of a date and time as the shop's own clock shows it."""
        try:
            moment = datetime.fromisoformat(written)
        except ValueError:
            raise BadFile((f"{self.script.name}: given.now: {written!r} is no time; write 2027-03-01 10:00",)) from None
        return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(self.world.zone))

    def _step(self, number: int, step: Step) -> None:
        before = set(self.client.screen)
        events = [event for event in self._act(step) if event["from"] != "shopper"]
        fresh = [event for event in events if event["key"] not in before]
        replaced = [event for event in events if event["key"] in before]
        problems = [
            *self._bot(step, fresh),
            *self._updates(step, replaced),
            *self._slots(step),
            *self._state(step.state),
        ]
        if problems:
            self._fail(number, step, problems, fresh)

    def _act(self, step: Step) -> list[Event]:
        value = self.names.filled(step.value)
        if step.act == "shopper":
            return self.client.say(str(value))
        if step.act == "taps":
            title, fields = next(iter(value.items())) if isinstance(value, dict) else (value, {})
            return self.client.tap(self._title(str(title)), fields)
        if step.act == "wait":
            self.world.wait(seconds(str(value)))
            return self.client.history_since()
        if step.act == "event":
            name, target = next(iter(value.items()))
            return self._event(name, target, expects=bool(step.bot is None or step.bot or step.updates))
        if step.act == "agent":
            DeskHand(self.world, self.client.conversation).act(value)
            self.world.settle()
            return self.client.history_since()
        raise BadFile((f"{self.script.name}.yml:{step.line}: {step.act} is not supported yet",))

    def _event(self, name: str, target: Any, expects: bool) -> list[Event]:
        if name == "repeated":
            self.world.deliver_again()
        elif name == "stock.received":
            self.world.stock_up(target)
        elif name == "session.expired":
            assert lay_back(self.world.stack, self.client.conversation, seconds(str(target))), "Rasa knows nothing yet"
        elif name in OUTCOMES:
            self.world.at_bank(str(target), OUTCOMES[name])
        else:
            raise BadFile((f"{self.script.name}: event {name} is not supported yet",))
        events = self.client.wait_push(PUSH_SECONDS) if expects else []
        self.world.settle()
        return [*events, *self.client.history_since()]

    def _title(self, wanted: str) -> str:
        titles = list(self.client.buttons())
        fits = [title for title in titles if title == wanted] or [t for t in titles if t.startswith(wanted)]
        return fits[0] if fits else wanted

    def _bot(self, step: Step, events: Sequence[Event]) -> Iterator[str]:
        if step.bot is None:
            if step.updates:
                return
            if not events or any(self._row(event).response in ERRORS for event in events):
                yield "bot: silence or an error"
            return
        wanted, found = list(step.bot), list(events)
        if len(wanted) != len(found):
            yield f"bot: wanted {len(wanted)} messages, found {len(found)}"
        for number, (one, event) in enumerate(zip(wanted, found, strict=False), 1):
            yield from self._message(one, event, f"bot {number}")

    def _message(self, wanted: Mapping[str, Any], event: Event, where: str) -> Iterator[str]:
        found = self._found(event)
        rest = {key: value for key, value in wanted.items() if key not in ("text", "buttons")}
        yield from differences(rest, found, self.names, where)
        for part in _listed(self.names.filled(wanted.get("text"))):
            if str(part) not in str(found["text"]):
                yield f"{where}.text: {part!r} is not in {found['text']!r}"
        if "buttons" in wanted:
            yield from differences(wanted["buttons"], found["buttons"], self.names, f"{where}.buttons")

    def _found(self, event: Event) -> dict[str, Any]:
        body = event["msg"]
        card = dict(body)
        if body["type"] in ("payment", "receipt") and "order" in body:
            card["payment"] = self.world.payment_of(body["order"])
        for total in (row for row in body.get("sums", ()) if row.get("kind") == "total"):
            card.setdefault("total", total)
        titles = [action["title"] for action in actions_of(body)]
        row = self._row(event)
        return {"response": row.response, "card": card, "text": body.get("text", ""), "buttons": titles,
                "from": event["from"]}  # fmt: skip

    def _row(self, event: Event) -> Any:
        return self.world.log.rows.get(self.client.conversation, event["seq"])

    def _updates(self, step: Step, replaced: Sequence[Event]) -> Iterator[str]:
        by_type = {event["msg"]["type"]: event["msg"] for event in replaced}
        if step.updates:
            yield from differences(dict(step.updates), by_type, self.names, "updates")

    def _slots(self, step: Step) -> Iterator[str]:
        if step.slots:
            yield from differences(dict(step.slots), self.world.slots(self.client.conversation), self.names, "slots")

    def _state(self, wanted: Mapping[str, Any]) -> Iterator[str]:
        found = look(self.world, self.client.conversation, wanted)
        for name, value in wanted.items():
            if name == "outbox":
                yield from contains(value, found[name], self.names, name)
            else:
                yield from differences(value, found[name], self.names, name)

    def _fail(self, number: int, step: Step, problems: Sequence[str], events: Sequence[Event]) -> None:
        said = [f"+ {self._row(event).response}  {str(event['msg'].get('text'))[:120]}" for event in events]
        parts = look(self.world, self.client.conversation, ("cart", "order", "ledger"))
        state = " · ".join(f"{name} {value}" for name, value in parts.items())
        raise Failure(self.script, number, step.line, f"{step.act}: {step.value}", [*problems, *said], state)


def seconds(words: str) -> int:
    """`5 min` as 300."""
    hit = re.fullmatch(r"(\d+)\s*([a-z]+)", words.strip())
    if not hit or hit[2] not in UNITS:
        raise BadFile((f"wait: {words!r} is no time; write 30 s, 5 min, 2 h or 1 day",))
    return int(hit[1]) * UNITS[hit[2]]


def _listed(value: Any) -> Sequence[Any]:
    if value is None:
        return ()
    return value if isinstance(value, list) else [value]
