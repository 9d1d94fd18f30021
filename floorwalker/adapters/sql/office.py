"""What the office looks up across the shop's books, in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.engine import Connection

from floorwalker.adapters.sql import tables_shop as s
from floorwalker.adapters.sql import tables_staff as t
from floorwalker.adapters.sql import tables_talk as k
from floorwalker.adapters.sql.catalogue import SqlCatalogue
from floorwalker.adapters.sql.orders import SqlOrders
from floorwalker.adapters.sql.rows import first
from floorwalker.domain.catalogue import StockLevel
from floorwalker.domain.office import CallbackDone, Offered, OrderKind, Talk, TalkKind, Undelivered
from floorwalker.domain.records import Callback, OrderRecord

OPEN_HANDOFF = ("offered", "queued", "human", "callback")


@dataclass
class SqlOffice:
    db: Connection

    def orders(self, text: str, kind: OrderKind | None, limit: int, skip: int = 0) -> tuple[OrderRecord, ...]:
        return SqlOrders(self.db).many(*_orders(text, kind), limit=limit, skip=skip)

    def count_orders(self, text: str, kind: OrderKind | None) -> int:
        return self._count(select(func.count()).select_from(s.orders).where(*_orders(text, kind)))

    def order(self, number: str) -> OrderRecord | None:
        found = SqlOrders(self.db).many(s.orders.c.number == number, limit=1)
        return found[0] if found else None

    def lock_stock(self, sku: str) -> StockLevel | None:
        row = first(self.db, s.stock, s.stock.c.sku == sku, lock=True)
        return StockLevel(row.sku, row.on_hand, row.reserved) if row else None

    def offered(self) -> tuple[Offered, ...]:
        hidden = set(self.db.execute(select(s.products.c.id).where(s.products.c.hidden)).scalars())
        return tuple(Offered(product, product.id in hidden) for product in SqlCatalogue(self.db).products(hidden=True))

    def hide(self, product: str, hidden: bool) -> bool:
        p = s.products.c
        change = update(s.products).where(p.id == product, p.listed, p.hidden != hidden).values(hidden=hidden)
        changed = bool(self.db.execute(change).rowcount)
        if changed:
            SqlCatalogue(self.db).grow()
        return changed

    def code_uses(self) -> dict[str, tuple[int, int]]:
        o = s.orders.c
        name = func.coalesce(o.code, o.discount_title).label("name")
        query: Any = select(name, func.count().label("orders"), func.sum(o.discount).label("given"))
        rows = self.db.execute(query.where(o.discount > 0, o.placed_at.isnot(None)).group_by(name))
        return {row.name: (int(row.orders), int(row.given)) for row in rows}

    def done(self, limit: int) -> tuple[CallbackDone, ...]:
        d, h = t.callbacks_done.c, k.handoffs.c
        query = select(k.handoffs, d.who, d.note, d.at).join(t.callbacks_done, d.handoff == h.id)
        rows = self.db.execute(query.order_by(d.at.desc(), h.id).limit(limit))
        return tuple(CallbackDone(_callback(row), row.who, row.note, row.at) for row in rows)

    def finish(self, callback: str, who: str, note: str, now: int) -> None:
        self.db.execute(insert(t.callbacks_done).values(handoff=callback, who=who, note=note[:400], at=now))

    def reopen(self, callback: str, now: int) -> bool:
        h, done = k.handoffs.c, t.callbacks_done.c.handoff == callback
        row = first(self.db, k.handoffs, h.id == callback, lock=True)
        if row is None or not first(self.db, t.callbacks_done, done):
            return False
        if first(self.db, k.handoffs, h.conversation == row.conversation, h.state.in_(OPEN_HANDOFF)):
            return False
        self.db.execute(delete(t.callbacks_done).where(done))
        again = {"state": "callback", "outcome": "", "ended_by": "", "ended_at": None, "updated": now}
        self.db.execute(update(k.handoffs).where(h.id == callback).values(**again))
        return True

    def talks(self, kind: TalkKind | None, limit: int, skip: int = 0) -> tuple[Talk, ...]:
        c = k.conversations.c
        query = select(k.conversations).where(*_talks(kind)).order_by(c.created.desc(), c.id)
        rows = self.db.execute(query.limit(limit).offset(skip)).all()
        return self._talks(rows)

    def count_talks(self, kind: TalkKind | None) -> int:
        return self._count(select(func.count()).select_from(k.conversations).where(*_talks(kind)))

    def talk(self, conversation: str) -> Talk | None:
        row = first(self.db, k.conversations, k.conversations.c.id == conversation)
        return self._talks([row])[0] if row else None

    def channels(self, conversations: Sequence[str]) -> dict[str, str]:
        c = k.conversations.c
        query = select(c.id, c.channel).where(c.id.in_(list(conversations)))
        return {row.id: row.channel for row in self.db.execute(query)}

    def undelivered(self, limit: int) -> tuple[Undelivered, ...]:
        o = k.outbox.c
        query = select(k.outbox).where(o.state == "dead").order_by(o.id.desc()).limit(limit)
        rows = self.db.execute(query)
        return tuple(Undelivered(r.id, r.sink, r.key, r.conversation or "", r.error, r.created) for r in rows)

    def retry(self, item: int, now: int) -> str:
        o = k.outbox.c
        row = first(self.db, k.outbox, o.id == item, o.state == "dead", lock=True)
        if row is None:
            return ""
        again = {"state": "due", "attempts": 1, "next_at": now, "error": ""}
        self.db.execute(update(k.outbox).where(o.id == item).values(**again))
        return f"{row.sink}/{row.key}"

    def _talks(self, rows: list[Any]) -> tuple[Talk, ...]:
        m, h, ids = k.messages.c, k.handoffs.c, [row.id for row in rows]
        said: Any = select(m.conversation, func.count().label("n")).where(m.conversation.in_(ids))
        messages = self._by(said.where(m.direction.in_(["in", "out"])))
        fallbacks = self._by(said.where(m.response.like("utter\\_fallback%", escape="\\")))
        query = select(h.conversation, h.state).where(h.conversation.in_(ids)).order_by(h.created, h.id)
        handoffs = {row.conversation: row.state for row in self.db.execute(query)}
        counted = {id_: (messages.get(id_, 0), fallbacks.get(id_, 0), handoffs.get(id_)) for id_ in ids}
        return tuple(Talk(row.id, row.channel, row.locale, row.created, *counted[row.id]) for row in rows)

    def _by(self, query: Any) -> dict[str, int]:
        return {row.conversation: int(row.n) for row in self.db.execute(query.group_by(k.messages.c.conversation))}

    def _count(self, query: Any) -> int:
        return int(self.db.execute(query).scalar_one())


def _callback(row: Any) -> Callback:
    return Callback(row.id, row.conversation, row.contact, row.reason, row.created)


def _orders(text: str, kind: OrderKind | None) -> list[Any]:
    where: list[Any] = [_of_kind(kind)] if kind else []
    return where + ([_says(text)] if text else [])


def _of_kind(kind: OrderKind) -> Any:
    o = s.orders.c
    plain = {
        "waiting": o.state == "awaiting_payment",
        "closed": o.state == "closed",
        "trouble": o.flags != "",
    }
    return plain[kind] if kind in plain else o.id.in_(_fulfilled(kind))


def _fulfilled(kind: OrderKind) -> Any:
    """Orders with a fulfilment that is still to be packed, or that has left the house."""
    states = ["pending", "packed"] if kind == "pack" else ["shipped", "delivered"]
    f = s.fulfilments.c
    return select(f.order_id).join(s.orders, s.orders.c.id == f.order_id).where(
        f.state.in_(states), s.orders.c.state.in_(["placed", "completed"])
    )  # fmt: skip


def _says(text: str) -> Any:
    o, lines = s.orders.c, s.order_lines.c
    part = "%" + text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"

    def has(column: Any) -> Any:
        return func.lower(column).like(part, escape="\\")

    articles = select(lines.order_id).where(or_(has(lines.title), has(lines.sku)))
    return or_(has(o.number), has(o.email), o.id.in_(articles))


def _talks(kind: TalkKind | None) -> list[Any]:
    c, m, h = k.conversations.c, k.messages.c, k.handoffs.c
    where: list[Any] = [c.last_seq > 0]
    if kind == "fallback":
        where.append(c.id.in_(select(m.conversation).where(m.response.like("utter\\_fallback%", escape="\\"))))
    elif kind == "handoff":
        where.append(c.id.in_(select(h.conversation)))
    return where
