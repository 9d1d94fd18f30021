"""The shop's books in SQL: a block is a transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy.engine import Connection, Engine

from floorwalker.adapters.sql.audit import SqlAudit
from floorwalker.adapters.sql.carts import SqlCarts
from floorwalker.adapters.sql.catalogue import SqlCatalogue
from floorwalker.adapters.sql.engine import WriteLock
from floorwalker.adapters.sql.handoffs import SqlHandoffs
from floorwalker.adapters.sql.insight import SqlInsight
from floorwalker.adapters.sql.office import SqlOffice
from floorwalker.adapters.sql.orders import SqlOrders
from floorwalker.adapters.sql.outbox import SqlOutbox
from floorwalker.adapters.sql.payments import SqlPayments
from floorwalker.adapters.sql.people import SqlCustomers
from floorwalker.adapters.sql.staff import SqlStaff
from floorwalker.adapters.sql.stock import SqlStock
from floorwalker.adapters.sql.values import SqlValues


@dataclass
class SqlUnitOfWork:
    catalogue: SqlCatalogue
    stock: SqlStock
    carts: SqlCarts
    orders: SqlOrders
    payments: SqlPayments
    outbox: SqlOutbox
    customers: SqlCustomers
    handoffs: SqlHandoffs
    values: SqlValues
    staff: SqlStaff
    audit: SqlAudit
    office: SqlOffice
    insight: SqlInsight


@dataclass
class SqlBooks:
    """One writer at a time inside a process on SQLite; PostgreSQL locks rows itself."""

    engine: Engine
    lock: WriteLock = field(init=False)

    def __post_init__(self) -> None:
        self.lock = WriteLock(self.engine)

    @property
    def _still(self) -> dict[str, str]:
        """What is read in one view fits together, also while others write; SQLite's readers see it so by themselves."""
        return {} if self.engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}

    @contextmanager
    def begin(self) -> Iterator[SqlUnitOfWork]:
        with self.lock, self.engine.begin() as db:
            yield _unit(db)

    @contextmanager
    def view(self) -> Iterator[SqlUnitOfWork]:
        with self.engine.connect() as plain:
            db = plain.execution_options(reading=True, **self._still)
            with db.begin():
                yield _unit(db)


def _unit(db: Connection) -> SqlUnitOfWork:
    return SqlUnitOfWork(
        SqlCatalogue(db),
        SqlStock(db),
        SqlCarts(db),
        SqlOrders(db),
        SqlPayments(db),
        SqlOutbox(db),
        SqlCustomers(db),
        SqlHandoffs(db),
        SqlValues(db),
        SqlStaff(db),
        SqlAudit(db),
        SqlOffice(db),
        SqlInsight(db),
    )
