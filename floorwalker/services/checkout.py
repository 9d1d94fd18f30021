"""The checkout: collects what a purchase needs, quotes it exactly, and places what was confirmed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from floorwalker.domain import address as reading
from floorwalker.domain.cart import Cart
from floorwalker.domain.checkout import DeliveryOption, Draft, Placed, Quote
from floorwalker.domain.money import Money
from floorwalker.domain.records import DraftRecord, OrderRecord
from floorwalker.domain.store import Delivery, Rate, Store
from floorwalker.errors import BadValue, Incomplete, NoDelivery, NothingInCart, OutOfStock, QuoteChanged
from floorwalker.ports import Books, Clock, UnitOfWork
from floorwalker.services.carts import Carts
from floorwalker.services.delivery import expected
from floorwalker.services.email import read_email
from floorwalker.services.ordering import Ordering
from floorwalker.services.payments import Payments
from floorwalker.services.payments_sync import Fail
from floorwalker.services.pricing import country_of, quote_of
from floorwalker.services.ways import meant

TRIES = 3


@dataclass(frozen=True)
class Checkout:
    """Every call takes the conversation."""

    books: Books
    store: Store
    carts: Carts
    ordering: Ordering
    payments: Payments
    clock: Clock
    fail: Fail

    def draft(self, conversation: str) -> Draft:
        with self.books.begin() as work:
            return self._draft(work, conversation, work.carts.draft(conversation))

    def set_email(self, conversation: str, text: str) -> Draft:
        """Raises BadValue."""
        email = read_email(text)
        with self.books.begin() as work:
            work.customers.learn(self.carts.customers.within(work, conversation), email)
            return self._keep(work, conversation, replace(work.carts.draft(conversation), email=email))

    def looks_like_address(self, text: str) -> bool:
        """Whether a message tells an address, rather than asking or talking of something else."""
        return reading.looks_like_address(text)

    def set_address(self, conversation: str, text: str) -> Draft:
        """Reads what a message tells of the address and keeps the rest. Raises BadValue."""
        with self.books.begin() as work:
            draft = work.carts.draft(conversation)
            found = reading.read_address(text, draft.address)
            if found is None:
                raise BadValue("address", text)
            country = found.country or self.store.country
            if country not in self.store.served:
                raise BadValue("country", country)
            return self._keep(work, conversation, replace(draft, address=replace(found, country=country)))

    def delivery_options(self, conversation: str) -> tuple[DeliveryOption, ...]:
        """What goes to the address with this cart, at its price, with the days on which it would arrive.

        Raises NoDelivery where nothing does.
        """
        with self.books.begin() as work:
            cart, draft = self.carts.priced(work, conversation), work.carts.draft(conversation)
            locale = self.carts.locale_in(work, conversation)
        found = self._ways(draft, cart)
        if not found:
            raise NoDelivery(country_of(self.store, draft, None), cart.grams)
        return tuple(self._option(way, rate, cart.total, locale) for way, rate in found)

    def promises(self, grams: int, goods: Money) -> tuple[DeliveryOption, ...]:
        """How goods of that weight and worth come to an address in the shop's own country."""
        rates = ((way, way.rate(self.store.country, grams)) for way in self.store.delivery if way.needs_address)
        return tuple(self._option(way, rate, goods, self.carts.locale) for way, rate in rates if rate is not None)

    def set_delivery(self, conversation: str, text: str) -> Draft:
        """By id, name, a shopper's words or the number in the list of `delivery_options`. Raises BadValue."""
        with self.books.begin() as work:
            draft, cart = work.carts.draft(conversation), self.carts.priced(work, conversation)
            way = meant(text, [way for way, _ in self._ways(draft, cart)])
            if way is None:
                raise BadValue("delivery", text)
            return self._keep(work, conversation, replace(draft, delivery=way.id))

    def quote(self, conversation: str) -> Quote:
        """Raises NothingInCart, Incomplete, OutOfStock."""
        with self.books.begin() as work:
            return self._quote(work, conversation)

    def place(self, conversation: str, quote_id: str) -> Placed:
        """Holds the stock, makes order and payment, opens the pay page; twice the same is one order.

        An unpaid order of the customer that is not this one is closed first.
        Raises QuoteChanged, OutOfStock, NothingInCart, Incomplete, PaymentUnavailable.
        """
        for _ in range(TRIES):
            order = self._order(conversation, quote_id)
            self.fail("after-tx1")
            if order.quote == quote_id and self.payments.is_payable(order):
                return self.payments.open(order)
            self.payments.end(order.id, "replaced")
        raise QuoteChanged

    def _order(self, conversation: str, quote_id: str) -> OrderRecord:
        """The customer's unpaid order where there is one; else the new one."""
        with self.books.begin() as work:
            customer = self.carts.customers.within(work, conversation)
            work.carts.lock(customer)
            waiting = work.orders.awaiting(customer)
            if waiting is not None:
                return waiting
            quote = self._quote(work, conversation)
            if quote.id != quote_id:
                raise QuoteChanged
            option = work.carts.draft(conversation).delivery
            return self.ordering.make(work, conversation, customer, quote, option)

    def _quote(self, work: UnitOfWork, conversation: str) -> Quote:
        cart, draft = self.carts.priced(work, conversation), work.carts.draft(conversation)
        if not cart.lines:
            raise NothingInCart
        missing = self._draft(work, conversation, draft).missing
        if missing:
            raise Incomplete(missing[0])
        for line in cart.lines:
            if line.quantity > line.free:
                title = ", ".join(filter(None, (line.title, line.detail)))
                raise OutOfStock(line.sku, line.quantity, line.free, title)
        found = self._way(draft, cart)
        if found is None:
            raise Incomplete("delivery")
        return quote_of(self.store, cart, draft, *found, self.carts.locale_in(work, conversation))

    def _keep(self, work: UnitOfWork, conversation: str, draft: DraftRecord) -> Draft:
        work.carts.write_draft(conversation, draft)
        return self._draft(work, conversation, draft)

    def _ways(self, draft: DraftRecord, cart: Cart) -> list[tuple[Delivery, Rate]]:
        """What goes to the address with that weight, in the merchant's order."""
        rates = ((way, way.rate(country_of(self.store, draft, way), cart.grams)) for way in self.store.delivery)
        return [(way, rate) for way, rate in rates if rate is not None]

    def _way(self, draft: DraftRecord, cart: Cart) -> tuple[Delivery, Rate] | None:
        """What was chosen, while it still goes there."""
        return next((found for found in self._ways(draft, cart) if found[0].id == draft.delivery), None)

    def _draft(self, work: UnitOfWork, conversation: str, draft: DraftRecord) -> Draft:
        found = self._way(draft, self.carts.priced(work, conversation)) if draft.delivery else None
        way = found[0] if found else None
        needs_address = way is None or way.needs_address
        lacks = {
            "email": not draft.email,
            "address": needs_address and bool(draft.address.missing),
            "delivery": way is None,
        }
        missing = tuple(name for name, lacking in lacks.items() if lacking)
        return Draft(draft.email, draft.address, draft.delivery if way else "", missing)

    def _option(self, way: Delivery, rate: Rate, goods: Money, locale: str) -> DeliveryOption:
        first, last = expected(self.store, rate, self.clock.now())
        return DeliveryOption(
            id=way.id,
            title=self.store.words(way.title, locale),
            detail=self.store.words(rate.detail, locale),
            price=rate.price_for(goods),
            days=rate.days,
            expected=(first.isoformat(), last.isoformat()),
        )
