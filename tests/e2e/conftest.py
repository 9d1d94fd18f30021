"""One running shop for the whole folder; each test begins with the seeded shop."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from floorwalker.cli.chat_client import ChatClient
from floorwalker.testing.dialogue.stack import running
from floorwalker.testing.dialogue.world import World

MODEL = Path(__file__).parents[2] / "models" / "floorwalker.tar.gz"
JO = {
    "email": "jo@example.org",
    "address": {"street": "Lindenweg 4", "postcode": "50667", "city": "Köln", "country": "DE"},
    "delivery": "standard",
}


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with running(tmp_path_factory.mktemp("shop"), MODEL) as stack:
        world = World(stack)
        yield world
        world.close()


@pytest.fixture
def world(house: World) -> World:
    house.reset()
    return house


class Shopper(ChatClient):
    """A known shopper, with short ways through the purchase."""

    def responses(self, world: World, events: list[dict[str, object]]) -> list[str | None]:
        found = [world.log.rows.get(self.conversation, int(str(event["seq"]))) for event in events]
        return [row.response for row in found if row and row.direction == "out"]

    def order(self) -> str:
        """Says yes to the summary; returns the order's number."""
        self.say("check out")
        events = self.say("yes")
        return str(next(e["msg"]["order"] for e in events if e["msg"]["type"] == "payment"))


@pytest.fixture
def shopper(world: World) -> Iterator[Shopper]:
    yield from _opened(world)


@pytest.fixture
def other(world: World) -> Iterator[Shopper]:
    yield from _opened(world)


def _opened(world: World) -> Iterator[Shopper]:
    client = Shopper(world.stack.web)
    client.open()
    world.introduce(client.conversation, JO)
    yield client
    client.http.close()
