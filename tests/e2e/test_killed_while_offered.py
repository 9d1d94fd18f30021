"""Processes are killed hard while a person is only offered: the offer still stands, an address is kept once, nobody is
queued unasked, and every message has one end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select

from floorwalker.adapters.sql import tables_talk as t
from floorwalker.bootstrap import open_shop
from floorwalker.cli.chat_client import Event, Refused
from floorwalker.errors import Unavailable
from floorwalker.testing.dialogue.world import World
from tests.e2e.buyers import Buyer, wait_until

WISH, MAIL = "I want to talk to a human", "ana@example.com"
SETTLED = 120
"""Seconds: a turn that was cut is taken up when its lease has run out."""


@pytest.mark.parametrize("process", ["rasa", "actions", "web"])
def test_a_process_dies_while_a_person_is_offered(world: World, process: str) -> None:
    open_shop(world.stack.environ).desk.open_desk("closed")
    offered, asked, left, cut = (Buyer.arrives(world) for _ in range(4))
    for one in (offered, asked, left):
        assert one.insist(WISH) == ["utter_handoff_closed"]
    for one in (asked, left):
        assert responses(one, one.client.tap("Leave an address")) == ["utter_ask_handoff_contact"]
    assert left.insist(MAIL) == ["utter_handoff_recorded"]

    world.stack.pause("actions")
    posts(cut, WISH)
    wait_until(lambda: turn_states(cut)[-1] == "handed")  # Rasa has it, nobody has acted
    world.stack.kill(process)
    world.stack.resume("actions")
    world.stack.start(process)
    world.settle(SETTLED)

    everyone = (offered, asked, left, cut)
    assert [world.log.rows.owner(one.client.conversation) for one in everyone] == ["assistant"] * 4
    cut.client.history_since()  # what became of the wish that was cut, the screen knows already
    assert cut.insist(WISH) == ["utter_handoff_closed"]
    assert responses(offered, again(lambda: offered.client.tap("I'll wait"))) == ["utter_handoff_place_kept"]
    assert asked.insist(MAIL) == ["utter_handoff_recorded"]
    assert left.insist("show my cart") == ["utter_cart_empty"]
    world.settle(SETTLED)
    assert [episodes(one) for one in everyone] == [["queued"], ["callback"], ["callback"], ["offered"]]
    assert world.log.rows.owner(offered.client.conversation) == "queued"
    for one in everyone:
        every_message_has_one_end(one)
        one.client.http.close()


def posts(one: Buyer, words: str) -> None:
    """Writes and does not wait."""
    body = {"id": uuid4().hex, "metadata": {"locale": "en"}, "message": words}
    headers = {"authorization": f"Bearer {one.client.token}"}
    one.client.http.post(f"{one.client.base}/webhooks/web/webhook", json=body, headers=headers).raise_for_status()


def again(act: Callable[[], list[Event]]) -> list[Event]:
    """Acts until the shop takes it; the widget does the same."""
    heard: list[list[Event]] = []

    def acted() -> bool:
        try:
            heard.append(act())
        except (Unavailable, Refused, httpx.HTTPError):
            return False
        return True

    wait_until(acted)
    return heard[0]


def responses(one: Buyer, events: list[Event]) -> list[str | None]:
    rows = [one.world.log.rows.get(one.client.conversation, event["seq"]) for event in events]
    return [row.response for row in rows if row]


def turn_states(one: Buyer) -> list[str]:
    return [str(row.state) for row in one.world.log.rows.since(one.client.conversation, 0) if row.direction == "in"]


def episodes(one: Buyer) -> list[str]:
    query = select(t.handoffs.c.state).where(t.handoffs.c.conversation == one.client.conversation)
    with one.world.engine.connect() as db:
        return list(db.execute(query).scalars())


def every_message_has_one_end(one: Buyer) -> None:
    rows = one.world.log.rows.since(one.client.conversation, 0)
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    came = [row.seq for row in rows if row.direction == "in"]
    ended = Counter(row.body.get("reply_to") for row in rows if row.direction == "control")
    assert [ended[seq] for seq in came] == [1] * len(came)
