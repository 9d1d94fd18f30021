"""Chatwoot and the web process, each over HTTP: a talk both ways, and what a lost webhook does."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn

import web.app
from floorwalker.bootstrap import migrate, open_log, open_shop, seed
from floorwalker.bootstrap_outside import helpdesk_path
from floorwalker.bootstrap_talk import engine_of
from floorwalker.domain.message import text
from floorwalker.domain.transcript import Entry
from floorwalker.settings import Settings
from floorwalker.testing.chatwoot_fake import ChatwootFake
from floorwalker.testing.chatwoot_state import ACCOUNT, INBOX, TOKEN, Talk


class Shop:
    """A web process on a port of its own; it can be away for a while."""

    def __init__(self, folder: Path, fake: ChatwootFake) -> None:
        file = folder / "store.yml"
        words = Path("store.yml").read_text("utf-8").replace("  helpdesk: embedded", "  helpdesk: chatwoot")
        file.write_text(words, "utf-8")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.environ = {
            "FLOORWALKER_DATA": str(folder), "STORE_FILE": str(file), "CHATWOOT_URL": fake.url,
            "CHATWOOT_ACCOUNT_ID": str(ACCOUNT), "CHATWOOT_INBOX_ID": str(INBOX), "CHATWOOT_TOKEN": TOKEN,
        }  # fmt: skip
        migrate(self.environ)
        seed(self.environ)
        self.shop, self.log, self.fake = open_shop(self.environ), open_log(self.environ), fake
        self.shop.desk.open_desk("open")
        fake.hook = f"http://127.0.0.1:{self.port}{helpdesk_path(self.environ)}"

    def open(self) -> None:
        self.app = web.app.create(self.environ)
        config = uvicorn.Config(self.app, port=self.port, log_level="error", lifespan="on", ws="none")
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        assert until(lambda: self.server.started)

    def close(self) -> None:
        self.server.should_exit = True
        self.thread.join(20)
        self.app.state.shop.catalogue.search.index.close()

    def shopper(self, words: str) -> None:
        self.shop.customers.ensure("c1", "web", "", "c1", locale="en")
        self.log.write(Entry("c1", "in", "shopper", text(words), state="done"))

    def heard(self) -> list[str]:
        rows = self.log.rows.since("c1", 0)
        return [str(row.body["text"]) for row in rows if row.author == "agent"]

    def state(self) -> str:
        found = self.shop.handoffs.current("c1")
        return found.state if found else ""

    def asked(self) -> Talk:
        """A person is wanted, and stands in Chatwoot."""
        self.shopper("my zip broke")
        self.shop.handoffs.ask("c1")
        assert until(lambda: any(len(talk.messages) == 2 for talk in self.fake.account.talks.values()))
        return next(iter(self.fake.account.talks.values()))


@pytest.fixture
def fake() -> Iterator[ChatwootFake]:
    fake = ChatwootFake()
    yield fake
    fake.stop()


@pytest.fixture
def shop(tmp_path: Path, fake: ChatwootFake, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    monkeypatch.setattr(web.app, "CATCH_UP_SECONDS", 0.5)
    shop = Shop(tmp_path, fake)
    shop.open()
    yield shop
    shop.close()
    shop.shop.catalogue.search.index.close()
    engine_of(Settings.read(shop.environ).database_url).dispose()


def until(true: Callable[[], object], seconds: float = 15) -> bool:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return bool(true())


def test_a_talk_both_ways(shop: Shop, fake: ChatwootFake) -> None:
    talk = shop.asked()
    fake.writes(talk.id, "Marta", "Hello, which one?")
    assert shop.heard() == ["Hello, which one?"] and fake.answers[-1] == 200
    shop.shopper("the blue one")
    assert until(lambda: talk.messages[-1]["content"] == "the blue one")
    fake.sets(talk.id, "resolved")
    assert shop.state() == "closed"


def test_what_an_agent_wrote_while_the_shop_was_away_arrives_once(shop: Shop, fake: ChatwootFake) -> None:
    talk = shop.asked()
    fake.writes(talk.id, "Marta", "one")
    shop.close()
    fake.writes(talk.id, "Marta", "two")
    assert fake.answers[-1] == 0 and shop.heard() == ["one"]
    shop.open()
    assert until(lambda: shop.heard() == ["one", "two"])
    fake.writes(talk.id, "Marta", "three")
    time.sleep(1.2)
    assert shop.heard() == ["one", "two", "three"]


def test_a_guessed_address_is_not_heard(shop: Shop, fake: ChatwootFake) -> None:
    talk = shop.asked()
    fake.hook = f"http://127.0.0.1:{shop.port}/helpdesk/chatwoot/" + "A" * 43
    fake.sets(talk.id, "resolved")
    assert fake.answers[-1] == 404
