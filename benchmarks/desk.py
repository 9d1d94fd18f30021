"""`python -m benchmarks desk`: how soon the other side sees it, with 200 conversations open and 20 agents."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Barrier
from uuid import uuid4

import httpx

from benchmarks.turns import quantile
from floorwalker.bootstrap import open_shop
from floorwalker.bootstrap_staff import open_staff
from floorwalker.cli.chat_client import ChatClient
from floorwalker.domain.handoff import Agent
from floorwalker.testing.dialogue import stack

OPEN, AGENTS, ROUNDS = 200, 20, 10
LONGEST_SECONDS = 10.0
REAL = {"FLOORWALKER_TEST_CLOCK": ""}
"""The time as a shop that serves people reads it, not from its database."""
PASSWORD = "a lantern in the larch"


@dataclass
class Listener:
    """One event stream; `heard` is set by every line of data, `seen` holds them. `queue`: what a console fetches."""

    url: str
    headers: dict[str, str]
    queue: str = ""
    seen: list[str] = field(default_factory=list)
    page: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=30, trust_env=False))
    heard: threading.Condition = field(default_factory=threading.Condition)
    _changed: threading.Event = field(default_factory=threading.Event)

    def refresh(self, over: threading.Event) -> None:
        """Fetches the queue anew when it has changed, as desk.js does."""
        while not over.is_set():
            if self._changed.wait(1):
                time.sleep(random.uniform(0.15, 0.5))
                self._changed.clear()
                self.page.get(self.queue, headers=self.headers).raise_for_status()
                time.sleep(0.5)

    def listen(self, over: threading.Event) -> None:
        waits = httpx.Timeout(10, read=60)
        with suppress(httpx.HTTPError), httpx.stream("GET", self.url, headers=self.headers, timeout=waits) as answer:
            for line in answer.iter_lines():
                if line.startswith(("data:", "event:")):
                    with self.heard:
                        self.seen.append(line)
                        self.heard.notify_all()
                if line == "event: queue":
                    self._changed.set()
                if '"ack": true' in line:
                    self.received(json.loads(line[5:])["seq"])
                if over.is_set():
                    return

    def received(self, seq: int) -> None:
        """Says what is on the shopper's screen, as the widget does."""
        address = f"{self.url.rpartition('/')[0]}/received"
        self.page.post(address, json={"seq": seq}, headers=self.headers).raise_for_status()

    def wait(self, wanted: Callable[[str], bool], since: int) -> None:
        """Raises TimeoutError where it does not come."""
        end = time.monotonic() + LONGEST_SECONDS
        with self.heard:
            while not any(map(wanted, self.seen[since:])):
                if not self.heard.wait(end - time.monotonic()) or time.monotonic() > end:
                    raise TimeoutError(self.url)


@dataclass
class Pair:
    """A shopper and the agent who has the conversation, each with an open stream."""

    web: str
    shopper: ChatClient
    agent: httpx.Client
    csrf: str
    console: Listener
    chat: Listener

    def shopper_types(self) -> None:
        self.shopper._post("/chat/typing", {})

    def agent_types(self) -> None:
        headers = {"hx-request": "true", "x-csrf": self.csrf}
        assert self.agent.post(f"/desk/{self.shopper.conversation}/typing", headers=headers).status_code == 204

    def from_shopper(self) -> float:
        """Milliseconds until the agent's page is told the entry of its transcript that the shopper wrote."""
        words, since = uuid4().hex, len(self.console.seen)
        started = time.perf_counter()
        body = {"id": words, "message": words, "metadata": {}}
        self.shopper._post("/webhooks/web/webhook", body)
        self.console.wait(lambda line: words in line, since)
        return (time.perf_counter() - started) * 1000

    def from_agent(self) -> float:
        """Milliseconds until the shopper's stream holds what the agent wrote."""
        words, since = uuid4().hex, len(self.chat.seen)
        started = time.perf_counter()
        form = {"csrf": self.csrf, "words": words}
        said = self.agent.post(f"/desk/{self.shopper.conversation}/say", data=form, headers={"hx-request": "true"})
        assert said.status_code == 204
        self.chat.wait(lambda line: words in line, since)
        return (time.perf_counter() - started) * 1000


