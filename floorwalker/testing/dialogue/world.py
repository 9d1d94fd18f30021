"""The shop behind a test run: reset to its seed, looked into, and moved in time."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection

from floorwalker.adapters.sql import tables_shop as s
from floorwalker.adapters.sql import tables_talk as t
from floorwalker.adapters.sql.meta import metadata
from floorwalker.bootstrap import open_desk, open_shop
from floorwalker.bootstrap_talk import engine_of, open_log
from floorwalker.testing.dialogue.stack import Stack

CATALOGUE = {"category", "colour", "product", "variant", "stock", "stock_move", "meta"}
QUIET_SECONDS = 30


@dataclass
class World:
    """Reads and sets what no shopper could, on the same database as the running processes."""

    stack: Stack

    def __post_init__(self) -> None:
        self.engine = engine_of(self.stack.settings.database_url)
        self.log = open_log(self.stack.environ)
        self.http = httpx.Client(timeout=30, trust_env=False)
        self.seeded, self.values = self._levels(), self._values()

    @property
    def zone(self) -> str:
        """Where the shop stands, as an IANA name."""
        return str(open_shop(self.stack.environ).store.timezone)

    def close(self) -> None:
        self.http.close()
        self.engine.dispose()

    # given

    def reset(self) -> None:
        """The seeded shop: nothing said, nothing bought, every piece on its shelf, the real time."""
        self._set_clock(0)
        with self.engine.begin() as db:
            for table in reversed(metadata.sorted_tables):
                if table.name not in CATALOGUE:
                    db.execute(delete(table))
            db.execute(delete(s.settings).where(s.settings.c.key.not_in([*self.values, "clock_offset"])))
            db.execute(delete(s.stock_moves))
            db.execute(delete(s.stock).where(s.stock.c.sku.not_in(list(self.seeded))))
            for sku, pieces in self.seeded.items():
                self._count(db, sku, pieces)

    def stock_up(self, levels: Mapping[str, int]) -> None:
        """Sets what is on hand of some SKUs."""
        with self.engine.begin() as db:
            for sku, pieces in levels.items():
                db.execute(delete(s.stock_moves).where(s.stock_moves.c.sku == sku))
                self._count(db, sku, pieces)

    def introduce(self, conversation: str, person: Mapping[str, Any]) -> None:
        """Makes the shopper a known customer with a filled-in checkout."""
        address = json.dumps(person.get("address") or {})
        with self.engine.begin() as db:
            db.execute(delete(s.drafts).where(s.drafts.c.conversation == conversation))
            row = {"conversation": conversation, "email": person.get("email", ""), "address": address}
            db.execute(insert(s.drafts).values(**row, delivery=person.get("delivery", "")))

    def buy(self, conversation: str, order: Mapping[str, Any]) -> None:
        """An order of before: its `lines` are bought and paid as a shopper would; then it stands at `fulfilment`.
        The conversation must know its shopper."""
        shop = open_shop(self.stack.environ)
        for sku, pieces in order["lines"].items():
            shop.carts.add(conversation, sku, pieces)
        placed = shop.checkout.place(conversation, shop.checkout.quote(conversation).id)
        if order.get("state") != "awaiting_payment":
            self.at_bank(str(self.payment_of(placed.number)), "pay")
            self.settle_order(placed.order)
        with self.engine.begin() as db:
            here = update(s.fulfilments).where(s.fulfilments.c.order_id == placed.order)
            db.execute(here.values(state=order.get("fulfilment", "pending")))

    def settle_order(self, order: str, seconds: float = QUIET_SECONDS) -> None:
        """Until the order is paid and everybody has been told. Raises TimeoutError."""
        end = time.monotonic() + seconds
        while self._state_of(order) == "awaiting_payment":
            if time.monotonic() > end:
                raise TimeoutError(f"after {seconds} s order {order} still waits for its payment")
            time.sleep(0.05)
        self.settle()

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Rows of the shop's own settings, as text."""
        with self.engine.begin() as db:
            for key, value in values.items():
                db.execute(delete(s.settings).where(s.settings.c.key == key))
                db.execute(insert(s.settings).values(key=key, value=str(value)))

    # time

    def open_at(self, moment: datetime) -> None:
        """Sets the clock of shop and sandbox. Raises ValueError for the past: the sandbox has been there."""
        ahead = int(moment.timestamp() - time.time())
        if ahead < 0:
            raise ValueError(f"{moment.isoformat()} is past; the shop's clock only goes forward")
        self._set_clock(ahead)

    def wait(self, seconds: int) -> None:
        """Moves the clock of shop and sandbox, and runs what is due."""
        self._set_clock(self._offset() + seconds)
        shop = open_shop(self.stack.environ)
        shop.payments.reconcile()
        open_desk(self.stack.environ, shop).run_due()
        self.settle()

    def settle(self, seconds: float = QUIET_SECONDS) -> None:
        """Until nothing is due any more: neither in the outbox nor among unfinished turns. Raises TimeoutError."""
        end = time.monotonic() + seconds
        while self._busy():
            if time.monotonic() > end:
                raise TimeoutError(f"after {seconds} s a turn or an outbox item is still not over")
            time.sleep(0.05)

    # events

    def at_bank(self, session: str, outcome: str) -> None:
        """What a buyer does on the pay page: pay, decline, challenge, expire."""
        key = self.stack.environ["SANDBOX_KEY"]
        self.http.post(
            f"{self.stack.sandbox}/sandbox/outcome",
            json={"session": session, "outcome": outcome},
            headers={"authorization": f"Bearer {key}"},
        ).raise_for_status()

    def deliver_again(self) -> None:
        """The newest event once more, signed as the provider signs."""
        headers = {"authorization": f"Bearer {self.stack.environ['SANDBOX_KEY']}"}
        event = self.http.get(f"{self.stack.sandbox}/v1/events?limit=1", headers=headers).json()["data"][0]
        self.post_webhook(json.dumps(event).encode()).raise_for_status()

    def post_webhook(self, body: bytes, age: int = 0, secret: str | None = None) -> httpx.Response:
        """A signed webhook as the provider would send it, `age` seconds old."""
        stamp = int(time.time()) - age
        key = (secret or self.stack.environ["STRIPE_WEBHOOK_SECRET"]).encode()
        signature = hmac.new(key, f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
        headers = {"stripe-signature": f"t={stamp},v1={signature}", "content-type": "application/json"}
        return self.http.post(f"{self.stack.web}/stripe/webhook", content=body, headers=headers)

    # looking

    def slots(self, conversation: str) -> Mapping[str, Any]:
        token = {"token": self.stack.environ["RASA_TOKEN"], "include_events": "NONE"}
        base = f"http://127.0.0.1:{self.stack.settings.rasa_port}"
        answer = self.http.get(f"{base}/conversations/{conversation}/tracker", params=token)
        slots: Mapping[str, Any] = answer.json()["slots"]
        return slots

    def payment_of(self, order: str) -> str | None:
        """The provider's session of an order's newest payment; `order` is its number."""
        query = (
            select(s.payments.c.session_id)
            .join(s.orders, s.orders.c.id == s.payments.c.order_id)
            .where(s.orders.c.number == order)
            .order_by(s.payments.c.created.desc())
        )
        with self.engine.connect() as db:
            found = db.execute(query).scalar()
        return str(found) if found else None

    def _state_of(self, order: str) -> str:
        with self.engine.connect() as db:
            return str(db.execute(select(s.orders.c.state).where(s.orders.c.id == order)).scalar())

    def _levels(self) -> dict[str, int]:
        with self.engine.connect() as db:
            return {row.sku: row.on_hand for row in db.execute(select(s.stock))}

    def _values(self) -> dict[str, str]:
        """The shop's settings as they were when it opened."""
        with self.engine.connect() as db:
            return {row.key: row.value for row in db.execute(select(s.settings))}

    def _count(self, db: Connection, sku: str, pieces: int) -> None:
        db.execute(update(s.stock).where(s.stock.c.sku == sku).values(on_hand=pieces, reserved=0))
        move = {"sku": sku, "delta": pieces, "why": "counted", "ref": None, "created": int(time.time())}
        db.execute(insert(s.stock_moves).values(**move))

    def _offset(self) -> int:
        with self.engine.connect() as db:
            found = db.execute(select(s.settings.c.value).where(s.settings.c.key == "clock_offset")).scalar()
        return int(found or 0)

    def _set_clock(self, offset: int) -> None:
        with self.engine.begin() as db:
            db.execute(delete(s.settings).where(s.settings.c.key == "clock_offset"))
            db.execute(insert(s.settings).values(key="clock_offset", value=str(offset)))
        Path(self.stack.environ["SANDBOX_CLOCK_FILE"]).write_text(str(offset))

    def _busy(self) -> bool:
        o, m = t.outbox.c, t.messages.c
        due = select(o.id).where(o.state.in_(["due", "failed"]))
        open_turns = select(m.seq).where(m.state.in_(["received", "handed"]))
        with self.engine.connect() as db:
            return any(db.execute(query).first() is not None for query in (due, open_turns))
