"""Exactly one answers, whoever acts at the same moment: on SQLite and, where TEST_DATABASE_URL is set, PostgreSQL.

HANDOFF_TRIES sets how often each is tried; `make nightly` tries a thousand times.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from floorwalker.adapters.seal import FernetSealer
from floorwalker.adapters.sql.transcript import SqlTranscript
from floorwalker.conversations.desk import Desk
from floorwalker.conversations.log import MessageLog
from floorwalker.conversations.turns import Turns
from floorwalker.conversations.wording import Wording
from floorwalker.domain.handoff import Agent, Support
from floorwalker.domain.message import text
from floorwalker.domain.transcript import Inbound
from floorwalker.errors import TakenByOther
from floorwalker.testing.databases import database_urls
from floorwalker.testing.races import together
from floorwalker.testing.shop_bench import ShopBench

MARTA, JONAS = Agent("a1", "Marta"), Agent("a2", "Jonas")
TRIES = int(os.environ.get("HANDOFF_TRIES", "40"))
MESSAGES = 500
WORDS = Wording({"handoff_stay": {"en": "Stay"}}, {"utter_error_unavailable": {"en": "Something broke."}})


class House:
    """A shop with a log and a desk on one database."""

    def __init__(self, url: str) -> None:
        self.bench = ShopBench(url)
        sealer = FernetSealer(Fernet.generate_key())
        self.log = MessageLog(SqlTranscript(self.bench.engine), sealer)
        self.shop = self.bench.shop
        self.desk = Desk(self.shop.desk, self.log, WORDS, Support(), lambda: 0)

    def conversation(self, number: int) -> str:
        self.shop.customers.ensure(f"c{number}", "web")
        return f"c{number}"

    def rows(self, conversation: str) -> list[tuple[str, str]]:
        rows = self.log.rows.since(conversation, 0)
        return [(row.author, row.body.get("text") or row.body.get("state", row.body["type"])) for row in rows]


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    with database_urls(request.param, tmp_path) as url:
        if url is None:
            pytest.skip("TEST_DATABASE_URL is not set")
        house = House(url)
        yield house
        house.bench.close()


def test_two_agents_take_and_exactly_one_has_it(house: House) -> None:
    for number in range(TRIES):
        handoff = house.shop.handoffs.ask(house.conversation(number)).handoff
        results = together(*(partial(house.desk.take, handoff.id, agent) for agent in (MARTA, JONAS)))
        assert Counter(type(one).__name__ for one in results) == {"Handoff": 1, "TakenByOther": 1}
        found = house.shop.desk.get(handoff.id)
        winner = next(one for one in results if not isinstance(one, TakenByOther))
        assert found and (found.state, found.assignee) == ("human", winner.assignee)


def test_two_agents_write_into_the_same_talk_and_exactly_one_is_heard(house: House) -> None:
    for number in range(TRIES):
        conversation = house.conversation(number)
        results = together(*(partial(house.desk.say, conversation, a, a.name) for a in (MARTA, JONAS)))
        assert Counter(type(one).__name__ for one in results) == {"Row": 1, "TakenByOther": 1}
        spoken = [words for author, words in house.rows(conversation) if author == "agent"]
        found = house.shop.handoffs.current(conversation)
        assert found and spoken == [found.assignee_name]


def test_eight_ask_at_once_and_there_is_one_episode(house: House) -> None:
    conversation = house.conversation(1)
    results = together(*[partial(house.shop.handoffs.ask, conversation)] * 8)
    assert len({one.handoff.id for one in results}) == 1
    assert len(house.shop.desk.listed("queued")) == 1


def test_the_assistant_says_nothing_after_a_person_has_taken_the_talk(house: House) -> None:
    for number in range(TRIES):
        conversation = house.conversation(number)
        say = partial(house.log.say_as, "assistant", conversation, text("I am the bot."), "bot")
        take = partial(house.desk.say, conversation, MARTA, "Marta here.")
        together(take, *[say] * 3)
        authors = [author for author, _ in house.rows(conversation)]
        after = authors[authors.index("agent") :]
        assert "bot" not in after
        assert say() is None and [a for a, _ in house.rows(conversation)] == authors


def test_a_message_that_comes_with_the_take_over_is_answered_by_one(house: House) -> None:
    turns = Turns(house.log, WORDS)
    for number in range(TRIES):
        conversation = house.conversation(number)
        accepted = turns.accept(Inbound(conversation, "m1", "hello"))
        claim, _ = together(partial(turns.claim, accepted.row), partial(house.shop.desk.take_over, conversation, MARTA))
        row = house.log.rows.get(conversation, accepted.row.seq)
        assert row and row.state == ("handed" if claim == "mine" else "done" if claim == "over" else "received")
        if claim == "later":
            assert turns.claim(accepted.row) == "over"
        turns.finish(accepted.row, answered=False)
        assert "bot" not in [author for author, _ in house.rows(conversation)]


def test_the_shopper_leaves_while_an_agent_comes(house: House) -> None:
    for number in range(TRIES):
        handoff = house.shop.handoffs.ask(house.conversation(number)).handoff
        together(partial(house.shop.handoffs.cancel, f"c{number}"), partial(house.desk.take, handoff.id, MARTA))
        found = house.shop.desk.get(handoff.id)
        assert found and (found.state, found.outcome) in (("abandoned", "canceled"), ("given_back", "left"))
        assert house.log.rows.owner(f"c{number}") == "assistant"


def test_an_agent_is_not_heard_after_giving_back(house: House) -> None:
    for number in range(TRIES):
        conversation = house.conversation(number)
        handoff = house.shop.desk.take_over(conversation, MARTA)
        say = partial(house.log.say_as, MARTA.id, conversation, text("One more thing."), "agent", name=MARTA.name)
        together(say, partial(house.desk.give_back, handoff.id, MARTA))
        rows = house.rows(conversation)
        assert ("agent", "One more thing.") not in rows[rows.index(("system", "given_back")) :]
        assert say() is None and house.rows(conversation) == rows


def test_every_screen_is_told_once(house: House) -> None:
    handoff = house.shop.handoffs.ask(house.conversation(1)).handoff
    together(*[house.desk.run_due] * 6)
    assert house.rows("c1") == [("system", "queued")]
    house.desk.take(handoff.id, MARTA)
    together(*[house.desk.run_due] * 6)
    assert house.rows("c1") == [("system", "queued"), ("system", "human")]


def test_five_hundred_messages_of_each_side_are_kept_once_and_in_order(house: House) -> None:
    conversation = house.conversation(1)
    turns = Turns(house.log, WORDS)
    house.shop.desk.take_over(conversation, MARTA)

    def shopper() -> None:
        for number in range(MESSAGES):
            for _ in range(1 + number % 2):  # every second one comes twice
                turns.accept(Inbound(conversation, f"m{number}", f"shopper {number}"))

    def agent() -> None:
        for number in range(MESSAGES):
            house.desk.say(conversation, MARTA, f"agent {number}")

    assert together(shopper, agent) == [None, None]
    for side in ("shopper", "agent"):
        said = [words for author, words in house.rows(conversation) if author == side]
        assert said == [f"{side} {number}" for number in range(MESSAGES)]
