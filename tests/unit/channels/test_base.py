"""The connectors' base without Rasa's server: a session that is gone, a turn that hangs, a turn that answers."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest

pytest.importorskip("rasa")

from channels import base
from channels.base import ShopInput
from channels.queues import Waiting
from floorwalker.conversations.turns import Turns
from floorwalker.domain.transcript import Inbound
from tests.unit.conversations.fakes import CONVERSATION, memory_log
from tests.unit.conversations.test_turns import WORDS


class Wire:
    def __init__(self, conversation: str) -> None:
        self.conversation = conversation

    def receive(self, headers, body):
        return [Inbound(self.conversation, "m1", "hello")]


def said(house: Turns) -> list[str]:
    return [row.body.get("text") or row.body["type"] for row in house.log.rows.since(CONVERSATION, 0)]


async def turn(channel: ShopInput, handler) -> None:
    channel.handler = handler
    taken = channel.turns.accept(Inbound(CONVERSATION, "m1", "hello"))
    channel.turns.claim(taken.row)
    await channel.answer(Waiting(taken.row, taken.text, {}))


def test_a_message_to_a_conversation_that_is_gone_is_no_session() -> None:
    channel = ShopInput(Wire("gone"), Turns(memory_log(), WORDS))
    request = SimpleNamespace(headers={}, body=b"{}")
    assert asyncio.run(channel.receive(request)).status == 401  # type: ignore[arg-type]


def test_a_turn_that_hangs_is_given_up_and_its_shopper_hears_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "TURN_SECONDS", 0.01)
    channel = ShopInput(Wire(CONVERSATION), Turns(memory_log(), WORDS))

    async def never(_: object) -> None:
        await asyncio.Event().wait()

    asyncio.run(turn(channel, never))
    assert said(channel.turns) == ["hello", "Something broke.", "turn_end"]


def test_what_is_said_in_a_turn_is_its_answer() -> None:
    channel = ShopInput(Wire(CONVERSATION), Turns(memory_log(), WORDS))

    async def answers(message) -> None:
        await message.output_channel.send_response(CONVERSATION, {"text": "Hi.", "utter_action": "utter_hi"})

    asyncio.run(turn(channel, answers))
    assert said(channel.turns) == ["hello", "Hi.", "turn_end"]
