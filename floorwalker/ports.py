"""What the shop needs from outside. The docstrings are the contract; adapters and fakes keep it.

Everything in a `UnitOfWork` happens in one transaction: the end of its block commits, an exception rolls back.
No vendor is asked while one is open, and none is opened inside another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from floorwalker.domain.catalogue import Category, Colour, Product, StockLevel, Variant
from floorwalker.domain.looked import Looked
from floorwalker.domain.payment import GatewayEvent, GatewayRefund, PaymentState, RefundState, Session
from floorwalker.domain.records import (
    CartRecord,
    DraftRecord,
    LedgerEntry,
    Lines,
    OrderRecord,
    PaymentRecord,
    RefundRecord,
)
from floorwalker.ports_desk import CustomerBook, HandoffBook


class Clock(Protocol):
    def now(self) -> int:
        """Epoch seconds; never goes back."""


class Ids(Protocol):
    def new(self) -> str:
        """An id nobody can guess, at most 36 characters."""

    def number(self) -> str:
        """The part of an order's number after its prefix: digits and a letter, at most 12, hard to guess."""


class PaymentGateway(Protocol):
    """The payment provider. Every call raises PaymentUnavailable when it does not answer (nothing is known then)
    and PaymentRejected when it refuses the request itself."""

    def create(self, params: Mapping[str, Any], key: str, /) -> Session:
        """Opens a pay page; with the same key and parameters the first answer again, as long as keys are kept."""

    def retrieve(self, session_id: str, /) -> Session:
        """The session as it is now."""

    def expire(self, session_id: str, /) -> Session:
        """Closes an open page for good; one that is not open comes back as it is."""

    def find(self, payment_id: str, created: int, /) -> Session | None:
        """The session made for a payment of ours at about that time."""

    def refund(self, params: Mapping[str, Any], key: str, /) -> GatewayRefund:
        """Sends money back; the same key and parameters never twice, as long as keys are kept."""

    def get_refund(self, refund_id: str, /) -> GatewayRefund:
        """The refund as it is now, by the provider's id."""

    def list_refunds(self, intent_id: str, /) -> Sequence[GatewayRefund]:
        """Every refund of a payment, whatever its state."""

    def list_events(
        self, types: Sequence[str], since: int, delivery_success: bool | None = None
    ) -> Iterable[GatewayEvent]:
        """Events since then; False: those that never reached us."""

    def verify_event(self, body: bytes, signature: str | None, secrets: Sequence[str]) -> GatewayEvent:
        """What the provider told us. Raises BadSignature for anything forged, altered or older than 300 s."""


class ProductSearch(Protocol):
    """Finds products by what people say; knows words and meaning, asks nobody for prices."""

    def look(self, text: str, previous: str = "", limit: int = 4, offset: int = 0) -> Looked:
        """Products for a wish; `previous` is the query so far, so that "cheaper" refines it."""

    def similar(self, product_id: str, limit: int = 3) -> tuple[str, ...]:
        """What is most like it and in stock; the likest first."""

    def named(self, text: str) -> tuple[str, ...]:
        """Products named, fully or partly, in a text."""

    def resolve(self, text: str, shown: Sequence[str], focus: str | None, cart: Sequence[str]) -> tuple[str, ...]:
        """The products meant by "the second one", "it", "both" or a name."""

    def wanted(self, product_id: str, text: str, known: Mapping[str, str] = ...) -> tuple[Variant, ...]:
        """The product's variants that fit the options said."""


class CatalogueBook(Protocol):
    def version(self) -> int:
        """Grows with every import; 0: nothing was imported yet."""

    def categories(self) -> tuple[Category, ...]: ...
    def colours(self) -> tuple[Colour, ...]: ...
    def products(self, hidden: bool = False) -> tuple[Product, ...]:
        """What is listed, in the merchant's order; `hidden`: also what the staff took out of the shop."""

    def store(self, categories: Sequence[Category], colours: Sequence[Colour], products: Sequence[Product]) -> int:
        """Replaces the catalogue; what is gone is no longer listed. Returns the new version."""


class StockBook(Protocol):
    """Pieces. Always 0 <= reserved <= on_hand, and on_hand is the sum of its moves."""

    def levels(self, skus: Sequence[str] | None = None) -> dict[str, StockLevel]:
        """Of those SKUs, or of all; unknown ones are left out."""

    def moved(self) -> dict[str, int]:
        """The sum of the moves of every SKU."""

    def ensure(self, sku: str, pieces: int, now: int) -> None:
        """Counts a SKU that was never counted; a known one keeps its pieces."""

    def count(self, sku: str, pieces: int, now: int) -> None:
        """Sets what is there. Raises NotAllowed when fewer than are held."""

    def reserve(self, order: str, lines: Lines, new_id: Callable[[], str]) -> None:
        """Holds pieces for an order. Raises OutOfStock: then the transaction must be left."""

    def held(self, order: str) -> dict[str, int]:
        """What is held for an order."""

    def holds(self) -> dict[str, dict[str, int]]:
        """What is held, by order."""

    def release(self, order: str) -> bool:
        """Frees what is held; False when nothing is."""

    def consume(self, order: str, now: int) -> bool:
        """What was held is sold; False when nothing is held."""


