"""How a new sentence changes the search before it. Pure: the rules of refinement in one place."""

from __future__ import annotations

from collections.abc import Sequence

from floorwalker.search.query_values import TOGETHER, Facets, Query, Turn, gather


def merge(query: Query, turn: Turn, shown: Sequence[int] = ()) -> Query:
    """`shown`: the prices on the screen in minor units, for "cheaper" and "dearer"; nothing shown: sorted only."""
    base = _base(query, turn)
    want = _wanted(_without(_drop(base.want, turn.drop), turn.avoid), turn.want)
    avoid = _drop(base.avoid, turn.drop)
    avoid = gather([*_without(_without(avoid, turn.want), turn.allow), *turn.avoid])
    low, high = _bounds(base, turn)
    low, high, sort = _relative(turn, shown, low, high, turn.sort or base.sort)
    category = None if "category" in turn.drop else turn.category or base.category
    return Query(_text(base.text, turn.text), category, low, high, want, avoid, sort)


def settled(want: Facets, avoid: Facets) -> tuple[Facets, Facets]:
    """ "Green, not olive": what is both wanted and not goes by the word that means less."""
    for name, values in avoid:
        wanted = next((v for n, v in want if n == name and set(v) & set(values)), ())
        if len(wanted) > len(values):
            want = _without(want, ((name, values),))
        elif wanted:
            avoid = _without(avoid, ((name, wanted),))
    return want, avoid


def _base(query: Query, turn: Turn) -> Query:
    """A sentence with a kind of its own begins anew; only the size survives. "Instead" keeps the other wishes."""
    own = turn.category is not None or any(name == "kind" for name, _ in turn.want)
    if not turn.refine:
        return Query(want=tuple(entry for entry in query.want if entry[0] == "size"))
    if not own:
        return query
    kept = tuple(entry for entry in query.want if entry[0] != "kind")
    return Query("", None, query.low, query.high, kept, query.avoid, query.sort)


def _wanted(before: Facets, now: Facets) -> Facets:
    replaced = {name for name, _ in now if name not in TOGETHER}
    return gather([*(entry for entry in before if entry[0] not in replaced), *now])


def _without(facets: Facets, gone: Facets) -> Facets:
    left = ((name, tuple(v for v in values if v not in _values(gone, name))) for name, values in facets)
    return tuple((name, values) for name, values in left if values)


def _values(facets: Facets, name: str) -> set[str]:
    return {value for facet, values in facets if facet == name for value in values}


def _drop(facets: Facets, drop: Sequence[str]) -> Facets:
    gone = {*drop, *(("kind",) if "category" in drop else ())}
    return tuple(entry for entry in facets if entry[0] not in gone)


def _bounds(base: Query, turn: Turn) -> tuple[int | None, int | None]:
    low, high = (None, None) if "price" in turn.drop else (base.low, base.high)
    if turn.low is not None:
        low, high = turn.low, high if high is None or high >= turn.low else None
    if turn.high is not None:
        low, high = low if low is None or low <= turn.high else None, turn.high
    return low, high


def _relative(
    turn: Turn, shown: Sequence[int], low: int | None, high: int | None, sort: str
) -> tuple[int | None, int | None, str]:
    if turn.relative == "cheaper":
        return (None, min(shown) - 1, "price") if shown else (low, high, "price")
    if turn.relative == "dearer":
        return (max(shown) + 1, None, "-price") if shown else (low, high, "-price")
    return low, high, sort


def _text(before: str, now: str) -> str:
    return " ".join(dict.fromkeys([*before.split(), *now.split()]))
