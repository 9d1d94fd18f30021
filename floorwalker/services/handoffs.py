"""Who answers the shopper, and who waits to be written to."""

from __future__ import annotations

from dataclasses import dataclass

from floorwalker.domain.records import Callback
from floorwalker.ports import Books, Clock, Ids
from floorwalker.services.customers import Customers
from floorwalker.services.email import read_email


@dataclass(frozen=True)
class Handoffs:
    """The part without a desk: somebody asks to be written to."""

    books: Books
    customers: Customers
    clock: Clock
    ids: Ids

    def request_callback(self, conversation: str, email: str, reason: str = "") -> None:
        """Once while an episode is open. Raises BadValue for what is no e-mail address."""
        address = read_email(email)
        with self.books.begin() as work:
            self.customers.within(work, conversation)
            now = self.clock.now()
            work.handoffs.ask_callback(self.ids.new(), conversation, address, reason, now)

    def callbacks(self) -> tuple[Callback, ...]:
        """Who waits, longest first."""
        with self.books.view() as work:
            return work.handoffs.callbacks()
