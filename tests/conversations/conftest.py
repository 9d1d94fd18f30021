"""Collects every conversation file as a test; one shop runs for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from floorwalker.testing.dialogue.runner import Failure, Player
from floorwalker.testing.dialogue.script import Script, read
from floorwalker.testing.dialogue.stack import Stack, running
from floorwalker.testing.dialogue.world import World

ROOT = Path(__file__).parent
MODEL = ROOT.parents[1] / "models" / "floorwalker.tar.gz"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--only", default="", help="folder/name of one conversation, or a folder")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if file_path.suffix == ".yml" and file_path.parent != ROOT:
        return ConversationFile.from_parent(parent, path=file_path)
    return None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    only = config.getoption("--only")
    if only:
        items[:] = [item for item in items if isinstance(item, Conversation) and item.script.name.startswith(only)]


class ConversationFile(pytest.File):
    def collect(self) -> Iterator[pytest.Item]:
        script = read(self.path, ROOT)
        yield Conversation.from_parent(self, name=script.name, script=script)


class Conversation(pytest.Item):
    fixturenames = ()

    def __init__(self, *, script: Script, **more: Any) -> None:
        super().__init__(**more)
        self.script = script

    def runtest(self) -> None:
        Player(world(self.config), self.script, ROOT / "people.yml").play()

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, Failure):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, f"conversation: {self.name}"


def world(config: pytest.Config) -> World:
    """The running shop, started at the first need."""
    if not hasattr(config, "_floorwalker_world"):
        folder = config._tmp_path_factory.mktemp("shop")  # type: ignore[attr-defined]
        running_stack = running(folder, MODEL)
        stack: Stack = running_stack.__enter__()
        config.add_cleanup(lambda: running_stack.__exit__(None, None, None))
        config._floorwalker_world = World(stack)  # type: ignore[attr-defined]
        config.add_cleanup(config._floorwalker_world.close)  # type: ignore[attr-defined]
    return config._floorwalker_world  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def shop(request: pytest.FixtureRequest) -> World:
    return world(request.config)
