"""Reads a conversation file; an unknown key is refused, naming the known ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from floorwalker.errors import BadFile

TOP = ("conversation", "given", "steps", "finally")
GIVEN = ("shop", "stock", "orders", "settings", "customer", "channel", "language", "now")
ORDER = ("lines", "state", "fulfilment")
ACTS = ("shopper", "taps", "event", "wait", "agent")
EXPECTED = ("bot", "updates", "slots", "state")
STATE = ("cart", "stock", "order", "orders", "ledger", "handoff", "outbox", "profile", "callbacks")
MESSAGE = ("response", "card", "text", "buttons", "from")
EVENTS = (
    "payment.succeeded", "payment.declined", "payment.challenged", "payment.expired", "order.shipped",
    "stock.received", "session.expired", "repeated",
)  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One act and what must come of it. `bot` None: anything but silence or an error."""

    line: int
    act: str
    value: Any
    bot: Sequence[Mapping[str, Any]] | None = None
    updates: Mapping[str, Any] = field(default_factory=dict)
    slots: Mapping[str, Any] = field(default_factory=dict)
    state: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Script:
    """A conversation: what is given, its steps, what must hold at the end."""

    name: str
    title: str
    given: Mapping[str, Any]
    steps: tuple[Step, ...]
    at_end: Mapping[str, Any]


def read(path: Path, root: Path) -> Script:
    """The script of a file; its name is the path below `root` without ending. Raises BadFile with every problem."""
    text = path.read_text(encoding="utf-8")
    raw, lines = yaml.safe_load(text), _step_lines(text)
    name = str(path.relative_to(root).with_suffix(""))
    problems = _Problems(name)
    if not isinstance(raw, dict):
        raise BadFile((f"{name}: not a mapping",))
    problems.keys("the file", raw, TOP, 1)
    problems.keys("given", raw.get("given") or {}, GIVEN, 1)
    _given(raw.get("given") or {}, problems)
    problems.keys("finally", raw.get("finally") or {}, STATE, 1)
    steps = tuple(_step(step, line, problems) for step, line in zip(raw.get("steps") or (), lines, strict=True))
    if not raw.get("conversation"):
        problems.add(1, "conversation: a sentence that says what happens is missing")
    problems.raise_any()
    return Script(name, str(raw["conversation"]), raw.get("given") or {}, steps, raw.get("finally") or {})


def _given(given: Mapping[str, Any], problems: _Problems) -> None:
    """An order of before needs lines, and a shopper whose it is."""
    for order in given.get("orders") or ():
        problems.keys("given.orders", order, ORDER, 1)
        if not order.get("lines"):
            problems.add(1, "given.orders: lines are missing; write lines: {SKU: pieces}")
    if given.get("orders") and not given.get("customer"):
        problems.add(1, "given.orders: whose? name a customer of people.yml")


class _Problems:
    def __init__(self, name: str) -> None:
        self.name, self.found = name, list[str]()

    def add(self, line: int, words: str) -> None:
        self.found.append(f"{self.name}.yml:{line}: {words}")

    def keys(self, where: str, value: Any, known: Sequence[str], line: int) -> None:
        for key in value if isinstance(value, dict) else ():
            if key not in known:
                self.add(line, f"{where}: unknown key {key!r}; known are {', '.join(known)}")

    def raise_any(self) -> None:
        if self.found:
            raise BadFile(tuple(self.found))


def _step(raw: Any, line: int, problems: _Problems) -> Step:
    if not isinstance(raw, dict):
        problems.add(line, "a step is a mapping")
        return Step(line, "shopper", "")
    problems.keys("step", raw, (*ACTS, *EXPECTED), line)
    acts = [act for act in ACTS if act in raw]
    if len(acts) != 1:
        problems.add(line, f"a step has exactly one of {', '.join(ACTS)}")
        return Step(line, "shopper", "")
    problems.keys("state", raw.get("state") or {}, STATE, line)
    if acts[0] == "event":
        problems.keys("event", raw["event"], EVENTS, line)
    bot = None if "bot" not in raw else [_message(message, line, problems) for message in raw["bot"]]
    rest = {name: raw.get(name) or {} for name in ("updates", "slots", "state")}
    return Step(line, acts[0], raw[acts[0]], bot, **rest)


def _message(raw: Any, line: int, problems: _Problems) -> Mapping[str, Any]:
    if isinstance(raw, str):
        return {"response": raw}
    problems.keys("message", raw, MESSAGE, line)
    return dict(raw)


def _step_lines(text: str) -> list[int]:
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        if key.value == "steps":
            return [item.start_mark.line + 1 for item in value.value]
    return []
