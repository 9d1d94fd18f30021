"""Customers and their conversations, in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection

from floorwalker.adapters.sql import tables_talk as t
from floorwalker.adapters.sql.rows import first, insert_missing


@dataclass
class SqlCustomers:
    db: Connection

    def ensure(self, conversation: str, channel: str, account: str, external_id: str, new_id: str, now: int) -> str:
        known = self.of(conversation)
        if known:
            return known
        customer = self._identity(channel, account, external_id, new_id, now)
        address = {"channel": channel, "account": account, "external_id": external_id}
        row = {"id": conversation, "customer_id": customer, "created": now, **address}
        insert_missing(self.db, t.conversations, row)
        return self.of(conversation) or customer

    def quiet(self, before: int, limit: int) -> Sequence[tuple[str, int]]:
        c, m = t.conversations.c, t.messages.c
        last = (m.conversation == c.id) & (m.seq == c.last_seq)
        query = select(c.id, c.last_seq).join(t.messages, last).where(c.last_seq > c.told_seq, m.created < before)
        return [(row.id, row.last_seq) for row in self.db.execute(query.order_by(m.created).limit(limit))]

    def told(self, conversation: str, seq: int) -> bool:
        c = t.conversations.c
        change = update(t.conversations).where(c.id == conversation, c.told_seq < seq).values(told_seq=seq)
        return bool(self.db.execute(change).rowcount)

    def of(self, conversation: str) -> str | None:
        query = select(t.conversations.c.customer_id).where(t.conversations.c.id == conversation)
        return self.db.execute(query).scalar()

    def speak(self, conversation: str, locale: str) -> None:
        where = t.conversations.c.id == conversation
        self.db.execute(update(t.conversations).where(where).values(locale=locale))

    def locale(self, conversation: str) -> str:
        query = select(t.conversations.c.locale).where(t.conversations.c.id == conversation)
        return str(self.db.execute(query).scalar() or "")

    def where(self, conversation: str) -> tuple[str, str]:
        c = t.conversations.c
        row = self.db.execute(select(c.channel, c.locale).where(c.id == conversation)).first()
        return (row.channel, row.locale) if row else ("", "")

    def email(self, conversation: str) -> str:
        c = t.conversations.c
        query = select(t.customers.c.email).join(t.conversations, c.customer_id == t.customers.c.id)
        return str(self.db.execute(query.where(c.id == conversation)).scalar() or "")

    def learn(self, customer: str, email: str) -> None:
        nobody = (t.customers.c.email.is_(None)) | (t.customers.c.email == "")
        self.db.execute(update(t.customers).where(t.customers.c.id == customer, nobody).values(email=email))

    def _identity(self, channel: str, account: str, external_id: str, new_id: str, now: int) -> str:
        i = t.identities.c
        where = (i.channel == channel, i.account == account, i.external_id == external_id)
        found = first(self.db, t.identities, *where)
        if found is not None:
            return str(found.customer_id)
        self.db.execute(insert(t.customers).values(id=new_id, created=now))
        address = {"channel": channel, "account": account, "external_id": external_id}
        row = {"customer_id": new_id, "kind": "anonymous", "created": now, **address}
        insert_missing(self.db, t.identities, row)
        return str(first(self.db, t.identities, *where).customer_id)
