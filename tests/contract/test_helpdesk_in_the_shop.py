"""One line of store.yml, and people answer elsewhere: the whole web process before a receiver on this machine."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from starlette.testclient import TestClient

from floorwalker.bootstrap import migrate, open_log, open_shop, open_store, seed
from floorwalker.bootstrap_outside import helpdesk_path
from floorwalker.bootstrap_talk import engine_of
from floorwalker.cli import main
from floorwalker.conversations.wording import Wording
from floorwalker.domain.handoff import Outcome
from floorwalker.domain.message import text
from floorwalker.domain.signature import signature
from floorwalker.domain.transcript import Entry
from floorwalker.errors import BadFile, BadSettings
from floorwalker.settings import Settings
from floorwalker.testing.webhook_receiver import WebhookReceiver
from web.app import create

SECRET = "h" * 32


def store_with(folder: Path, helpdesk: str) -> dict[str, str]:
    file = folder / "store.yml"
    words = Path("store.yml").read_text("utf-8")
    assert "  helpdesk: embedded" in words
    file.write_text(words.replace("  helpdesk: embedded", f"  helpdesk: {helpdesk}"), "utf-8")
    return {"FLOORWALKER_DATA": str(folder), "STORE_FILE": str(file)}


@pytest.fixture
def receiver() -> Iterator[WebhookReceiver]:
    receiver = WebhookReceiver(lambda _: (200, b'{"ref": "T-1"}'))
    yield receiver
    receiver.stop()


class Running:
    """The web process with its workers, over a shop of its own."""

    def __init__(self, environ: dict[str, str]) -> None:
        migrate(environ)
        seed(environ)
        self.environ, self.shop, self.log = environ, open_shop(environ), open_log(environ)
        self.shop.desk.open_desk("open")
        self.app = create(environ)
        self.browser = TestClient(self.app)
        self.path = helpdesk_path(environ)

    def shopper(self, words: str) -> None:
        self.shop.customers.ensure("c1", "web", "", "c1", locale="en")
        self.log.write(Entry("c1", "in", "shopper", text(words), state="done"))

    def post(self, **facts: Any) -> Any:
        body = json.dumps({"id": "e1", "conversation": "c1", **facts}).encode()
        signed = signature(SECRET, int(time.time()), body)
        return self.browser.post(self.path, content=body, headers={"floorwalker-signature": signed})

    def state(self) -> str:
        found = self.shop.handoffs.current("c1")
        return found.state if found else ""


@pytest.fixture
def running(tmp_path: Path, receiver: WebhookReceiver) -> Iterator[Running]:
    where = {"HELPDESK_WEBHOOK_URL": receiver.url, "HELPDESK_WEBHOOK_SECRET": SECRET}
    running = Running({**store_with(tmp_path, "webhook"), **where})
    with running.browser:
        yield running
    gone(running.environ, running.shop, running.app.state.shop)


def gone(environ: dict[str, str], *shops: Any) -> None:
    """Nobody uses this shop's files any more."""
    for shop in shops:
        shop.catalogue.search.index.close()
    engine_of(Settings.read(environ).database_url).dispose()


