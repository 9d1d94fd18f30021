"""Makes orders: things held, sums frozen, the payment's request written down before anybody is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace

from floorwalker.domain.checkout import Quote
from floorwalker.domain.records import OrderRecord, PaymentRecord
from floorwalker.domain.store import Store
from floorwalker.errors import OutOfStock
from floorwalker.ports import Clock, Ids, UnitOfWork
from floorwalker.services.crm import Crm
from floorwalker.services.pricing import order_lines, session_params

MINUTE = 60


@dataclass(frozen=True)
class Ordering:
    """Works inside the transaction of its caller, who holds the customer's cart."""

    store: Store
    clock: Clock
    ids: Ids
    public_url: str

    @property
    def crm(self) -> Crm:
        return Crm(self.store.support.crm, self.clock)

    def make(self, work: UnitOfWork, conversation: str, customer: str, quote: Quote, option: str) -> OrderRecord:
        """The order of a quote. Raises OutOfStock."""
        order = OrderRecord(
            id=self.ids.new(),
            number=self._number(work),
            customer=customer,
            conversation=conversation,
            state="awaiting_payment",
            quote=quote.id,
            lines=order_lines(quote),
            subtotal=quote.subtotal,
            discount=quote.discount,
            code=quote.code,
            delivery=quote.delivery,
            delivery_title=quote.delivery_title,
            delivery_option=option,
            tax=quote.tax,
            tax_included=quote.tax_included,
            tax_percent=quote.tax_percent,
            discount_title=quote.discount_title,
            total=quote.total,
            email=quote.email,
            address=quote.address,
            created=self.clock.now(),
        )
        return self._write(work, order)

    def again(self, work: UnitOfWork, order: OrderRecord) -> OrderRecord:
        """The same things and sums as a new order. Raises OutOfStock."""
        renewed = replace(
            order,
            id=self.ids.new(),
            number=self._number(work),
            created=self.clock.now(),
            state="awaiting_payment",
            flags=frozenset(),
            closed_because="",
            placed_at=None,
            fulfilment=None,
        )
        return self._write(work, renewed)

    def settle(self, work: UnitOfWork, order: OrderRecord) -> bool:
        """Places an order whose ledger has reached its total: its things are sold."""
        if work.payments.balance(order.id) < order.total.minor:
            return False
        if not work.orders.place(order.id, self.ids.new(), self.clock.now()):
            return False
        work.stock.consume(order.id, self.clock.now())
        self.crm.order(work, order.id)
        return True

    def _write(self, work: UnitOfWork, order: OrderRecord) -> OrderRecord:
        work.orders.add(order)
        self._hold(work, order)
        self.crm.ordered(work, order)
        if order.total:
            work.payments.add(self._payment(work, order))
        else:
            self.settle(work, order)
            take_from_cart(work, order)
        return work.orders.get(order.id) or order

    def _hold(self, work: UnitOfWork, order: OrderRecord) -> None:
        lines = tuple((line.sku, line.quantity) for line in order.lines)
        try:
            work.stock.reserve(order.id, lines, self.ids.new)
        except OutOfStock as no:
            words = {line.sku: ", ".join(filter(None, (line.title, line.detail))) for line in order.lines}
            raise OutOfStock(no.sku, no.wanted, no.free, words[no.sku]) from None

    def _payment(self, work: UnitOfWork, order: OrderRecord) -> PaymentRecord:
        payment, expires_at = self.ids.new(), order.created + self.store.hold_minutes * MINUTE
        locale = work.customers.locale(order.conversation)
        params = session_params(self.store, order, payment, expires_at, self.public_url, locale)
        return PaymentRecord(
            id=payment,
            order=order.id,
            state="creating",
            amount=order.total,
            request=params,
            idem_key=self.ids.new(),
            expires_at=expires_at,
            created=order.created,
        )

    def _number(self, work: UnitOfWork) -> str:
        while True:
            number = f"{self.store.number_prefix}-{self.ids.number()}"
            if not work.orders.taken(number):
                return number


def take_from_cart(work: UnitOfWork, order: OrderRecord) -> None:
    """What was bought leaves the cart; what was added since stays."""
    cart, bought = work.carts.lock(order.customer), {line.sku: line.quantity for line in order.lines}
    left = tuple((sku, quantity - bought.get(sku, 0)) for sku, quantity in cart.lines)
    lines = tuple((sku, quantity) for sku, quantity in left if quantity > 0)
    work.carts.write(order.customer, replace(cart, lines=lines, code=None, undo=()))
