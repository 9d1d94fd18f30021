"""A shop whose people sit in a helpdesk outside, in one process: for adapter authors and our own tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from cryptography.fernet import Fernet

from floorwalker.adapters.seal import FernetSealer
from floorwalker.adapters.sql.outbox_items import SqlOutbox
from floorwalker.adapters.sql.transcript import SqlTranscript
from floorwalker.conversations.desk import Desk
from floorwalker.conversations.helpdesk import HelpdeskInbox
from floorwalker.conversations.log import MessageLog
from floorwalker.conversations.packet_words import PacketWords
from floorwalker.conversations.relay import Relay, RelaySink
from floorwalker.conversations.wording import Wording
from floorwalker.domain.handoff import Handoff
from floorwalker.domain.message import text
from floorwalker.domain.outbox import OutboxItem
from floorwalker.domain.transcript import Entry
from floorwalker.ports_helpdesk import Helpdesk
from floorwalker.services.outbox import OutboxWorker, Sink
from floorwalker.testing.shop_bench import PUBLIC, ShopBench

DATA = Path(__file__).parents[2] / "data"


class Nobody:
    """No Rasa in this process."""

    def deliver(self, item: OutboxItem) -> str:
        return "nobody"


@dataclass
class HelpdeskHouse:
    """`tick` lets the outbox work until it rests; `later` moves its clock."""

    helpdesk: Helpdesk
    url: str = "sqlite://"

    def __post_init__(self) -> None:
        self.bench = ShopBench(self.url)
        shop, name = self.bench.shop, self.helpdesk.name
        store = replace(shop.store, support=replace(shop.store.support, helpdesk=name))
        object.__setattr__(shop.handoffs, "store", store)
        rows = SqlTranscript(self.bench.engine)
        self.log = MessageLog(rows, FernetSealer(Fernet.generate_key()))
        self.words = Wording.load(DATA)
        self.desk = Desk(shop.desk, self.log, self.words, store.support, lambda: 0)
        self.relay = Relay(name, self.bench.books, rows, self.bench.shop.clock)
        words = PacketWords(self.words, store, PUBLIC)
        self.sink = RelaySink(self.helpdesk, self.bench.books, rows, words)
        self.now = self.bench.clock.now
        sinks: dict[str, Sink] = {f"helpdesk:{name}": self.sink, "rasa": Nobody()}
        self.worker = OutboxWorker(SqlOutbox(self.bench.engine), sinks, lambda: self.now)
        self.inbox = HelpdeskInbox(self.helpdesk, self.desk, self.bench.books, shop.desk.note, shop.clock)

    def shopper(self, conversation: str, *messages: str) -> None:
        """The shopper writes."""
        self.bench.shop.customers.ensure(conversation, "web", "", conversation, locale="en")
        for words in messages:
            number = self.log.rows.heads([conversation])[conversation]
            entry = Entry(conversation, "in", "shopper", text(words), provider_id=f"m{number}", state="done")
            self.log.write(entry)

    def bot(self, conversation: str, words: str) -> None:
        self.log.say(conversation, text(words))

    def asks(self, conversation: str = "c1", reason: str = "asked") -> None:
        """A person is wanted, and the helpdesk hears of it."""
        self.bench.clock.now += 1
        self.bench.shop.handoffs.ask(conversation, reason)
        self.tick()

    def tick(self, later: int = 0) -> int:
        """Collects, and delivers what is due; how much was delivered."""
        self.now += later
        self.relay.collect()
        done = 0
        for _ in range(200):
            one = self.worker.run_due()
            if not one:
                break
            done += one
        return done

    def hear(self, headers: Mapping[str, str], body: bytes) -> int:
        """A webhook comes in; then what it changed goes out."""
        done = self.inbox.hear(headers, body)
        self.tick()
        return done

    def episode(self, conversation: str = "c1") -> Handoff:
        """The open episode, else the last one. Raises LookupError where there was none."""
        found = self.bench.shop.handoffs.current(conversation)
        if found is None:
            raise LookupError(conversation)
        return found

    def state(self, conversation: str = "c1") -> tuple[str, str]:
        """The episode's state and who has it."""
        found = self.bench.shop.handoffs.current(conversation)
        return (found.state, found.assignee) if found else ("", "")

    def ref(self, conversation: str = "c1") -> str:
        found = self.bench.shop.handoffs.current(conversation)
        return found.external_ref if found else ""

    def heard(self, conversation: str = "c1") -> list[tuple[str, str | None, str]]:
        """What the shopper read: author, name, words."""
        rows = self.log.rows.since(conversation, 0)
        return [(row.author, row.name, str(row.body.get("text"))) for row in rows if row.direction == "out"]

    def close(self) -> None:
        self.bench.close()