WAYS = (
    ("shopper writes → agent's page", Pair.shopper_types, Pair.from_shopper),
    ("agent writes → shopper's stream", Pair.agent_types, Pair.from_agent),
)


def rows(folder: Path, model: Path) -> list[tuple[str, str, str]]:
    """(what, how many, p50 / p95 in ms): each pair at a moment of its own in every second, then all in one instant."""
    running = stack.running(folder / "desk", model, more=REAL)
    with running as shop, opened(shop) as pairs, ThreadPoolExecutor(AGENTS) as pool:
        found = []
        for how, wait in (("", own_moment), (", all in one instant", Barrier(AGENTS).wait)):
            for what, types, act in WAYS:
                several = partial(_several, types, wait, act)
                times = [ms for run in pool.map(several, pairs) for ms in run]
                found.append((what + how, str(len(times)), f"{quantile(times, 0.5):.0f} / {quantile(times, 0.95):.0f}"))
        return found


def _several(
    types: Callable[[Pair], None], wait: Callable[[], object], act: Callable[[Pair], float], pair: Pair
) -> list[float]:
    times = []
    for _ in range(ROUNDS):
        types(pair)
        wait()
        times.append(act(pair))
        time.sleep(1)  # people think between two messages
    return times


def own_moment() -> None:
    """People do not act in the same millisecond."""
    time.sleep(random.uniform(0, 1))


@contextmanager
def opened(shop: stack.Stack) -> Iterator[Sequence[Pair]]:
    """200 open conversations, 20 of them in the hands of an agent each."""
    inside, staff, over = open_shop(shop.environ), open_staff(shop.environ), threading.Event()
    inside.desk.open_desk("open")
    for conversation in (str(uuid4()) for _ in range(OPEN - AGENTS)):
        inside.customers.ensure(conversation, "web")
        inside.handoffs.ask(conversation)
    pairs = [_pair(shop, inside, staff, number) for number in range(AGENTS)]
    listeners = [one for pair in pairs for one in (pair.console, pair.chat)]
    consoles = [pair.console for pair in pairs]
    work = [*(one.listen for one in listeners), *(one.refresh for one in consoles)]
    threads = [threading.Thread(target=one, args=(over,), daemon=True) for one in work]
    for thread in threads:
        thread.start()
    time.sleep(3)
    try:
        yield pairs
    finally:
        over.set()


def _pair(shop: stack.Stack, inside: object, staff: object, number: int) -> Pair:
    shopper = ChatClient(shop.web)
    shopper.open()
    name = f"agent-{number}"
    token = staff.set_up(staff.add(name, "agent"), name, PASSWORD).token  # type: ignore[attr-defined]
    member = next(one for one in staff.members() if one.name == name)  # type: ignore[attr-defined]
    inside.desk.take_over(shopper.conversation, Agent(member.id, name))  # type: ignore[attr-defined]
    agent = httpx.Client(base_url=shop.web, cookies={"fw_staff": token}, timeout=30, trust_env=False)
    page = agent.get(f"/desk/{shopper.conversation}").text
    csrf = page.split('name="csrf" value="', 1)[1].split('"', 1)[0]
    agent.headers["origin"] = shop.web
    place, read = (page.split(f'data-{name}="', 1)[1].split('"', 1)[0] for name in ("place", "read"))
    address = f"{shop.web}/desk/events?conversation={shopper.conversation}&place={place}&read={read}"
    console = Listener(address, {"cookie": f"fw_staff={token}"}, f"{shop.web}/desk/{shopper.conversation}?part=queue")
    chat = Listener(f"{shop.web}/chat/events", {"authorization": f"Bearer {shopper.token}"})
    return Pair(shop.web, shopper, agent, csrf, console, chat)
