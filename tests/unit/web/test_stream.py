"""Streams: whole histories in order, woken for their own news, ended when they must, and leaving nothing behind."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from floorwalker.adapters.channels.web import Sessions
from floorwalker.domain.message import control, text
from tests.unit.conversations import fakes
from tests.unit.conversations.fakes import CONVERSATION, memory_log
from web.chat import stream
from web.chat.stream import Streams, events


@pytest.fixture(autouse=True)
def closed():
    yield
    while fakes.OPENED:
        fakes.OPENED.pop().dispose()


async def taken(streams: Streams, count: int, after: int = 0) -> list[int]:
    found: list[int] = []
    rows = streams.rows(CONVERSATION, after, "me")
    async for row in rows:
        found.append(row.seq)
        if len(found) == count:
            await rows.aclose()
    return found


def test_a_long_history_comes_in_pages_whole_and_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "PAGE", 7)
    log, asked = memory_log(), []
    for n in range(40):
        log.say(CONVERSATION, text(str(n)))
    since = log.rows.since
    monkeypatch.setattr(type(log.rows), "since", lambda self, *args: asked.append(args[2]) or since(*args))
    assert asyncio.run(taken(Streams(log), 40)) == list(range(1, 41))
    assert set(asked) == {7}


def test_news_wakes_a_stream_and_nothing_is_left_when_it_closes(tmp_path: Path) -> None:
    async def scene() -> tuple[list[int], Streams]:
        streams = Streams(memory_log(f"sqlite:///{tmp_path / 'log.db'}"))
        reading = asyncio.create_task(taken(streams, 2))
        for words in ("one", "two"):
            await asyncio.to_thread(streams.log.say, CONVERSATION, text(words))
            await streams._look()
        return await reading, streams

    found, streams = asyncio.run(scene())
    assert found == [1, 2]
    assert (streams.waiting, streams.heads, streams.addresses) == ({}, {}, {})


def test_a_look_that_comes_back_after_the_last_stream_has_gone_remembers_nothing() -> None:
    async def scene() -> Streams:
        streams = Streams(memory_log())
        streams.log.say(CONVERSATION, text("one"))
        open_stream = streams._enter(CONVERSATION, "me")
        look = asyncio.create_task(streams._look())
        await asyncio.sleep(0)
        streams._leave(CONVERSATION, open_stream, "me")
        await look
        return streams

    assert asyncio.run(scene()).heads == {}


def test_one_stream_too_many_ends_the_oldest() -> None:
    async def scene() -> list[bool]:
        streams = Streams(memory_log())
        opened = [streams._enter(CONVERSATION, "me") for _ in range(stream.MOST_OF_A_CONVERSATION + 1)]
        return [one.over for one in opened]

    assert asyncio.run(scene()) == [True] + [False] * stream.MOST_OF_A_CONVERSATION


def client(streams: Streams) -> TestClient:
    app = Starlette(routes=[Route("/chat/events", events)])
    app.state.sessions, app.state.streams, app.state.log = Sessions(b"k" * 32), streams, streams.log
    return TestClient(app)


def bearer(conversation: str) -> dict[str, str]:
    return {"authorization": f"Bearer {Sessions(b'k' * 32).issue(conversation)}"}


def test_the_session_of_a_conversation_that_is_gone_is_no_session() -> None:
    assert client(Streams(memory_log())).get("/chat/events", headers=bearer("gone")).status_code == 401


def test_an_address_with_too_many_streams_is_refused() -> None:
    streams = Streams(memory_log())
    streams.addresses["testclient"] = stream.MOST_OF_AN_ADDRESS
    assert client(streams).get("/chat/events", headers=bearer(CONVERSATION)).status_code == 429


def told(log: object, count: int) -> list[dict[str, object]]:
    """The first events of a stream, each taken before the next is asked for."""

    async def scene() -> list[dict[str, object]]:
        streams = Streams(log)
        events = stream._events(streams, CONVERSATION, 0, "me")
        await events.__anext__()
        found = [json.loads((await events.__anext__()).data) for _ in range(count)]
        await events.aclose()
        await asyncio.gather(*streams.noting)
        return found

    return asyncio.run(scene())


def test_a_persons_message_is_sent_when_the_stream_took_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "ANSWER_SECONDS", 0)
    log = memory_log(f"sqlite:///{tmp_path / 'log.db'}")
    for author in ("agent", "bot", "agent"):
        log.say(CONVERSATION, text("x"), author, name="Marta")
    assert [event.get("ack") for event in told(log, 3)] == [True, None, True]
    assert [row.delivery for row in log.rows.since(CONVERSATION, 0)] == ["sent", None, None]  # the last is on its way
    log.handed_on(CONVERSATION, 3, "delivered")
    assert [event.get("ack") for event in told(log, 3)] == [None, None, None]


def test_who_was_writing_long_ago_is_not_replayed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    log = memory_log(f"sqlite:///{tmp_path / 'log.db'}")
    log.control(CONVERSATION, control("typing", name="Marta"), "Marta")
    log.say(CONVERSATION, text("x"))
    assert [event["msg"]["type"] for event in told(log, 2)] == ["typing", "text"]
    monkeypatch.setattr(stream, "TYPING_SECONDS", -1)
    assert [event["msg"]["type"] for event in told(log, 1)] == ["text"]
