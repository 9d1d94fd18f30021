"""The signed webhook before a receiver on this machine: what arrives, what is tried again, and that nothing doubles."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from floorwalker.adapters.crms.webhook import WebhookSink
from floorwalker.adapters.sql import tables_talk as t
from floorwalker.adapters.sql.engine import open_engine
from floorwalker.adapters.sql.meta import metadata
from floorwalker.adapters.sql.outbox_items import SqlOutbox
from floorwalker.bootstrap import migrate, open_handoffs, open_worker
from floorwalker.services.outbox import MOST_ATTEMPTS, OutboxWorker

SECRET = "s" * 32
DAY = 86_400


class Receiver(ThreadingHTTPServer):
    """Answers with `answers` in turn, then 200; keeps what came."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: list[int] = []
        self.came: list[tuple[str, str, bytes]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/floorwalker"


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.came.append((self.headers["floorwalker-event"], self.headers["floorwalker-signature"], body))
        self.send_response(self.server.answers.pop(0) if self.server.answers else 200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


class Shop:
    """An outbox with two events of one conversation, and a worker whose clock is `now`."""

    def __init__(self, folder: Path, url: str) -> None:
        self.now = 1000
        self.engine = open_engine(f"sqlite:///{folder / 'shop.db'}")
        metadata.create_all(self.engine)
        with self.engine.begin() as db:
            for key in ("queued:h1:1", "ended:h1"):
                row = {"sink": "crm:webhook", "key": key, "conversation": "c1", "payload": json.dumps({"of": key})}
                db.execute(insert(t.outbox).values(**row, created=1))
        sink = WebhookSink(url, SECRET, lambda: self.now)
        self.worker = OutboxWorker(SqlOutbox(self.engine), {"crm:webhook": sink}, lambda: self.now)

    def states(self) -> list[str]:
        with self.engine.connect() as db:
            return list(db.execute(select(t.outbox.c.state).order_by(t.outbox.c.id)).scalars())


@pytest.fixture
def shop(tmp_path: Path, receiver: Receiver) -> Iterator[Shop]:
    shop = Shop(tmp_path, receiver.url)
    yield shop
    shop.engine.dispose()


def test_events_arrive_in_order_and_signed(shop: Shop, receiver: Receiver) -> None:
    assert [shop.worker.run_due(), shop.worker.run_due(), shop.worker.run_due()] == [1, 1, 0]
    assert [event for event, _, _ in receiver.came] == ["crm:webhook/queued:h1:1", "crm:webhook/ended:h1"]
    for _, signed, body in receiver.came:
        mac = hmac.new(SECRET.encode(), b"1000." + body, hashlib.sha256).hexdigest()
        assert signed == f"t=1000,v1={mac}"
    assert json.loads(receiver.came[0][2]) == {"of": "queued:h1:1"}


@pytest.mark.parametrize("refusal", [301, 400, 401, 404, 429, 500, 503])
def test_a_refused_event_comes_again_under_the_same_id_before_the_next(
    shop: Shop, receiver: Receiver, refusal: int
) -> None:
    receiver.answers = [refusal]
    assert shop.worker.run_due() == 0 and shop.states() == ["failed", "due"]
    shop.now += 1
    assert shop.worker.run_due() == 1 and shop.states() == ["sent", "due"]
    assert [event for event, _, _ in receiver.came] == ["crm:webhook/queued:h1:1"] * 2
    assert receiver.came[0][1] != receiver.came[1][1]


def test_who_never_answers_leaves_a_dead_item_and_the_next_goes_on(shop: Shop, receiver: Receiver) -> None:
    receiver.answers = [500] * MOST_ATTEMPTS
    for _ in range(MOST_ATTEMPTS):
        shop.worker.run_due()
        shop.now += DAY
    assert shop.states() == ["dead", "due"]
    assert shop.worker.run_due() == 1 and shop.states() == ["dead", "sent"]


def test_nobody_there_is_tried_again(tmp_path: Path) -> None:
    shop = Shop(tmp_path, "http://127.0.0.1:9/")
    assert shop.worker.run_due() == 0 and shop.states() == ["failed", "due"]
    shop.engine.dispose()


def test_one_line_in_the_store_sends_a_handoff_to_the_receiver(tmp_path: Path, receiver: Receiver) -> None:
    file = tmp_path / "store.yml"
    file.write_text(Path("store.yml").read_text("utf-8").replace("crm: none", "crm: webhook"), "utf-8")
    environ = {"FLOORWALKER_DATA": str(tmp_path), "STORE_FILE": str(file),
               "CRM_WEBHOOK_URL": receiver.url, "CRM_WEBHOOK_SECRET": SECRET}  # fmt: skip
    migrate(environ)
    handoffs = open_handoffs(environ)
    handoffs.ask("c1", "asked")
    waiting = handoffs.wait("c1").handoff
    open_worker(environ).run_due()
    open_worker(environ).run_due()
    assert [json.loads(body)["handoff"] for _, _, body in receiver.came] == [waiting.id]
