"""What the staff's side needs beyond the shop's ports. The docstrings are the contract."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from floorwalker.domain.catalogue import StockLevel
from floorwalker.domain.office import CallbackDone, Offered, OrderKind, Talk, TalkKind, Undelivered
from floorwalker.domain.records import OrderRecord
from floorwalker.domain.staff import AuditEntry, AuditQuery, Link, Member
from floorwalker.ports import UnitOfWork


class Passwords(Protocol):
    """Slow one-way hashes."""

    def hashed(self, password: str) -> str: ...

    def fits(self, password: str, hashed: str | None) -> bool:
        """False for a wrong password; with None as slow as with a hash, and False."""

    def outdated(self, hashed: str) -> bool:
        """Made with weaker parameters than today's."""


class StaffBook(Protocol):
    """Staff, their links and sessions. Tokens come in as hashes."""

    def add(self, member: Member) -> bool:
        """False: the name is taken, however it is written."""

    def members(self) -> tuple[Member, ...]:
        """By name."""

    def get(self, member: str) -> Member | None: ...

    def named(self, name: str) -> Member | None: ...

    def password(self, member: str) -> str | None:
        """The hash; None before one was chosen."""

    def set_password(self, member: str, hashed: str | None) -> None: ...

    def set_active(self, member: str, active: bool) -> bool:
        """False: it was so."""

    def lock(self) -> None:
        """Keeps other changes of the staff waiting until the transaction ends."""

    def put_link(self, token: str, link: Link) -> None:
        """A new link; earlier ones for the same member no longer work."""

    def link(self, token: str) -> Link | None: ...

    def use_link(self, token: str, now: int) -> bool:
        """Once: False when it is used, too old or unknown."""

    def open_session(self, token: str, member: str, now: int) -> None: ...

    def session(self, token: str, started: int, seen: int) -> Member | None:
        """Whose it is: of one that was started and last seen after these moments, by somebody active."""

    def touch(self, token: str, now: int) -> None:
        """Was seen."""

    def end_session(self, token: str) -> None: ...

    def end_sessions(self, member: str, but: str = "") -> None:
        """All of a member's but one."""

    def claim(self, token: str, now: int) -> bool:
        """A form's token, once; False: it was sent before."""


class AuditBook(Protocol):
    """Append-only."""

    def note(self, entry: AuditEntry) -> None: ...

    def entries(self, query: AuditQuery, limit: int, skip: int = 0) -> tuple[AuditEntry, ...]:
        """Newest first."""

    def count(self, query: AuditQuery) -> int: ...


class OfficeBook(Protocol):
    """What the office looks up across the shop's books, and the few things only it changes."""

    def orders(self, text: str, kind: OrderKind | None, limit: int, skip: int = 0) -> tuple[OrderRecord, ...]:
        """Newest first; `text` is part of the number, the e-mail or an article."""

    def count_orders(self, text: str, kind: OrderKind | None) -> int: ...

    def order(self, number: str) -> OrderRecord | None: ...

    def lock_stock(self, sku: str) -> StockLevel | None:
        """Its pieces, kept from others until the transaction ends."""

    def offered(self) -> tuple[Offered, ...]:
        """What is listed, hidden or not, in the merchant's order."""

    def hide(self, product: str, hidden: bool) -> bool:
        """False: it was so, or there is no such product. The catalogue's version grows."""

    def code_uses(self) -> dict[str, tuple[int, int]]:
        """Code, or title of what counted by itself → placed and completed orders, minor units given."""

    def done(self, limit: int) -> tuple[CallbackDone, ...]:
        """Callbacks that were seen to, newest first."""

    def finish(self, callback: str, who: str, note: str, now: int) -> None:
        """Notes who saw to it."""

    def reopen(self, callback: str, now: int) -> bool:
        """False: it was not seen to, or its shopper is with somebody again."""

    def talks(self, kind: TalkKind | None, limit: int, skip: int = 0) -> tuple[Talk, ...]:
        """Conversations with at least one message, newest first."""

    def count_talks(self, kind: TalkKind | None) -> int: ...

    def talk(self, conversation: str) -> Talk | None: ...

    def channels(self, conversations: Sequence[str]) -> dict[str, str]:
        """Conversation → its channel."""

    def undelivered(self, limit: int) -> tuple[Undelivered, ...]:
        """What no try could deliver, newest first."""

    def retry(self, item: int, now: int) -> str:
        """Has it tried once more from the beginning; its key, "" where it is not among those."""


class InsightBook(Protocol):
    """Figures by day. `bounds` are the days' beginnings and the last one's end, epoch seconds."""

    def visited(self, day: str, visits: int) -> None:
        """Adds to a day's visits."""

    def visits(self, days: Sequence[str]) -> dict[str, int]: ...
    def talks(self, bounds: Sequence[int]) -> list[int]: ...
    def carts(self, bounds: Sequence[int]) -> list[int]:
        """Conversations in which something went into a cart."""

    def orders(self, bounds: Sequence[int]) -> list[int]:
        """Placed, that is paid."""

    def revenue(self, bounds: Sequence[int]) -> list[int]: ...
    def fallbacks(self, bounds: Sequence[int]) -> list[int]: ...


class StaffWork(UnitOfWork, Protocol):
    """The shop's books and the staff's in one transaction."""

    @property
    def staff(self) -> StaffBook: ...
    @property
    def audit(self) -> AuditBook: ...
    @property
    def office(self) -> OfficeBook: ...
    @property
    def insight(self) -> InsightBook: ...


class StaffBooks(Protocol):
    def begin(self) -> AbstractContextManager[StaffWork]:
        """One transaction that may write."""

    def view(self) -> AbstractContextManager[StaffWork]:
        """One consistent look; nothing is written."""
