"""A CRM hears of each conversation once it is quiet: what it was about and what came of it, and no word of it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select

from floorwalker.adapters.seal import FernetSealer
from floorwalker.adapters.sql import tables_talk as t
from floorwalker.adapters.sql.transcript import SqlTranscript
from floorwalker.conversations.log import MessageLog
from floorwalker.conversations.mood import Mood, read_lists
from floorwalker.conversations.timeline import Timeline
from floorwalker.conversations.wording import Wording, skills
from floorwalker.domain.handoff import Agent, Support
from floorwalker.domain.message import text
from floorwalker.domain.transcript import Entry
from floorwalker.testing.shop_bench import ShopBench

DATA = Path("data")


class House:
    def __init__(self, crm: str = "webhook") -> None:
        self.bench = ShopBench()
        store = replace(self.bench.shop.store, support=Support(crm=crm, quiet_minutes=30))
        object.__setattr__(self.bench.shop.handoffs, "store", store)
        rows = SqlTranscript(self.bench.engine)
        self.log = MessageLog(rows, FernetSealer(Fernet.generate_key()))
        self.later = 0
        mood = Mood(read_lists(DATA), lambda _: 0.0)
        parts = (self.bench.books, rows, store, Wording.load(DATA), skills(DATA), mood, "https://shop.example")
        self.timeline = Timeline(*parts, lambda: int(time.time()) + self.later)

    def shopper(self, words: str, conversation: str = "c1") -> None:
        self.bench.shop.customers.ensure(conversation, "web", "", conversation, locale="en")
        self.log.write(Entry(conversation, "in", "shopper", text(words), state="done"))

    def bot(self, response: str, conversation: str = "c1") -> None:
        self.log.say(conversation, text("an answer"), response=response)

    def told(self, event: str = "conversation.quiet") -> list[dict[str, Any]]:
        query = select(t.outbox.c.payload).where(t.outbox.c.sink == "crm:webhook").order_by(t.outbox.c.id)
        with self.bench.engine.connect() as db:
            found = [json.loads(payload) for payload in db.execute(query).scalars()]
        return [one for one in found if one["event"] == event]


@pytest.fixture
def house() -> Iterator[House]:
    house = House()
    yield house
    house.bench.close()


def test_a_talk_is_told_of_once_when_it_is_quiet(house: House) -> None:
    house.shopper("show me jackets, mail anna@example.com")
    house.bot("utter_cart_added")
    house.later = 29 * 60
    assert house.timeline.sweep() == 0
    house.later = 31 * 60
    assert (house.timeline.sweep(), house.timeline.sweep()) == (1, 0)
    (entry,) = house.told()
    assert (entry["skills"], entry["outcome"]) == (["cart"], "assistant")
    assert entry["messages"] == {"bot": 1, "shopper": 1}
    assert entry["summary"] == "The talk was about the cart. The assistant answered alone."
    assert entry["link"] == "https://shop.example/desk/c1"
    assert "jackets" not in json.dumps(entry) and "anna" not in json.dumps(entry)


def test_a_talk_that_goes_on_is_told_of_again(house: House) -> None:
    house.shopper("hello")
    house.later = 31 * 60
    house.timeline.sweep()
    house.shopper("I am back, this is the third time, useless")
    assert house.timeline.sweep() == 1
    first, second = house.told()
    assert first["conversation"] == second["conversation"] and second["messages"] == {"shopper": 2}
    assert first["mood"] == 0 < second["mood"]


def test_what_came_of_it(house: House) -> None:
    house.shopper("a jacket please", "c1")
    house.bench.paid("c1")
    house.shopper("a human please", "c2")
    handoff = house.bench.shop.handoffs.ask("c2").handoff
    house.bench.shop.desk.take(handoff.id, Agent("a1", "Marta"))
    house.shopper("call me", "c3")
    house.bench.shop.handoffs.request_callback("c3", "anna@example.com", "yes")
    house.later = 31 * 60
    assert house.timeline.sweep() == 3
    found = {one["conversation"]: one for one in house.told()}
    assert {name: one["outcome"] for name, one in found.items()} == {"c1": "ordered", "c2": "person", "c3": "callback"}
    assert len(found["c1"]["orders"]) == 1 and "€" in found["c1"]["summary"] and found["c2"]["handoff"] == handoff.id


def test_a_page_that_was_opened_and_left_is_no_talk(house: House) -> None:
    house.bench.shop.customers.ensure("c1", "web", "", "c1")
    house.bot("utter_greet")
    house.later = 31 * 60
    assert house.timeline.sweep() == 0 and house.told() == []


def test_without_a_crm_nothing_is_kept() -> None:
    house = House(crm="")
    house.shopper("hello")
    house.later = 31 * 60
    assert house.timeline.sweep() == 0 and house.told() == []
    house.bench.close()


def test_every_skill_and_outcome_has_its_words() -> None:
    labels = Wording.load(DATA).labels
    assert {f"crm_skill_{one}" for one in skills(DATA).values()} - {"crm_skill_smalltalk"} <= set(labels)