class CartBook(Protocol):
    def lock(self, customer: str) -> CartRecord:
        """The cart, kept from others until the transaction ends."""

    def read(self, customer: str) -> CartRecord: ...

    def write(self, customer: str, cart: CartRecord) -> None: ...

    def draft(self, conversation: str) -> DraftRecord: ...

    def write_draft(self, conversation: str, draft: DraftRecord) -> None: ...


class OrderBook(Protocol):
    def add(self, order: OrderRecord) -> None: ...
    def get(self, order: str) -> OrderRecord | None: ...

    def lock(self, order: str) -> OrderRecord | None:
        """The order, kept from others until the transaction ends. Locked before any stock."""

    def of_customer(self, customer: str, count: int) -> tuple[OrderRecord, ...]:
        """Newest first."""

    def by_number(self, customer: str, number: str) -> OrderRecord | None: ...

    def taken(self, number: str) -> bool:
        """Whether any order has that number."""

    def awaiting(self, customer: str) -> OrderRecord | None:
        """The order that waits for its money and can still be given up: no payment of it is under way."""

    def had(self, code: str, customer: str, email: str) -> bool:
        """Whether an order of the customer or the e-mail has the code; closed ones and `awaiting` do not count."""

    def place(self, order: str, fulfilment: str, now: int) -> bool:
        """awaiting_payment → placed, with one fulfilment of all its lines; False when it is elsewhere."""

    def close(self, order: str, because: str) -> bool:
        """awaiting_payment → closed; False when it is elsewhere."""

    def intend(self, order: str, because: str) -> None:
        """Notes why an order that waits is being closed; "" takes it back."""

    def flag(self, order: str, flag: str) -> bool:
        """Adds a flag; False when it was there. A disputed order's fulfilments are blocked."""

    def all(self, state: str | None = None, limit: int = 1_000_000) -> tuple[OrderRecord, ...]:
        """Newest first."""


class PaymentBook(Protocol):
    """Payments, refunds, the ledger and the provider's events. States move forward only."""

    def add(self, payment: PaymentRecord) -> None: ...
    def get(self, payment: str) -> PaymentRecord | None: ...
    def by_session(self, session_id: str) -> PaymentRecord | None: ...
    def by_intent(self, intent_id: str) -> PaymentRecord | None: ...

    def of_order(self, order: str | None) -> tuple[PaymentRecord, ...]:
        """Oldest first; of every order without one."""

    def unsettled(self) -> tuple[PaymentRecord, ...]:
        """Those in creating, open or processing, oldest first."""

    def attach(self, payment: str, session: Session) -> None:
        """Stores the session's ids and address; what is known already stays."""

    def advance(self, payment: str, to: PaymentState) -> bool:
        """False: it was there already, or beyond."""

    def decline(self, payment: str, charge: str) -> bool:
        """Notes a refused try; False when it was noted."""

    def paid(self, payment: str, last4: str, now: int) -> None: ...

    def book(self, entry: LedgerEntry) -> bool:
        """Appends to the ledger; False when that source and kind are in it."""

    def booked(self, source: str, kind: str) -> bool: ...

    def balance(self, order: str) -> int:
        """The sum of an order's entries, in minor units."""

    def ledger(self, order: str | None = None) -> tuple[LedgerEntry, ...]: ...

    def add_refund(self, refund: RefundRecord) -> None: ...

    def refund(self, refund: str) -> RefundRecord | None: ...

    def refund_by_provider(self, provider_id: str) -> RefundRecord | None: ...

    def refunds(self, payment: str | None = None, unsettled: bool = False) -> tuple[RefundRecord, ...]: ...

    def advance_refund(self, refund: str, to: RefundState, provider_id: str | None) -> bool:
        """False: it was there already, or beyond. The provider's id is kept in any case."""

    def note(self, event: GatewayEvent) -> str:
        """Stores an event as new; returns its state: new or done."""

    def finish(self, event_id: str) -> None: ...

    def new_events(self) -> tuple[GatewayEvent, ...]: ...


class OutboxBook(Protocol):
    def put(self, sink: str, key: str, conversation: str | None, payload: Mapping[str, Any], now: int) -> bool:
        """What must reach somebody, once a key; False when it was put before."""


class ValueBook(Protocol):
    def get(self, key: str) -> str | None: ...

    def set(self, key: str, value: str) -> None: ...


class UnitOfWork(Protocol):
    """The books in one transaction."""

    @property
    def catalogue(self) -> CatalogueBook: ...
    @property
    def stock(self) -> StockBook: ...
    @property
    def carts(self) -> CartBook: ...
    @property
    def orders(self) -> OrderBook: ...
    @property
    def payments(self) -> PaymentBook: ...
    @property
    def outbox(self) -> OutboxBook: ...
    @property
    def customers(self) -> CustomerBook: ...
    @property
    def handoffs(self) -> HandoffBook: ...
    @property
    def values(self) -> ValueBook: ...


class Books(Protocol):
    def begin(self) -> AbstractContextManager[UnitOfWork]:
        """One transaction that may write."""

    def view(self) -> AbstractContextManager[UnitOfWork]:
        """One consistent look; nothing is written."""
