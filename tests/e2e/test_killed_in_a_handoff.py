"""Rasa, actions and web are killed hard while talks stand at every stage of a handoff: no word is lost or doubled, the
order stays, exactly one answers, and afterwards the assistant goes on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

import httpx
import pytest

from floorwalker.bootstrap import open_desk, open_shop
from floorwalker.cli.chat_client import ChatClient
from floorwalker.domain.handoff import Agent
from floorwalker.errors import HandoffMoved
from floorwalker.testing.dialogue.world import World
from tests.e2e.buyers import wait_until

MARTA = Agent("agent-1", "Marta")
PATIENCE, SETTLED = 150, 120
OPENED: list[ChatClient] = []


@dataclass
class Talk:
    """A shopper and an agent in one conversation; `wrote`, `answered`: every word of either side, in order."""

    world: World
    client: ChatClient
    wrote: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)

    @classmethod
    def begins(cls, world: World) -> Talk:
        talk = cls(world, ChatClient(world.stack.web))
        talk.client.open()
        OPENED.append(talk.client)
        return talk

    @property
    def id(self) -> str:
        return self.client.conversation

    def writes(self, words: str) -> None:
        """Posts until it is taken, under one id, as the widget does."""
        body = {"id": uuid4().hex, "metadata": {"locale": "en"}, "message": words}
        headers = {"authorization": f"Bearer {self.client.token}"}
        insist(lambda: self.client.http.post(f"{self.client.base}/webhooks/web/webhook", json=body, headers=headers))
        self.wrote.append(words)

    def answers(self, words: str) -> None:
        self.desk().say(self.id, MARTA, words)
        self.answered.append(words)

    def takes(self) -> None:
        self.desk().take(self.episode().id, MARTA)

    def gives_back(self) -> None:
        self.desk().give_back(self.episode().id, MARTA)

    def desk(self):
        return open_desk(self.world.stack.environ, open_shop(self.world.stack.environ))

    def episode(self):
        found = open_shop(self.world.stack.environ).handoffs.current(self.id)
        assert found is not None
        return found

    def rows(self):
        return self.world.log.rows.since(self.id, 0)

    def said_by(self, author: str) -> list[str]:
        return [str(row.body["text"]) for row in self.rows() if row.author == author]


def insist(post: Callable[[], httpx.Response]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if post().status_code < 300:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.3)
    raise AssertionError("the message was never taken")


def asked(world: World) -> Talk:
    talk = Talk.begins(world)
    talk.writes("I want to talk to a human")
    wait_until(lambda: talk.world.log.rows.owner(talk.id) == "queued")
    return talk


def taken(world: World) -> Talk:
    talk = asked(world)
    talk.takes()
    return talk


def answered(world: World) -> Talk:
    talk = taken(world)
    talk.answers("Marta here, what is it?")
    return talk


def told(world: World) -> Talk:
    talk = answered(world)
    talk.writes("my zip broke")
    return talk


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    while OPENED:
        OPENED.pop().http.close()


STAGES: dict[str, Callable[[World], Talk]] = {"queued": asked, "taken": taken, "answered": answered, "told": told}


@pytest.fixture
def talks(world: World) -> Sequence[Talk]:
    open_shop(world.stack.environ).desk.open_desk("open")
    return [begin(world) for begin in STAGES.values()]


@pytest.mark.parametrize("process", ["rasa", "actions", "web"])
def test_a_process_dies_at_every_stage(world: World, talks: Sequence[Talk], process: str) -> None:
    returned, asking = told(world), Talk.begins(world)
    world.stack.pause("rasa")
    returned.gives_back()  # Rasa has not heard of it
    world.stack.kill(process)
    world.stack.resume("rasa")
    for number, talk in enumerate(talks[1:]):  # words of both sides while it is dead
        talk.answers(f"still here {number}")
    world.stack.start(process)
    asking.writes("get me a person please")
    wait_until(lambda: world.log.rows.owner(asking.id) == "queued", SETTLED)
    for talk in (*talks, asking):
        goes_on(talk)
    world.settle(SETTLED)
    for talk in (*talks, asking, returned):
        the_assistant_answers_again(talk)
        nothing_is_lost_doubled_or_out_of_order(talk)


def goes_on(talk: Talk) -> None:
    """One owner at a time, and both can still write."""
    assert talk.world.log.rows.owner(talk.id) in ("queued", "human")
    talk.writes("are you still there?")
    talk.answers("yes, and now I give you back")
    assert talk.episode().assignee == MARTA.id
    talk.gives_back()
    with pytest.raises(HandoffMoved):
        talk.gives_back()


def the_assistant_answers_again(talk: Talk) -> None:
    before = len(talk.said_by("bot"))
    talk.writes("show my cart")
    wait_until(lambda: len(talk.said_by("bot")) > before, SETTLED)
    talk.world.settle(SETTLED)
    assert talk.rows() and "utter_cart_empty" in [row.response for row in talk.rows()]


def nothing_is_lost_doubled_or_out_of_order(talk: Talk) -> None:
    assert talk.said_by("shopper") == talk.wrote
    assert talk.said_by("agent") == talk.answered
    rows = talk.rows()
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    first = next(row.seq for row in rows if row.author == "agent") if talk.answered else len(rows)
    back = next(row.seq for row in rows if row.body["type"] == "handover" and row.body["state"] == "given_back")
    between = [row.response for row in rows if row.author == "bot" and first < row.seq < back]
    assert between == [], "the assistant spoke while a person answered"


def test_five_hundred_words_of_each_side_while_web_dies_twice(world: World) -> None:
    open_shop(world.stack.environ).desk.open_desk("open")
    talks = [taken(world) for _ in range(10)]
    heard: dict[str, list[int]] = {talk.id: [] for talk in talks}
    for number in range(50):
        if number in (17, 34):
            world.stack.restart("web")
        for talk in talks:
            talk.answers(f"agent {number}")
            talk.writes(f"shopper {number}")
        if number % 10 == 9:
            for talk in talks:
                reads(talk, heard[talk.id])
    world.settle(SETTLED)
    for talk in talks:
        reads(talk, heard[talk.id])
        assert talk.said_by("shopper")[1:] == [f"shopper {n}" for n in range(50)]
        assert talk.said_by("agent") == [f"agent {n}" for n in range(50)]
        agents = [row.seq for row in talk.rows() if row.author == "agent"]
        came = [seq for seq in heard[talk.id] if seq in set(agents)]
        assert came == agents, "each word of the agent came to the screen once, in order"


def reads(talk: Talk, seqs: list[int]) -> None:
    """The screen reads on from where it was, however often the shop was away."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            seqs += [int(event["seq"]) for event in talk.client.history_since()]
            return
        except (httpx.HTTPError, OSError):
            time.sleep(0.3)
    raise AssertionError("the stream never came back")
