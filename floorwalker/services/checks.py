"""Checks that the books are sound: every invariant of payments.md section 11, read from the rows themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from floorwalker.domain.payment import state_of
from floorwalker.domain.records import LedgerEntry, OrderRecord, PaymentRecord
from floorwalker.ports import Books, PaymentGateway, UnitOfWork

LIVE = ("creating", "open", "processing")


@dataclass(frozen=True)
class Violation:
    """`rule` names what is broken, `subject` the SKU, order or payment."""

    rule: str
    subject: str
    detail: str


@dataclass(frozen=True)
class Facts:
    """Everything, read in one transaction."""

    orders: tuple[OrderRecord, ...]
    payments: dict[str, tuple[PaymentRecord, ...]]
    ledger: dict[str, tuple[LedgerEntry, ...]]
    refunded: dict[str, int]
    held: dict[str, dict[str, int]]


def check(books: Books, gateway: PaymentGateway | None = None) -> tuple[Violation, ...]:
    """Nothing: all is well. With a gateway the ledger is also held against what the provider says."""
    with books.view() as work:
        facts = _read(work)
        found = [*_stock(work, facts)]
    for order in facts.orders:
        found += [*_sums(order), *_money(order, facts), *_states(order, facts)]
    if gateway is not None:
        found += _ahead(books, gateway, facts)
    return tuple(found)


def at_rest(books: Books) -> tuple[Violation, ...]:
    """What must hold once everything has settled: nothing is under way and nothing is held."""
    with books.view() as work:
        live = work.payments.unsettled()
        held = work.stock.holds()
        open_refunds = work.payments.refunds(unsettled=True)
    found = [Violation("payment_settled", payment.id, payment.state) for payment in live]
    found += [Violation("nothing_held", order, "still holds stock") for order in held]
    return (*found, *(Violation("refund_settled", one.id, one.state) for one in open_refunds))


def _read(work: UnitOfWork) -> Facts:
    orders = work.orders.all()
    refunded: Counter[str] = Counter()
    for refund in work.payments.refunds():
        if refund.state != "failed":
            refunded[refund.payment] += refund.amount.minor
    payments, ledger, held = work.payments.of_order(None), work.payments.ledger(), work.stock.holds()
    return Facts(
        orders,
        {order.id: tuple(one for one in payments if one.order == order.id) for order in orders},
        {order.id: tuple(one for one in ledger if one.order == order.id) for order in orders},
        dict(refunded),
        {order.id: held.get(order.id, {}) for order in orders},
    )


def _stock(work: UnitOfWork, facts: Facts) -> Iterator[Violation]:
    held: Counter[str] = Counter()
    for pieces in facts.held.values():
        held.update(pieces)
    moved = work.stock.moved()
    for sku, level in work.stock.levels().items():
        if not 0 <= level.reserved <= level.on_hand:
            yield Violation("stock_bounds", sku, f"{level.reserved} of {level.on_hand} held")
        if level.reserved != held[sku]:
            yield Violation("reserved_is_held", sku, f"{level.reserved} reserved, {held[sku]} held")
        if level.on_hand != moved.get(sku, 0):
            yield Violation("on_hand_is_moves", sku, f"{level.on_hand} on hand, moves say {moved.get(sku, 0)}")


def _sums(order: OrderRecord) -> Iterator[Violation]:
    """The order's sums as frozen, and every payment asks exactly for the order's total."""
    lines = sum(line.total.minor for line in order.lines)
    if lines != order.subtotal.minor - order.discount.minor:
        yield Violation("lines_add_up", order.id, f"lines are {lines}")
    tax = 0 if order.tax_included else order.tax.minor
    if order.total.minor != lines + order.delivery.minor + tax:
        yield Violation("total_adds_up", order.id, f"total is {order.total.minor}")


def _money(order: OrderRecord, facts: Facts) -> Iterator[Violation]:
    entries, total = facts.ledger[order.id], order.total.minor
    balance = sum(entry.amount.minor for entry in entries)
    if not 0 <= balance <= total:
        yield Violation("ledger_bounds", order.id, f"{balance} of {total}")
    charged = {entry.source for entry in entries if entry.kind == "charge"}
    paid = [payment for payment in facts.payments[order.id] if payment.state == "succeeded"]
    for payment in paid:
        if (payment.intent_id or payment.session_id) not in charged:
            yield Violation("paid_is_charged", payment.id, "succeeded, but not in the ledger")
    if len(charged) < len(paid):
        yield Violation("one_charge_a_payment", order.id, f"{len(charged)} charges, {len(paid)} payments")
    for payment in facts.payments[order.id]:
        asked = _asked(payment)
        if asked != payment.amount.minor or payment.amount != order.total:
            yield Violation("session_is_total", payment.id, f"asks for {asked}, the order is {total}")
        if facts.refunded.get(payment.id, 0) > payment.amount.minor:
            yield Violation("refunds_within_paid", payment.id, f"{facts.refunded[payment.id]} sent back")


def _states(order: OrderRecord, facts: Facts) -> Iterator[Violation]:
    charged = sum(entry.amount.minor for entry in facts.ledger[order.id] if entry.kind == "charge")
    live = [payment for payment in facts.payments[order.id] if payment.state in LIVE]
    placed = order.state in ("placed", "completed")
    if placed and charged < order.total.minor:
        yield Violation("placed_is_paid", order.id, f"placed with {charged} of {order.total.minor}")
    if placed != (order.fulfilment is not None):
        yield Violation("placed_is_fulfilled_once", order.id, f"{order.state} with {order.fulfilment}")
    if len(live) > 1:
        yield Violation("one_live_payment", order.id, f"{len(live)} live")
    waits = order.state == "awaiting_payment"
    if waits and not live and "amount_mismatch" not in order.flags:
        yield Violation("waiting_has_payment", order.id, "waits, but nothing can be paid")
    wanted = {line.sku: line.quantity for line in order.lines} if waits else {}
    if facts.held[order.id] != wanted:
        yield Violation("held_while_waiting", order.id, f"{order.state} holds {facts.held[order.id]}")


def _ahead(books: Books, gateway: PaymentGateway, facts: Facts) -> list[Violation]:
    """Money may move between reading the books and asking the provider, so who looks ahead is looked at again."""
    found = tuple(_provider(gateway, facts))
    if not found:
        return []
    with books.view() as work:
        again = {one.subject for one in _provider(gateway, _read(work))}
    return [one for one in found if one.subject in again]


def _provider(gateway: PaymentGateway, facts: Facts) -> Iterator[Violation]:
    """The ledger is never ahead of the provider."""
    for order in facts.orders:
        balance = sum(entry.amount.minor for entry in facts.ledger[order.id])
        there = provider_balance(gateway, facts.payments[order.id])
        if balance > there:
            yield Violation("ledger_not_ahead", order.id, f"ledger {balance}, provider {there}")


def provider_balance(gateway: PaymentGateway, payments: Iterable[PaymentRecord]) -> int:
    """What the provider holds of these payments, after refunds, in minor units."""
    return sum(_brought(gateway, payment) for payment in payments)


def _brought(gateway: PaymentGateway, payment: PaymentRecord) -> int:
    if payment.session_id is None:
        return 0
    session = gateway.retrieve(payment.session_id)
    if state_of(session) != "succeeded":
        return 0
    gone = gateway.list_refunds(session.intent_id) if session.intent_id else ()
    return session.amount_total - sum(one.amount for one in gone if one.status not in ("failed", "canceled"))


def _asked(payment: PaymentRecord) -> int:
    items = payment.request["line_items"]
    return sum(int(item["price_data"]["unit_amount"]) * int(item["quantity"]) for item in items)
