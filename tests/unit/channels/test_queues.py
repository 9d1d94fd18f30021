"""Turns that wait: in stored order, one at a time, whatever order they came in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from channels.queues import Queues, Waiting
from floorwalker.conversations.turns import Claim
from floorwalker.domain.transcript import Row


def waiting(conversation: str, seq: int) -> Waiting:
    row = Row(conversation, seq, "in", "shopper", None, str(seq), {}, None, {}, None, f"m{seq}", "received", 0)
    return Waiting(row, f"text {seq}", {})


def played(claim: Callable[[Row], Claim], *turns: Waiting) -> tuple[list[tuple[str, int]], Queues]:
    answered: list[tuple[str, int]] = []

    async def answer(one: Waiting) -> None:
        answered.append((one.row.conversation, one.row.seq))
        if one.text == "text 13":
            raise RuntimeError("left to its lease")

    async def scene() -> Queues:
        queues = Queues(claim, answer)
        for one in turns:
            queues.add(one)
        assert len(queues.rows()) == len({(one.row.conversation, one.row.seq) for one in turns})
        while queues._tasks:
            await asyncio.gather(*queues._tasks)
        return queues

    queues = asyncio.run(scene())
    return answered, queues


def test_a_conversation_is_answered_in_stored_order_and_once() -> None:
    answered, queues = played(lambda row: "mine", waiting("a", 3), waiting("a", 1), waiting("a", 1), waiting("b", 2))
    assert sorted(answered) == [("a", 1), ("a", 3), ("b", 2)]
    assert [turn for turn in answered if turn[0] == "a"] == [("a", 1), ("a", 3)]
    assert queues.rows() == []


def test_what_another_process_had_is_passed_over() -> None:
    answered, _ = played(lambda row: "over" if row.seq == 1 else "mine", waiting("a", 1), waiting("a", 2))
    assert answered == [("a", 2)]


def test_an_earlier_turn_that_is_taken_up_late_goes_before_one_that_waits_for_it() -> None:
    ended: set[int] = set()

    async def scene() -> list[int]:
        answered: list[int] = []

        async def answer(one: Waiting) -> None:
            answered.append(one.row.seq)
            ended.add(one.row.seq)

        def claim(row: Row) -> Claim:
            return "mine" if row.seq == 1 or 1 in ended else "later"

        queues = Queues(claim, answer)
        queues.add(waiting("a", 2))
        while not queues._tasks:
            await asyncio.sleep(0)
        queues.add(waiting("a", 1))
        await asyncio.gather(*queues._tasks)
        return answered

    assert asyncio.run(scene()) == [1, 2]


def test_a_turn_that_cannot_be_ended_leaves_its_place_and_the_rest_to_whoever_takes_them_up() -> None:
    answered, queues = played(lambda row: "mine", waiting("a", 13), waiting("a", 14))
    assert answered == [("a", 13)] and queues.rows() == []
