"""What happened to an order, oldest first, out of its records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from floorwalker.domain.office import OrderFile

KNOWN = ("order.refund", "order.contact")


@dataclass(frozen=True)
class Step:
    """One thing that happened: the label `office_step_<what>` with its facts."""

    at: int
    what: str
    kind: str
    facts: dict[str, Any]


def timeline(file: OrderFile) -> tuple[Step, ...]:
    """Made, asked for money, paid, money back, what staff did, and how it ended."""
    order = file.order
    steps = [Step(order.created, "created", "good", {"channel": file.channel})]
    for payment in file.payments:
        if payment.declined:
            steps.append(Step(payment.created, "declined", "warn", {}))
        if payment.paid_at:
            steps.append(Step(payment.paid_at, "paid", "good", {"amount": payment.amount, "last4": payment.card_last4}))
    if order.placed_at and not any(payment.paid_at for payment in file.payments):
        steps.append(Step(order.placed_at, "placed", "good", {}))
    for refund in file.refunds:
        steps.append(Step(refund.created, f"refund_{refund.state}", _look(refund.state), {"amount": refund.amount}))
    steps += [Step(one.at, f"staff_{one.what.replace('.', '_')}", "plain", {"who": one.who})
              for one in file.audit if one.what in KNOWN]  # fmt: skip
    steps.sort(key=lambda step: step.at)
    if order.state == "closed":
        steps.append(Step(0, f"closed_{_known(order.closed_because)}", "plain", {}))
    return tuple(steps)


def _look(state: str) -> str:
    return {"succeeded": "good", "failed": "bad"}.get(state, "warn")


def _known(because: str) -> str:
    return because if because in ("expired", "canceled", "replaced") else "other"