def until(true: Callable[[], object], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return bool(true())


def test_a_shopper_and_an_agent_elsewhere_talk(running: Running, receiver: WebhookReceiver) -> None:
    running.shopper("my parcel is lost")
    running.shop.handoffs.ask("c1")
    assert [json.loads(one.body)["event"] for one in receiver.wait(2)] == ["handoff.opened", "message"]
    assert until(lambda: running.shop.handoffs.current("c1").external_ref)  # type: ignore[union-attr]
    assert running.post(event="said", agent="Marta", text="I look").json() == {"done": 1}
    assert running.post(event="said", agent="Marta", text="I look").json() == {"done": 0}
    running.shopper("thank you")
    assert json.loads(receiver.wait(3)[2].body)["text"] == "thank you"
    assert running.post(id="e2", event="resolved", ref="T-1").json() == {"done": 1} and running.state() == "closed"
    said = [row.body["text"] for row in running.log.rows.since("c1", 0) if row.author == "agent"]
    assert said == ["I look"]


def test_the_route_names_what_is_wrong(running: Running) -> None:
    running.shopper("hello")
    assert running.browser.post("/helpdesk/chatwoot", content=b"{}").status_code == 404
    assert running.browser.post(running.path, content=b"{}").json() == {"error": "signature"}
    answer = running.post(event="sung")
    assert (answer.status_code, answer.json()["field"]) == (400, "event")
    assert running.post(event="said", conversation="c9", text="hello").status_code == 404
    assert running.state() == ""


def test_a_shop_with_its_own_console_hears_no_helpdesk(tmp_path: Path) -> None:
    environ = {"FLOORWALKER_DATA": str(tmp_path)}
    migrate(environ)
    app = create(environ)
    assert TestClient(app).post("/helpdesk/", content=b"{}").status_code == 404
    gone(environ, app.state.shop)


def test_the_hidden_address_stays_and_cannot_be_guessed(tmp_path: Path) -> None:
    chatwoot = {"CHATWOOT_URL": "https://desk.example", "CHATWOOT_ACCOUNT_ID": "1", "CHATWOOT_INBOX_ID": "2",
                "CHATWOOT_TOKEN": "t"}  # fmt: skip
    environ = {**store_with(tmp_path, "chatwoot"), **chatwoot}
    assert helpdesk_path(environ) == helpdesk_path(environ)
    assert len(helpdesk_path(environ).removeprefix("/helpdesk/chatwoot/")) >= 40


@pytest.mark.parametrize(
    ("helpdesk", "names"),
    [
        ("webhook", ["HELPDESK_WEBHOOK_URL"]),
        ("chatwoot", ["CHATWOOT_URL", "CHATWOOT_ACCOUNT_ID", "CHATWOOT_INBOX_ID", "CHATWOOT_TOKEN"]),
    ],
)
def test_what_the_line_needs_is_named(tmp_path: Path, helpdesk: str, names: list[str]) -> None:
    with pytest.raises(BadSettings) as refused:
        open_store(store_with(tmp_path, helpdesk))
    assert [problem.split(":")[0] for problem in refused.value.problems] == names
    assert all("store.yml" in problem for problem in refused.value.problems)


def test_an_unknown_helpdesk_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"store.yml.*embedded or chatwoot or webhook"):
        open_store(store_with(tmp_path, "zendesk"))


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("CHATWOOT_URL", "http://desk.example"), ("CHATWOOT_ACCOUNT_ID", "one"), ("CHATWOOT_INBOX_ID", "-1"),
        ("HELPDESK_WEBHOOK_URL", "desk.example"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_refused_by_name(setting: str, value: str) -> None:
    with pytest.raises(BadSettings, match=setting):
        open_store({setting: value, "HELPDESK_WEBHOOK_SECRET": SECRET})


def test_the_command_tells_what_to_enter(
    tmp_path: Path, receiver: WebhookReceiver, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    where = {"HELPDESK_WEBHOOK_URL": receiver.url, "HELPDESK_WEBHOOK_SECRET": SECRET}
    for name, value in {**store_with(tmp_path, "webhook"), **where}.items():
        monkeypatch.setenv(name, value)
    assert main(["helpdesk"]) == 0
    assert "http://localhost:8000/helpdesk/webhook" in capsys.readouterr().out
    receiver.answers = [500]
    assert main(["helpdesk"]) == 2
    assert "HELPDESK_WEBHOOK_URL" in capsys.readouterr().err


def test_every_end_has_its_words() -> None:
    labels = Wording.load(Path("data")).labels
    assert [one for one in get_args(Outcome) if one and f"helpdesk_ended_{one}" not in labels] == []
