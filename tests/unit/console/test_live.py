"""What an open console is told: its conversation's news and the queue's, at once, and nothing twice."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from floorwalker.testing.shop_bench import ShopBench
from tests.unit.console.test_console import JONAS, DeskHouse
from web.console.live import Console, Watch


@pytest.fixture
def house() -> Iterator[DeskHouse]:
    bench = ShopBench()
    yield DeskHouse(bench)
    bench.close()


async def told(watch: Watch, console: Console, act: object) -> set[str]:
    """What the console is told of an act that was told of."""
    running = asyncio.create_task(watch.run())
    watch.open.add(console)
    watch.heard("")
    await asyncio.sleep(0.3)
    console.changed.clear()
    console.wake.clear()
    await asyncio.to_thread(act)
    watch.heard(console.conversation)
    await asyncio.wait_for(console.wake.wait(), 5)
    await asyncio.sleep(0.1)
    running.cancel()
    return console.changed


def test_a_message_and_a_place_in_the_queue_are_told(house: DeskHouse) -> None:
    house.shopper("c1", "hello")
    state = house.app.state
    found = asyncio.run(told(Watch(state), Console("c1"), lambda: house.bench.shop.handoffs.ask("c1")))
    assert found == {"queue"}
    assert asyncio.run(told(Watch(state), Console("c1"), lambda: house.log.say("c1", {"text": "x"}, "bot"))) == {"log"}


def test_a_note_of_a_colleague_is_told_too(house: DeskHouse) -> None:
    house.shopper("c1", "hello")

    def note() -> None:
        house.bench.shop.desk.note("c1", JONAS, "look at the zip")

    assert asyncio.run(told(Watch(house.app.state), Console("c1"), note)) == {"log"}
