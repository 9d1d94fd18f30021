"""The signed webhook before a receiver on this machine: what arrives, what is tried again, and that nothing doubles."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from floorwalker.adapters.crms.webhook import WebhookSink
from floorwalker.adapters.signed_post import SignedPost
from floorwalker.adapters.sql import tables_talk as t
from floorwalker.adapters.sql.engine import open_engine
from floorwalker.adapters.sql.meta import metadata
from floorwalker.adapters.sql.outbox_items import SqlOutbox
from floorwalker.bootstrap import migrate, open_handoffs, open_worker
from floorwalker.services.outbox import MOST_ATTEMPTS, OutboxWorker
from floorwalker.testing.crm_contract import CrmContract
from floorwalker.testing.webhook_receiver import WebhookReceiver

SECRET = "s" * 32
DAY = 86_400


@pytest.fixture
def receiver() -> Iterator[WebhookReceiver]:
    receiver = WebhookReceiver()
    yield receiver
    receiver.stop()


def events(receiver: WebhookReceiver) -> list[str]:
    return [one.headers["floorwalker-event"] for one in receiver.came]


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
        sink = WebhookSink(SignedPost(url, SECRET, lambda: self.now))
        self.worker = OutboxWorker(SqlOutbox(self.engine), {"crm:webhook": sink}, lambda: self.now)

    def states(self) -> list[str]:
        with self.engine.connect() as db:
            return list(db.execute(select(t.outbox.c.state).order_by(t.outbox.c.id)).scalars())


@pytest.fixture
def shop(tmp_path: Path, receiver: WebhookReceiver) -> Iterator[Shop]:
    shop = Shop(tmp_path, receiver.url)
    yield shop
    shop.engine.dispose()


def test_events_arrive_in_order_and_signed(shop: Shop, receiver: WebhookReceiver) -> None:
    assert [shop.worker.run_due(), shop.worker.run_due(), shop.worker.run_due()] == [1, 1, 0]
    assert events(receiver) == ["crm:webhook/queued:h1:1", "crm:webhook/ended:h1"]
    for headers, body in receiver.came:
        mac = hmac.new(SECRET.encode(), b"1000." + body, hashlib.sha256).hexdigest()
        assert headers["floorwalker-signature"] == f"t=1000,v1={mac}"
    assert json.loads(receiver.came[0].body) == {"of": "queued:h1:1"}


@pytest.mark.parametrize("refusal", [301, 400, 401, 404, 429, 500, 503])
def test_a_refused_event_comes_again_under_the_same_id_before_the_next(
    shop: Shop, receiver: WebhookReceiver, refusal: int
) -> None:
    receiver.answers = [refusal]
    assert shop.worker.run_due() == 0 and shop.states() == ["failed", "due"]
    shop.now += 1
    assert shop.worker.run_due() == 1 and shop.states() == ["sent", "due"]
    (refused,), (taken,) = receiver.turned_away, receiver.came
    assert refused.headers["floorwalker-event"] == taken.headers["floorwalker-event"] == "crm:webhook/queued:h1:1"
    assert refused.headers["floorwalker-signature"] != taken.headers["floorwalker-signature"]


def test_who_never_answers_leaves_a_dead_item_and_the_next_goes_on(shop: Shop, receiver: WebhookReceiver) -> None:
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


def test_one_line_in_the_store_sends_a_handoff_to_the_receiver(tmp_path: Path, receiver: WebhookReceiver) -> None:
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
    assert [json.loads(one.body)["handoff"] for one in receiver.came] == [waiting.id]


class Far:
    """A CRM that keeps the receiver's side of docs/reference/webhook.md: skips the ids it had."""

    def __init__(self) -> None:
        self.receiver = WebhookReceiver()
        self.sink = WebhookSink(SignedPost(self.receiver.url, SECRET, lambda: 1000))

    def records(self) -> list[dict[str, Any]]:
        found = {one.headers["floorwalker-event"]: json.loads(one.body) for one in self.receiver.came}
        return list(found.values())

    def refuses(self, times: int, status: int) -> None:
        self.receiver.answers += [status] * times

    def loses_answers(self, times: int) -> None:
        self.receiver.lost = times


@pytest.fixture
def far() -> Iterator[Far]:
    far = Far()
    yield far
    far.sink.post.client.close()
    far.receiver.stop()


class TestTheContract(CrmContract):
    """The promises of a CRM's sink."""
