"""What to let go, and in which order, when nothing fits: the softest wish first, hard ones never."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from floorwalker.search.query_values import Query

SOFT = ("use", "occasion", "offer", "colour", "material", "brand")
HARDER = ("warmth", "weather")
"""Size and what is to be avoided are never let go."""

Step = Callable[[Query], Query]


def steps(query: Query) -> Iterator[tuple[tuple[str, ...], Query]]:
    """The query itself, each single wish let go, then more and more of them: (names let go, easier query)."""
    yield (), query
    eased = [(name, step) for name, step in _STEPS if step(query) != query]
    for name, step in eased:
        yield (name,), step(query)
    gone: dict[str, None] = {}
    for name, step in eased:
        gone, query = {**gone, name: None}, step(query)
        if len(gone) > 1:
            yield tuple(gone), query


def _facet(name: str) -> Step:
    return lambda query: replace(query, want=tuple(entry for entry in query.want if entry[0] != name))


def _price(query: Query) -> Query:
    """A fifth more to either side."""
    low = None if query.low is None else query.low * 4 // 5
    high = None if query.high is None else query.high * 6 // 5
    return replace(query, low=low, high=high)


def _text(query: Query) -> Query:
    """The words may go only where another wish is left: for "kayak" alone everything is no answer."""
    need = query.category or any(query.wanted(name) for name in ("kind", "use", *HARDER))
    return replace(query, text="") if need else query


def _any_price(query: Query) -> Query:
    """The nearest in price that there is."""
    if query.low is None and query.high is None:
        return query
    return replace(query, low=None, high=None, sort="-price" if query.high is None else "price")


def _category(query: Query) -> Query:
    return replace(query, category=None) if query.text or query.want else query


_STEPS: tuple[tuple[str, Step], ...] = (
    *((name, _facet(name)) for name in SOFT),
    ("price", _price),
    ("text", _text),
    ("price", _any_price),
    *((name, _facet(name)) for name in HARDER),
    ("category", _category),
)
