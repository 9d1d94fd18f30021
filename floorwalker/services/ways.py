"""Which way to deliver somebody means."""

from __future__ import annotations

import re
from collections.abc import Sequence

from floorwalker.domain.store import Delivery

ORDINALS = (("first", "erste", "ersten"), ("second", "zweite", "zweiten"), ("third", "dritte", "dritten"))
CARDINALS = (("1", "one", "eins"), ("2", "two", "zwei"), ("3", "three", "drei"))


def meant(text: str, ways: Sequence[Delivery]) -> Delivery | None:
    """By id; else the one way whose names occur in the text, the longest name wins; else by its number."""
    said = " ".join(text.casefold().split())
    exact = next((way for way in ways if way.id == said), None)
    if exact:
        return exact
    longest = [(max((len(name) for name in _names(way) if _occurs(name, said)), default=0), way) for way in ways]
    best = max(longest, key=lambda found: found[0], default=(0, None))
    if best[0]:
        return best[1]
    return _numbered(said, ways)


def _numbered(said: str, ways: Sequence[Delivery]) -> Delivery | None:
    words = set(re.findall(r"\w+", said))
    if words & {"last", "letzte", "letzten"}:
        return ways[-1]
    for numbers in (ORDINALS, CARDINALS):  # "the second one" is the second
        found = [way for way, names in zip(ways, numbers, strict=False) if words & set(names)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _names(way: Delivery) -> list[str]:
    return [name.casefold() for name in (way.id, *way.title.values(), *way.words)]


def _occurs(name: str, said: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\b", said) is not None
