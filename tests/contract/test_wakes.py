"""Wake-ups over Redis: heard where Redis answers, harmless where it does not."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

redis = pytest.importorskip("redis")

from floorwalker.adapters import wakes  # noqa: E402
from floorwalker.adapters.wakes import RedisWakes, open_wakes  # noqa: E402

NOBODY = "redis://127.0.0.1:9/0"


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wakes.time, "sleep", lambda _: None)


def heard(one: RedisWakes, act: Callable[[], None]) -> list[str]:
    """Subscribes, acts, and hears."""
    found: list[str] = []
    for _ in range(50):
        one.hear(found.append, 0.1)
        act()
        if found:
            break
    one.close()
    return found


def test_a_told_row_is_heard_in_another_process() -> None:
    if not os.environ.get("TEST_REDIS_URL"):
        pytest.skip("TEST_REDIS_URL is not set")
    teller, hearer = (open_wakes(os.environ["TEST_REDIS_URL"]) for _ in range(2))
    assert teller and hearer
    assert "c-of-this-test" in heard(hearer, lambda: teller.tell("c-of-this-test"))


def test_a_dead_redis_is_asked_once_and_then_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    one = RedisWakes(redis, NOBODY)
    publish = one._client.publish
    monkeypatch.setattr(one._client, "publish", lambda *words: asked.append(words[1]) or publish(*words))
    one.tell("c1")
    one.tell("c2")
    assert asked == ["c1"]


def test_a_dead_redis_is_not_heard_and_nothing_breaks() -> None:
    found: list[str] = []
    RedisWakes(redis, NOBODY).hear(found.append)
    assert found == []


def test_without_a_setting_or_the_library_there_are_no_wake_ups(monkeypatch: pytest.MonkeyPatch) -> None:
    assert open_wakes("") is None

    def missing(_: str) -> None:
        raise ImportError

    monkeypatch.setattr(wakes, "import_module", missing)
    assert open_wakes(NOBODY) is None
