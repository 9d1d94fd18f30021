"""What an agent gives away: within the limit of the role at once, above it when a supervisor has agreed."""

from __future__ import annotations

from dataclasses import dataclass

from floorwalker.domain.handoff import Agent, Limits
from floorwalker.domain.records import Ask
from floorwalker.errors import BadCode, NotAllowed
from floorwalker.services.carts import Carts
from floorwalker.services.handoffs import Handoffs
from floorwalker.services.handoffs_desk import BOSSES

NOTHING = Limits(None, 0)


@dataclass(frozen=True)
class Favours:
    """Codes of store.yml, put into a shopper's cart by the desk."""

    handoffs: Handoffs
    carts: Carts

    def coupon(self, conversation: str, code: str, agent: Agent) -> bool:
        """True: it counts in the cart now; False: it waits for a supervisor. Raises BadCode, NothingInCart."""
        percent = self._percent(code)
        if percent > self._limit(agent):
            self.ask(conversation, "coupon", code.strip().upper(), percent, agent)
            return False
        self.carts.apply_code(conversation, code)
        return True

    def asks(self, conversation: str | None = None) -> tuple[Ask, ...]:
        """What waits for a supervisor, oldest first."""
        with self.handoffs.books.view() as work:
            return work.handoffs.asks(conversation)

    def decide(self, ask: Ask, yes: bool, boss: Agent) -> bool:
        """False: somebody decided before. Raises NotAllowed for who may not, BadCode for a code that ended."""
        if boss.role not in BOSSES or ask.amount > self._limit(boss):
            raise NotAllowed("role")
        decided = self.settle(ask, yes, boss)
        if decided and yes:
            self.carts.apply_code(ask.conversation, ask.target)
        return decided

    def settle(self, ask: Ask, yes: bool, boss: Agent) -> bool:
        """Notes the answer; False: there was one before."""
        with self.handoffs.books.begin() as work:
            return work.handoffs.decide(ask.id, "approved" if yes else "refused", boss.name)

    def _percent(self, code: str) -> int:
        """What the code takes off; one of a fixed amount counts as all of it, so that a supervisor looks."""
        promotion = self.handoffs.store.promotion(code)
        if promotion is None:
            raise BadCode(code)
        return int(promotion.percent) or 100

    def _limit(self, agent: Agent) -> int:
        return self.handoffs.support.limits.get(agent.role, NOTHING).coupon_percent

    def ask(
        self, conversation: str, kind: str, target: str, amount: int, agent: Agent, currency: str = "", why: str = ""
    ) -> None:
        """Puts it before a supervisor; the same thing asked twice waits once."""
        ask = Ask(self.handoffs.ids.new(), conversation, kind, "asked", target, amount, currency, why, agent.id,
                  agent.name, "", self.handoffs.clock.now())  # fmt: skip
        with self.handoffs.books.begin() as work:
            if all((one.kind, one.target) != (kind, target) for one in work.handoffs.asks(conversation)):
                work.handoffs.ask(ask)
