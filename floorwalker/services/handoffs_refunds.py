"""Money back from the desk: within the limit of the role at once, above it when a supervisor has agreed."""

from __future__ import annotations

from dataclasses import dataclass

from floorwalker.domain.handoff import Agent
from floorwalker.domain.money import Money
from floorwalker.domain.records import Ask
from floorwalker.errors import BadValue, NotAllowed
from floorwalker.services.handoffs_desk import BOSSES
from floorwalker.services.handoffs_favours import Favours
from floorwalker.services.office import REASONS, Office
from floorwalker.services.orders import Orders


@dataclass(frozen=True)
class DeskRefunds:
    """Of the orders of the shopper who is talked to. Raises NoOrder for another's, NotAllowed for more than can go
    back."""

    favours: Favours
    office: Office
    orders: Orders

    def refund(self, conversation: str, number: str, amount: Money, why: str, form: str, agent: Agent) -> bool:
        """True: it is on its way; False: it waits for a supervisor. Raises BadValue for a reason that is none."""
        order = self.orders.find(conversation, number)
        if why not in REASONS:
            raise BadValue("why", why)
        if not Money(0, amount.currency) < amount <= self.office.order(order.number).left:
            raise NotAllowed("more_than_paid")
        if not self.within(agent, amount):
            self.favours.ask(conversation, "refund", order.number, amount.minor, agent, amount.currency, why)
            return False
        self.office.refund(order.number, amount, why, form, agent.name)
        return True

    def decide(self, ask: Ask, yes: bool, boss: Agent) -> bool:
        """False: somebody decided before. The money goes first: an answer that is lost can be given again, and its
        form counts once."""
        amount = Money(ask.amount, ask.currency)
        if boss.role not in BOSSES or not self.within(boss, amount):
            raise NotAllowed("role")
        if yes:
            self.office.refund(ask.target, amount, ask.why, ask.id, boss.name)
        return self.favours.settle(ask, yes, boss)

    def within(self, agent: Agent, amount: Money) -> bool:
        """Whether the role may give so much by itself; one without a line in store.yml may give nothing."""
        limits = self.favours.handoffs.support.limits.get(agent.role)
        return limits is not None and (limits.refund is None or amount <= limits.refund)
