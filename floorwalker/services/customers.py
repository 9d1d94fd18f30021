"""Customers: everybody who talks is one, known or not."""

from __future__ import annotations

from dataclasses import dataclass

from floorwalker.ports import Books, Clock, Ids, UnitOfWork


@dataclass(frozen=True)
class Customers:
    """Makes conversation, identity and anonymous customer at the first word."""

    books: Books
    clock: Clock
    ids: Ids

    def ensure(
        self,
        conversation: str,
        channel: str = "rasa",
        account: str = "",
        external_id: str | None = None,
        locale: str = "",
    ) -> str:
        """The customer's id. `locale`: what the shopper reads, where a new conversation's channel tells."""
        with self.books.begin() as work:
            address = (channel, account, external_id or conversation)
            customer = work.customers.ensure(conversation, *address, self.ids.new(), self.clock.now())
            if locale:
                work.customers.speak(conversation, locale)
            return customer

    def within(self, work: UnitOfWork, conversation: str) -> str:
        """The same inside a transaction, for a conversation that came without its channel."""
        address = ("rasa", "", conversation)
        return work.customers.ensure(conversation, *address, self.ids.new(), self.clock.now())
