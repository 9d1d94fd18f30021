"""What the products found have in common and where they differ, counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from floorwalker.search.index import Snapshot

Counts = tuple[tuple[str, int], ...]
Facets = tuple[tuple[str, Counts], ...]
"""((name, ((value, products), …)), …), the commonest value first."""

_NAMES = 12
_VALUES = 20


def counts(snapshot: Snapshot, numbers: Sequence[int]) -> Facets:
    """Facets and options of those products: the names that most of them have, their commonest values."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for name, value, products in (*_claims(snapshot, numbers), *_options(snapshot, numbers)):
        found[name][value] = products
    most = sorted(found, key=lambda name: (-found[name].total(), name))[:_NAMES]
    return tuple((name, _commonest(found[name])) for name in sorted(most))


def _commonest(values: Counter[str]) -> Counts:
    return tuple(sorted(values.items(), key=lambda pair: (-pair[1], pair[0]))[:_VALUES])


def _claims(snapshot: Snapshot, numbers: Sequence[int]) -> list[tuple[str, str, int]]:
    sql = (
        "WITH found AS MATERIALIZED (SELECT f, count(*) c FROM json_each(?) JOIN counted ON n = value GROUP BY f) "
        "SELECT name, value, c FROM found JOIN claim USING (f)"
    )
    return snapshot.db.execute(sql, (_listed(numbers),)).fetchall()


def _options(snapshot: Snapshot, numbers: Sequence[int]) -> list[tuple[str, str, int]]:
    sql = (
        "SELECT name, option.value, count(DISTINCT n) FROM json_each(?) JOIN variant ON n = json_each.value "
        "JOIN option USING (v) GROUP BY 1, 2"
    )
    return snapshot.db.execute(sql, (_listed(numbers),)).fetchall() if snapshot.options else []


def _listed(numbers: Iterable[int]) -> str:
    return f"[{','.join(map(str, numbers))}]"
