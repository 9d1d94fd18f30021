"""What an open console is told: its conversation's news as they are shown, at once and once, and the queue's."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from floorwalker.domain.handoff import ONLINE_SECONDS, Agent
from floorwalker.domain.staff import Member
from floorwalker.testing.shop_bench import ShopBench
from tests.unit.console.test_console import JONAS, DeskHouse
from web.console import live
from web.console.live import Console, Watch
from web.console.talk import Place, Talk

MARTA = Member("m1", "Marta", "agent", active=True, ready=True, created=0)
Act = Callable[[], object]


@pytest.fixture
def house() -> Iterator[DeskHouse]:
    bench = ShopBench()
    yield DeskHouse(bench)
    bench.close()


def signed_in(house: DeskHouse) -> str:
    """The session of an agent's."""
    return str(house.visit("agent").cookies["fw_staff"])


def request(house: DeskHouse, query: str = "", session: str = "") -> Request:
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/desk/events",
        "query_string": query.encode(),
        "headers": [(b"cookie", f"fw_staff={session or signed_in(house)}".encode())],
        "app": house.app,
    }
    found = Request(scope)
    found.state.member = MARTA
    return found


def told(house: DeskHouse, act: Act, count: int, place: str = "0.0") -> list[tuple[str, str]]:
    """The first events (name, data) that the console of c1 hears once something was done."""

    async def scene() -> list[tuple[str, str]]:
        state = house.app.state
        state.desk_watch = Watch(state)
        watching = asyncio.create_task(state.desk_watch.run())
        changes = live._changes(request(house), "c1", Place.read(place))
        await changes.__anext__()
        heard = asyncio.create_task(_some(changes, count))
        while state.desk_watch.seen is None:
            await asyncio.sleep(0.01)
        await asyncio.to_thread(act)
        state.desk_watch.heard("c1")
        found = await asyncio.wait_for(heard, 10)
        watching.cancel()
        return found

    return asyncio.run(scene())


async def _some(changes: object, count: int) -> list[tuple[str, str]]:
    found = []
    async for event in changes:  # type: ignore[attr-defined]
        found.append((str(event.event), str(event.data)))
        if len(found) == count:
            await changes.aclose()  # type: ignore[attr-defined]
    return found


def test_what_is_said_comes_as_it_is_shown_and_once(house: DeskHouse) -> None:
    house.shopper("c1", "hello")
    place = house.visit("agent").get("/desk/c1").text.split('data-place="')[1].split('"')[0]

    def talk() -> None:
        house.log.say("c1", {"type": "text", "text": "one <b>"}, "bot")
        house.log.say("c1", {"type": "text", "text": "two"}, "bot")

    found = told(house, talk, 2, place)
    assert [name for name, _ in found] == ["line", "line"]
    assert 'class="say bot">one &lt;b&gt;</p>' in found[0][1] and 'class="say bot">two</p>' in found[1][1]


def connected(browser: TestClient, house: DeskHouse, query: str) -> int:
    """The answer's status where this browser's console asks for its stream."""
    scope = request(house, query, browser.cookies["fw_staff"]).scope
    return asyncio.run(live.events(Request(scope))).status_code


def test_a_stream_without_its_page_is_written_down_as_read(house: DeskHouse) -> None:
    house.shopper("c1", "my secret")
    agent = house.visit("agent")
    assert connected(agent, house, "conversation=c1&place=") == 200
    assert connected(agent, house, "conversation=c1&place=0.0&read=made-up") == 200
    assert house.audited() == [("agent", "talk.read", "c1")] * 2


def test_the_stream_of_an_open_page_adds_nothing_however_often_it_comes(house: DeskHouse) -> None:
    for one in ("c1", "c2"):
        house.shopper(one, "hello")
    agent, other = house.visit("agent"), house.visit("supervisor")
    read = agent.get("/desk/c1").text.split('data-read="')[1].split('"')[0]
    for _ in range(3):
        connected(agent, house, f"conversation=c1&place=1.0&read={read}")
    connected(agent, house, "")
    connected(agent, house, "conversation=nobody")
    assert house.audited() == [("agent", "talk.read", "c1")]
    connected(agent, house, f"conversation=c2&place=1.0&read={read}")
    connected(other, house, f"conversation=c1&place=1.0&read={read}")
    assert house.audited()[:2] == [("supervisor", "talk.read", "c1"), ("agent", "talk.read", "c2")]


