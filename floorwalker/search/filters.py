"""A query's conditions as SQL over the index: which products, and which of their variants.

Only names and marks of this module stand in the SQL; what a shopper wrote is always a value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from floorwalker.search.build import size_system
from floorwalker.search.query_values import Query
from floorwalker.search.words import split

OPTIONS = ("colour", "size")
"""Facets that belong to a variant: wanted together, they must hold of one and the same."""


@dataclass(frozen=True)
class Condition:
    """SQL with its values."""

    sql: str
    values: tuple[str | int, ...] = ()


def products(query: Query) -> Condition:
    """Of a product `p`."""
    parts = [Condition("p.category = ?", (query.category,))] if query.category else []
    parts += [_facet("EXISTS", name, values) for name, values in query.want if name not in OPTIONS]
    parts += [_avoided(name, values) for name, values in query.avoid if name not in OPTIONS]
    here = variants(query)
    some = f"EXISTS (SELECT 1 FROM variant v WHERE v.n = p.n AND {here.sql})"  # noqa: S608
    parts.append(Condition(some, here.values))
    return _all(parts)


def variants(query: Query) -> Condition:
    """Of a variant `v` of product `p`."""
    parts = [Condition("v.price >= ?", (query.low,))] if query.low is not None else []
    parts += [Condition("v.price <= ?", (query.high,))] if query.high is not None else []
    kind = query.category is not None or bool(query.wanted("kind"))
    for name, values in query.want:
        if name in OPTIONS:
            parts.append(_option("EXISTS", name, values))
        if name == "size" and kind:
            parts[-1] = _or_does_not_apply(parts[-1], values)
    parts += [_option("NOT EXISTS", name, values) for name, values in query.avoid if name in OPTIONS]
    return _all(parts)


def quoted(word: str) -> str:
    """A term of FTS: everything between quotes is text."""
    return '"' + word.replace('"', '""') + '"'


def _facet(exists: str, name: str, values: Sequence[str]) -> Condition:
    which = f"SELECT f FROM claim WHERE name = ? AND value IN ({_marks(values)})"  # noqa: S608
    sql = f"{exists} (SELECT 1 FROM facet WHERE n = p.n AND f IN ({which}))"  # noqa: S608
    return Condition(sql, (name, *values))


def _option(exists: str, name: str, values: Sequence[str]) -> Condition:
    sql = f"{exists} (SELECT 1 FROM option o WHERE o.v = v.v AND name = ? AND value IN ({_marks(values)}))"  # noqa: S608
    return Condition(sql, (name, *values))


def _avoided(name: str, values: Sequence[str]) -> Condition:
    """What is not known of a product passes."""
    if name != "text":
        return _facet("NOT EXISTS", name, values)
    terms = [" ".join(map(quoted, split(value))) for value in values]
    match = " OR ".join(f"({term})" for term in terms if term)
    if not match:
        return Condition("1")
    return Condition(
        "p.n NOT IN (SELECT rowid FROM f WHERE f MATCH ?)", ("{title kind attrs} : (" + match + ")",)
    )


def _or_does_not_apply(condition: Condition, sizes: Sequence[str]) -> Condition:
    """Where a kind is named, a size of another system excludes nothing: a tent has no M."""
    systems = {size_system(size) for size in sizes}
    tests = " AND ".join("instr(p.reach, ?) = 0" for _ in systems)
    return Condition(f"({condition.sql} OR ({tests}))", (*condition.values, *sorted(systems)))


def _all(parts: Sequence[Condition]) -> Condition:
    sql = " AND ".join(part.sql for part in parts) or "1"
    return Condition(sql, tuple(value for part in parts for value in part.values))


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
