"""One entry of a CRM's timeline for each conversation: written when nobody has said anything for a while, and again
when the talk went on. It says what a talk was about and what came of it, and nothing of what was said."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from floorwalker.conversations.log import Transcript
from floorwalker.conversations.mood import Mood
from floorwalker.conversations.wording import Wording
from floorwalker.domain.handoff import Handoff
from floorwalker.domain.money import Money
from floorwalker.domain.records import OrderRecord
from floorwalker.domain.store import Store
from floorwalker.domain.transcript import Row
from floorwalker.ports import Books, UnitOfWork

AT_ONCE = 50
ORDERS = 20
NO_TOPIC = ("smalltalk", "fallback", "session")


def _now() -> int:
    return int(time.time())


@dataclass(frozen=True)
class Timeline:
    """`skills`: response → skill; `mood` reads how angry the words were; `public_url`: where the console is."""

    books: Books
    rows: Transcript
    store: Store
    wording: Wording
    skills: Mapping[str, str]
    mood: Mood
    public_url: str
    now: Callable[[], int] = _now

    def sweep(self) -> int:
        """How many conversations were told of."""
        if not self.store.support.crm:
            return 0
        before = self.now() - self.store.support.quiet_minutes * 60
        with self.books.view() as work:
            quiet = work.customers.quiet(before, AT_ONCE)
        return sum(self._tell(*one) for one in quiet)

    def _tell(self, conversation: str, seq: int) -> bool:
        rows = [row for row in self.rows.since(conversation, 0) if row.seq <= seq and row.direction != "control"]
        said = self._said(conversation, rows) if any(row.direction == "in" for row in rows) else None
        with self.books.begin() as work:
            if not work.customers.told(conversation, seq) or said is None:
                return False
            entry = {**said, **self._became(work, conversation, said["skills"])}
            key = f"conversation:{conversation}:{seq}"
            return work.outbox.put(f"crm:{self.store.support.crm}", key, conversation, entry, self.now())

    def _said(self, conversation: str, rows: Sequence[Row]) -> dict[str, Any]:
        words = [str(row.body.get("text") or "") for row in rows if row.direction == "in"]
        return {
            "event": "conversation.quiet", "conversation": conversation, "at": self.now(),
            "began": rows[0].created, "ended": rows[-1].created, "language": self.rows.locale(conversation),
            "channel": self.rows.channel(conversation), "messages": _counted(rows), "skills": self._topics(rows),
            "mood": max(self._moods(words)), "link": f"{self.public_url}/desk/{conversation}",
        }  # fmt: skip

    def _became(self, work: UnitOfWork, conversation: str, topics: Sequence[str]) -> dict[str, Any]:
        customer = work.customers.of(conversation) or ""
        orders = [one for one in work.orders.of_customer(customer, ORDERS) if one.conversation == conversation]
        handoff = work.handoffs.last_of(conversation)
        outcome = _outcome(orders, handoff)
        return {
            "customer": customer, "outcome": outcome, "handoff": handoff.id if handoff else None,
            "orders": [one.number for one in orders if one.state != "closed"],
            "summary": self._summary(topics, outcome, orders),
        }  # fmt: skip

    def _topics(self, rows: Sequence[Row]) -> list[str]:
        """Skills in the order in which they were first spoken of."""
        spoken = (self.skills.get(row.response or "", "") for row in rows)
        return list(dict.fromkeys(skill for skill in spoken if skill and skill not in NO_TOPIC))

    def _moods(self, words: Sequence[str]) -> list[float]:
        return [self.mood.score(words[: end + 1]) for end in range(len(words))]

    def _summary(self, topics: Sequence[str], outcome: str, orders: Sequence[OrderRecord]) -> str:
        """Two sentences in the store's first language."""
        locale = self.store.languages[0]
        about = ", ".join(self._skill(topic, locale) for topic in topics)
        first = self.wording.label("crm_about", locale, topics=about) if about else ""
        placed = [one for one in orders if one.state in ("placed", "completed")]
        total = sum((one.total for one in placed[1:]), placed[0].total) if placed else Money(0, self.store.currency)
        second = self.wording.label(f"crm_outcome_{outcome}", locale, total=total)
        return " ".join(filter(None, (first, second)))

    def _skill(self, topic: str, locale: str) -> str:
        key = f"crm_skill_{topic}"
        return self.wording.label(key, locale) if key in self.wording.labels else topic


def _counted(rows: Sequence[Row]) -> dict[str, int]:
    said = [row.author for row in rows]
    return {author: said.count(author) for author in sorted(set(said))}


def _outcome(orders: Sequence[OrderRecord], handoff: Handoff | None) -> str:
    """What came of it, the best first."""
    states = {one.state for one in orders}
    if states & {"placed", "completed"}:
        return "ordered"
    if "awaiting_payment" in states:
        return "unpaid"
    if handoff and handoff.state == "callback":
        return "callback"
    if handoff and handoff.taken_at:
        return "person"
    return "unreached" if handoff and handoff.queued_at else "assistant"