def test_a_page_that_comes_again_hears_what_it_missed(house: DeskHouse) -> None:
    house.shopper("c1", "hello")
    house.bench.shop.desk.note("c1", JONAS, "look at the zip")
    house.shopper("c1", "hello", "are you there?")
    found = told(house, lambda: None, 3)
    for words, (_, html) in zip(("hello", "the zip", "are you there?"), found, strict=True):
        assert words in html
    assert "are you there?" in told(house, lambda: None, 1, "1.1")[0][1]


def test_a_connection_that_breaks_anywhere_skips_and_repeats_nothing(house: DeskHouse) -> None:
    house.shopper("c1", "one")
    house.bench.shop.desk.note("c1", JONAS, "two")
    house.desk.say("c1", Agent("m1", "Marta"), "three")
    house.bench.shop.desk.note("c1", JONAS, "four")
    house.shopper("c1", "one", "five")
    talk, browser = Talk(house.app.state, MARTA, "c1"), request(house)

    def lines(place: str) -> list[tuple[str, str]]:
        return [(data, at) for name, data, at in live._news(browser, talk, Place.read(place)) if name == "line"]

    whole = lines("")
    for words, (html, _) in zip(("one", "two", "Marta", "three", "four", "five"), whole, strict=True):
        assert words in html
    for heard, (_, place) in enumerate(whole, 1):
        assert lines(place) == whole[heard:]


def test_a_note_of_a_colleague_is_told_too(house: DeskHouse) -> None:
    house.shopper("c1", "hello")
    ((name, html),) = told(house, lambda: house.bench.shop.desk.note("c1", JONAS, "look at the zip"), 1, "1.0")
    assert name == "line" and "look at the zip" in html and "Jonas" in html


@pytest.mark.parametrize("how", ["signed out", "disabled"])
def test_who_may_not_look_any_more_hears_nothing_more_and_is_not_here(
    house: DeskHouse, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(live, "STAY_SECONDS", 0.2)
    house.shopper("c1", "hello")
    session = signed_in(house)

    async def scene() -> list[str]:
        house.app.state.desk_watch = Watch(house.app.state)
        changes = live._changes(request(house, session=session), "c1", Place())
        found = [str((await changes.__anext__()).data) for _ in range(2)]
        house.hire("boss")
        house.staff.sign_out(session) if how == "signed out" else house.staff.disable("agent")
        house.log.say("c1", {"type": "text", "text": "my secret"}, "bot")
        house.bench.clock.now += ONLINE_SECONDS + 1
        return [*found, *[str(event.data) async for event in changes]]

    found = asyncio.run(asyncio.wait_for(scene(), 10))
    assert "hello" in found[1] and "my secret" not in "".join(found)
    assert house.bench.shop.desk.present() == () and house.app.state.desk_watch.open == set()


def test_the_queue_is_told_to_have_changed(house: DeskHouse) -> None:
    house.shopper("c1", "hello")
    assert told(house, lambda: house.bench.shop.handoffs.ask("c1"), 1, "1.0") == [("queue", "1")]


def test_what_nobody_tells_is_found_by_the_next_look(house: DeskHouse) -> None:
    house.shopper("c1", "hello")
    state, console = house.app.state, Console("c1")

    async def scene() -> set[str]:
        watch = Watch(state, {console})
        watching = asyncio.create_task(watch.run())
        while watch.seen is None:
            await asyncio.sleep(0.01)
        await asyncio.to_thread(house.log.say, "c1", {"type": "text", "text": "x"}, "bot")
        await asyncio.wait_for(console.wake.wait(), 10)
        watching.cancel()
        return console.told()

    assert asyncio.run(scene()) == {"log"}


@pytest.mark.parametrize("said", ["", "x", "1", "1.x", "-1.0", "1.99999999999"])
def test_a_place_that_is_none_is_the_beginning(said: str) -> None:
    assert Place.read(said) == Place(0, 0)


def test_words_seen_before_are_not_read_again(house: DeskHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    for one in ("c1", "c2"):
        house.shopper(one, f"hello from {one}")
        house.bench.shop.handoffs.ask(one)
    first = live.board.look(house.app.state)
    assert {words for _, words in first.words.values()} == {"hello from c1", "hello from c2"}
    asked: list[list[str]] = []
    last_words = type(house.desk).last_words
    monkeypatch.setattr(type(house.desk), "last_words", lambda self, of: asked.append(list(of)) or last_words(self, of))
    house.desk.say("c2", Agent("m1", "Marta"), "good morning")
    second = live.board.look(house.app.state, first)
    assert asked == [["c2"]] and second.words["c2"][1] == "good morning" and second.words["c1"][1] == "hello from c1"
