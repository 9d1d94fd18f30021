"""A sentence in, an answer out: what a person or a program at the command line asks an index."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from floorwalker.errors import BadSettings
from floorwalker.search.index import Index
from floorwalker.search.merge import merge
from floorwalker.search.parse_price import minor
from floorwalker.search.query_values import Query
from floorwalker.search.rank import Offers, search
from floorwalker.search.telling import telling
from floorwalker.search.words import phrase

Wanted = Sequence[tuple[str, str]]
SORTS = ("relevance", "price", "-price", "-released")


@dataclass(frozen=True)
class Answer:
    """`query`: as it was understood, in the fields of a Query; `corrected`: the words searched where they were mended;
    `relaxed`: what was let go; `ask`: the question that would narrow the list most."""

    query: Mapping[str, Any]
    corrected: str | None
    ids: tuple[str, ...]
    facets: Mapping[str, Mapping[str, int]]
    total: int
    relaxed: tuple[str, ...]
    did_you_mean: str | None
    ask: Mapping[str, Any] | None
    titles: tuple[str, ...]

    def lines(self) -> Iterator[str]:
        """For people."""
        if self.corrected:
            yield f"searched: {self.corrected}" + (f" (or: {self.did_you_mean}?)" if self.did_you_mean else "")
        if self.relaxed:
            yield f"let go: {', '.join(self.relaxed)}"
        yield f"{len(self.ids)} of {self.total}"
        for place, (id_, title) in enumerate(zip(self.ids, self.titles, strict=True), 1):
            yield f"{place:3}  {id_}  {title}"
        for name, values in self.facets.items():
            yield f"{name}: " + ", ".join(f"{value} ({count})" for value, count in list(values.items())[:6])


@dataclass(frozen=True)
class Finder:
    """`offers`: SKU → free pieces, read anew for every answer."""

    index: Index
    offers: Callable[[], Offers] = lambda: lambda sku: 1

    def find(self, sentence: str, wanted: Wanted = (), limit: int = 10) -> Answer:
        """Raises BadSettings for a filter that the index does not know."""
        query = self._filtered(merge(Query(), self.index.understand(sentence)), wanted)
        found = search(self.index, query, limit, offers=self.offers())
        ask = telling(found.facets, found.prices, found.total, query.named())
        return Answer(
            query=asdict(query),
            corrected=found.corrected,
            ids=found.ids,
            facets={name: dict(counts) for name, counts in found.facets},
            total=found.total,
            relaxed=found.relaxed,
            did_you_mean=found.other,
            ask=asdict(ask) if ask else None,
            titles=self.index.titles(found.ids),
        )

    def _filtered(self, query: Query, wanted: Wanted) -> Query:
        for name, value in wanted:
            query = self._with(query, name, value)
        return query

    def _with(self, query: Query, name: str, value: str) -> Query:
        if name == "min":
            return replace(query, low=_money(name, value))
        if name == "max":
            return replace(query, high=_money(name, value))
        if name == "category":
            return replace(query, category=value)
        if name == "sort":
            return replace(query, sort=_one_of(value, SORTS))
        avoided = name.endswith("!")
        name = name.rstrip("!").strip().casefold()
        with self.index.reading() as snapshot:
            if name not in snapshot.names:
                known = ", ".join(sorted({*snapshot.names, "category", "min", "max", "sort"})[:40])
                raise BadSettings((f"--filter {name}: the index has no such facet; it has {known}",))
            values = tuple(v for said in value.split("|") for v in _values(snapshot.vocabulary.meaning, name, said))
        if avoided:
            return replace(query, avoid=(*query.avoid, (name, values)))
        return replace(query, want=(*(entry for entry in query.want if entry[0] != name), (name, values)))


def _values(meaning: Callable[[str], Any], name: str, said: str) -> tuple[str, ...]:
    """What the shop means by the word ("blue" is slate), and the word itself."""
    plain = said.strip().upper() if name == "size" else phrase(said)
    return (plain, *(v for facet, values in meaning(plain) if facet == name for v in values if v != plain))


def _money(name: str, value: str) -> int:
    if not value.replace(".", "").replace(",", "").isdecimal():
        raise BadSettings((f"--filter {name}={value}: a price is needed, as in {name}=120 or {name}=99.90",))
    return minor(value)


def _one_of(value: str, known: Sequence[str]) -> str:
    if value not in known:
        raise BadSettings((f"--filter sort={value}: one of {', '.join(known)} is needed",))
    return value
