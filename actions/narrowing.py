"""What is said above a list of results, and the taps that narrow it: nothing was read or let go in silence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from actions.cards import Deck, tap
from floorwalker.conversations.spoken import joined
from floorwalker.domain.looked import Looked
from floorwalker.domain.message import Card, button
from floorwalker.domain.money import Money


def heading(deck: Deck, looked: Looked, page: int) -> tuple[str, dict[str, Any]]:
    """The response and its facts: what was let go, else how the words were read, else how many there are."""
    if looked.relaxed:
        gone = [deck.named(f"let_go_{name}", name) for name in looked.relaxed]
        return "utter_search_close", {"gone": joined(gone, deck.locale)}
    facts = {"total": looked.total}
    if looked.corrected:
        return "utter_search_read_as", {**facts, "corrected": looked.corrected}
    if looked.total <= page:
        return ("utter_search_one" if looked.total == 1 else "utter_search_few"), facts
    if _asked(deck, looked):
        return "utter_search_ask", {**facts, "question": deck.label(f"ask_{looked.asks}")}
    return "utter_search_many", facts


def chips(deck: Deck, looked: Looked) -> Iterator[Card]:
    """The second reading of misspelt words, then the answers to the question that narrows most."""
    if looked.other:
        yield deck.chip("i_meant", "product_search", {"words": looked.other}, topic=looked.other)
    if _asked(deck, looked):
        for answer in looked.answers:
            title, words = _answer(deck, looked.asks, answer)
            yield button(title, tap("product_refine", topic=words))


def _asked(deck: Deck, looked: Looked) -> bool:
    """Whether there is a question that the shop can put into words."""
    return bool(looked.asks) and not looked.relaxed and f"ask_{looked.asks}" in deck.words.labels


def _answer(deck: Deck, facet: str, value: str) -> tuple[str, str]:
    """What stands on the tap, and what it says to the search."""
    if facet == "price":
        money = Money(int(value), deck.shop.store.currency)
        return deck.label("up_to", amount=money), f"under {money.minor // 10**money.digits}"
    if facet == "colour":
        return str(deck.shop.catalogue.colour(value).title), value
    return deck.named(f"facet_{facet}_{value}", value), value
