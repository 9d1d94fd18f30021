"""The words of one shop: what a phrase means in its facets, and what its products are called."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from floorwalker.domain.catalogue import Category, Colour, Product
from floorwalker.search import lexicon
from floorwalker.search.names import Names
from floorwalker.search.query_values import Facets, gather
from floorwalker.search.words import Word, fold, phrase

_ENDINGS = ("e", "en", "er", "es", "em")
_INFLECTED = ("colour", "warmth", "material")


@dataclass(frozen=True)
class Vocabulary:
    """`meanings`: phrase → facets; `names`: (product, its names as phrases), the title first."""

    meanings: Mapping[str, Facets]
    names: tuple[tuple[str, tuple[str, ...]], ...]
    heads: frozenset[str] = frozenset()
    """Words for a sort of thing, that are always part of the wish: "dress" says nothing only where none is sold."""
    longest: int = field(init=False)
    plain: frozenset[str] = field(init=False)
    """The single words in `meanings`."""
    named: frozenset[str] = field(init=False)
    """The single words in `names`."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "longest", max((p.count(" ") + 1 for p in self.meanings), default=0))
        called = (word for _, names in self.names for name in names for word in name.split())
        object.__setattr__(self, "named", frozenset(called))
        object.__setattr__(self, "plain", frozenset(" ".join(self.meanings).split()) - lexicon.CHAT)

    @cached_property
    def called(self) -> Names:
        """The names made ready for looking up."""
        return Names.of(self.names)

    @classmethod
    def of(
        cls, products: Sequence[Product], categories: Sequence[Category], colours: Sequence[Colour]
    ) -> Vocabulary:
        found: dict[str, Facets] = {}
        for words, facet, value in _meanings(products, categories, colours):
            found[words] = gather([*found.get(words, ()), (facet, (value,))])
        found = {words: _one_department(facets) for words, facets in found.items()}
        names = ((p.id, tuple(dict.fromkeys(map(phrase, (p.title, *p.words))))) for p in products)
        return cls(found, tuple(names))

    def meaning(self, words: str) -> Facets:
        """The facets a phrase stands for; also its plural and a German colour with an ending."""
        exact = self.meanings.get(words) or (words.endswith("s") and self.meanings.get(words[:-1]))
        if exact:
            return exact
        for ending in _ENDINGS:
            facets = self.meanings.get(words[: -len(ending)], ()) if words.endswith(ending) else ()
            if facets and all(name in _INFLECTED for name, _ in facets):
                return facets
        return ()

    def match(self, tokens: Sequence[Word], at: int) -> tuple[Facets, int]:
        """The longest phrase that begins at a token: its meaning and how many tokens it takes."""
        for length in range(min(self.longest, len(tokens) - at), 0, -1):
            facets = self.meaning(" ".join(token.text for token in tokens[at : at + length]))
            if facets:
                return facets, length
        return (), 0

    def to_json(self) -> str:
        told = {"meanings": self.meanings, "names": self.names, "heads": sorted(self.heads)}
        return json.dumps(told, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Vocabulary:
        data = json.loads(text)
        meanings = {
            words: gather((n, tuple(v)) for n, v in facets) for words, facets in data["meanings"].items()
        }
        names = tuple((product, tuple(names)) for product, names in data["names"])
        return cls(meanings, names, frozenset(data["heads"]))


def _one_department(facets: Facets) -> Facets:
    """A word for a kind of thing means the kind, not the department of the same name."""
    if any(name == "kind" for name, _ in facets):
        return tuple(entry for entry in facets if entry[0] != "category")
    return tuple((n, values[:1] if n == "category" else values) for n, values in facets)


def product_facets(product: Product) -> Facets:
    """What a product answers to, beside its options: kind, weather, warmth, use, occasion, material, offer."""
    tags = set(product.tags)
    pairs = [(group, (tag,)) for group, meanings in lexicon.GROUPS.items() for tag in meanings if tag in tags]
    stuff = fold(" ".join(product.materials))
    pairs += [
        ("material", (name,))
        for name in lexicon.MATERIALS
        if f" {name}" in f" {stuff}" and f"no {name}" not in stuff
    ]
    pairs += [("offer", ("reduced",)) for variant in product.variants if variant.compare_at]
    return gather(pairs)


def _meanings(
    products: Sequence[Product], categories: Iterable[Category], colours: Iterable[Colour]
) -> Iterator[tuple[str, str, str]]:
    held = {(name, value) for p in products for name, values in product_facets(p) for value in values}
    for group, meanings in (*lexicon.GROUPS.items(), ("material", lexicon.MATERIALS)):
        for value, line in meanings.items():
            if (group, value) in held:
                yield from ((phrase(words), group, value) for words in (value, *lexicon.phrases(line)))
    if ("offer", "reduced") in held:
        yield from ((phrase(words), "offer", "reduced") for words in lexicon.phrases(lexicon.REDUCED))
    shown = {value for product in products for value in product.values("colour")}
    for colour in colours:
        if colour.name in shown:
            yield from (
                (phrase(w), "colour", colour.name) for w in (colour.name, colour.title, *colour.families)
            )
    for category in categories:
        yield from ((phrase(w), "category", category.id) for w in (category.title, *category.words))
