"""Carts: what a customer has chosen, priced at this moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from floorwalker.domain.cart import Cart, CartLine
from floorwalker.domain.money import Money, total
from floorwalker.domain.records import CartRecord, Lines
from floorwalker.domain.store import Store
from floorwalker.errors import NothingInCart, NotInCart, OutOfStock, TooMany
from floorwalker.ports import Books, Clock, UnitOfWork
from floorwalker.services.catalogue import Catalogue, Shelf
from floorwalker.services.customers import Customers
from floorwalker.services.delivery import local_day
from floorwalker.services.promotions import Standing, refused_code, standing, switched_on

Change = Callable[[CartRecord], CartRecord]


@dataclass(frozen=True)
class Carts:
    """Every call takes the conversation and returns the customer's cart as it is then.

    `locale`: the language of its words, "" for the conversation's own.
    """

    books: Books
    catalogue: Catalogue
    customers: Customers
    store: Store
    clock: Clock
    locale: str = ""

    def show(self, conversation: str) -> Cart:
        with self.books.begin() as work:
            return self.priced(work, conversation)

    def add(self, conversation: str, sku: str, quantity: int = 1) -> Cart:
        """Raises UnknownVariant, TooMany, OutOfStock when the cart would hold more than is free."""
        with self.books.begin() as work:
            customer = self.customers.within(work, conversation)
            cart = work.carts.lock(customer)
            wanted = dict(cart.lines).get(sku, 0) + quantity
            self._allow(work, customer, sku, wanted)
            work.carts.write(customer, replace(cart, lines=_set(cart.lines, sku, wanted)))
            return self.priced(work, conversation)

    def set_quantity(self, conversation: str, sku: str, quantity: int) -> Cart:
        """0 removes. Raises NotInCart, TooMany, OutOfStock."""
        if quantity <= 0:
            return self.remove(conversation, sku)
        with self.books.begin() as work:
            customer = self.customers.within(work, conversation)
            cart = work.carts.lock(customer)
            _require(cart, sku)
            self._allow(work, customer, sku, quantity)
            work.carts.write(customer, replace(cart, lines=_set(cart.lines, sku, quantity)))
            return self.priced(work, conversation)

    def remove(self, conversation: str, sku: str) -> Cart:
        """Raises NotInCart."""

        def take(cart: CartRecord) -> CartRecord:
            _require(cart, sku)
            kept = tuple(line for line in cart.lines if line[0] != sku)
            return replace(cart, lines=kept, undo=((sku, dict(cart.lines)[sku]),))

        return self._change(conversation, take)

    def clear(self, conversation: str) -> Cart:
        def take(cart: CartRecord) -> CartRecord:
            return replace(cart, lines=(), undo=cart.lines or cart.undo)

        return self._change(conversation, take)

    def undo(self, conversation: str) -> Cart:
        """Brings back what the last clear or remove took."""

        def bring(cart: CartRecord) -> CartRecord:
            lines = cart.lines
            for sku, quantity in cart.undo:
                lines = _set(lines, sku, dict(lines).get(sku, 0) + quantity)
            return replace(cart, lines=lines, undo=())

        return self._change(conversation, bring)

    def apply_code(self, conversation: str, code: str) -> Cart:
        """Raises BadCode, NothingInCart."""
        with self.books.begin() as work:
            customer = self.customers.within(work, conversation)
            cart = work.carts.lock(customer)
            lines = self._lines(work, customer, cart.lines)
            if not lines:
                raise NothingInCart
            goods = total([line.total for line in lines], self.store.currency)
            found = self._standing(work, conversation, customer, code, goods)
            if found.refused:
                raise refused_code(self.store, code.strip(), found.refused, goods)
            work.carts.write(customer, replace(cart, code=found.promotion.code if found.promotion else None))
            return self.priced(work, conversation)

    def drop_code(self, conversation: str) -> Cart:
        return self._change(conversation, lambda cart: replace(cart, code=None))

    def priced(self, work: UnitOfWork, conversation: str) -> Cart:
        """The cart inside a transaction; what is no longer sold is left out, a code that does not hold is told."""
        customer = self.customers.within(work, conversation)
        cart = work.carts.read(customer)
        lines = self._lines(work, customer, cart.lines)
        goods = total([line.total for line in lines], self.store.currency)
        if not lines:
            return Cart(lines, goods, Money(0, self.store.currency))
        found = self._standing(work, conversation, customer, cart.code, goods)
        refused = (cart.code, found.refused) if cart.code and found.refused else None
        promotion = found.promotion
        if promotion is None:
            return Cart(lines, goods, Money(0, self.store.currency), refused=refused)
        label = self.store.words(promotion.title, self.locale_in(work, conversation))
        return Cart(lines, goods, promotion.takes(goods), promotion.code, label, refused)

    def locale_in(self, work: UnitOfWork, conversation: str) -> str:
        """The language in which the conversation is answered."""
        return self.locale or work.customers.locale(conversation)

    def _change(self, conversation: str, change: Change) -> Cart:
        with self.books.begin() as work:
            customer = self.customers.within(work, conversation)
            work.carts.write(customer, change(work.carts.lock(customer)))
            return self.priced(work, conversation)

    def _allow(self, work: UnitOfWork, customer: str, sku: str, quantity: int) -> None:
        title = ", ".join(filter(None, self.catalogue.shelf(work).words(sku)))
        free = _free(work, customer, [sku])[sku]
        if quantity > self.store.most_of_one and free >= quantity:
            raise TooMany(self.store.most_of_one)
        if quantity > free:
            raise OutOfStock(sku, quantity, free, title)

    def _lines(self, work: UnitOfWork, customer: str, lines: Lines) -> tuple[CartLine, ...]:
        shelf = self.catalogue.shelf(work)
        sold = [(sku, quantity) for sku, quantity in lines if sku in shelf.variants]
        free = _free(work, customer, [sku for sku, _ in sold])
        return tuple(_line(shelf, sku, quantity, free[sku]) for sku, quantity in sold)

    def _standing(self, work: UnitOfWork, conversation: str, customer: str, code: str | None, goods: Money) -> Standing:
        today, email = local_day(self.store, self.clock.now()), work.carts.draft(conversation).email
        store = switched_on(self.store, work)
        return standing(store, goods, today, code, lambda it: work.orders.had(it, customer, email))


def _free(work: UnitOfWork, customer: str, skus: list[str]) -> dict[str, int]:
    """What this customer could buy: their own unpaid order would be replaced, so its things count as free."""
    levels, open_order = work.stock.levels(skus), work.orders.awaiting(customer)
    own = work.stock.held(open_order.id) if open_order else {}
    return {sku: (levels[sku].free if sku in levels else 0) + own.get(sku, 0) for sku in skus}


def _line(shelf: Shelf, sku: str, quantity: int, free: int) -> CartLine:
    variant, (title, detail) = shelf.variants[sku], shelf.words(sku)
    grams = shelf.products[variant.product].weight_grams
    return CartLine(sku, variant.product, title, detail, variant.options, quantity, variant.price, free, grams)


def _require(cart: CartRecord, sku: str) -> None:
    if sku not in dict(cart.lines):
        raise NotInCart(sku)


def _set(lines: Lines, sku: str, quantity: int) -> Lines:
    """A new SKU goes to the end, a known one keeps its place."""
    return tuple({**dict(lines), sku: quantity}.items())
