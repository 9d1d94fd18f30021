"""Which promotion counts for a cart: one at most, the one that takes most off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from floorwalker.domain.money import Money
from floorwalker.domain.store import Promotion, Refusal, Store
from floorwalker.errors import BadCode
from floorwalker.ports import UnitOfWork

Had = Callable[[str], bool]
"""Whether this customer has had the code before."""


@dataclass(frozen=True)
class Standing:
    """`promotion`: what counts; `refused`: why the code that was entered does not."""

    promotion: Promotion | None = None
    refused: Refusal | None = None


def standing(store: Store, goods: Money, today: date, code: str | None, had: Had) -> Standing:
    """A code counts where it takes more off than what counts by itself."""
    best = _best(store, goods, today)
    if not code:
        return Standing(best)
    promotion = store.promotion(code)
    refused = _refusal(promotion, best, goods, today, had)
    return Standing(best, refused) if refused else Standing(promotion)


def switched_on(store: Store, work: UnitOfWork) -> Store:
    """The shop without the promotions that the staff switched off."""
    kept = tuple(one for one in store.promotions if not work.values.get(off_key(one)))
    return replace(store, promotions=kept)


def handle(promotion: Promotion) -> str:
    """What staff call it: its code, or its first title where it counts by itself."""
    return promotion.code or next(iter(promotion.title.values()), "")


def off_key(promotion: Promotion) -> str:
    """The value that is set while a promotion is switched off."""
    return f"promotion_off:{handle(promotion)}"[:64]


def refused_code(store: Store, code: str, why: Refusal, goods: Money) -> BadCode:
    """The refusal with the facts that explain it."""
    promotion = store.promotion(code)
    minimum = promotion.minimum if promotion else None
    day = {"early": promotion.starts, "over": promotion.ends}.get(why) if promotion else None
    return BadCode(code, why, minimum, minimum - goods if minimum and why == "minimum" else None, day)


def _refusal(
    promotion: Promotion | None, best: Promotion | None, goods: Money, today: date, had: Had
) -> Refusal | None:
    if promotion is None or promotion.code is None:
        return "unknown"
    if why := promotion.refusal(goods, today):
        return why
    if promotion.once_per_customer and had(promotion.code):
        return "used"
    return "less" if best and best.takes(goods) >= promotion.takes(goods) else None


def _best(store: Store, goods: Money, today: date) -> Promotion | None:
    """Of those that count by themselves; of equals the first."""
    holding = (one for one in store.promotions if one.code is None and not one.refusal(goods, today))
    return max(holding, key=lambda one: one.takes(goods), default=None)
