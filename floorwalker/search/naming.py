"""Products called by their names, in full, in part, or with a slip of the finger.

First whole names, the longest first. Then parts: a word weighs one by the number of products whose title has it, and
words for a kind of thing ("jacket") weigh next to nothing; a product is meant when a telling word of it was said
and no other product has more of it. Where several have as much, all are named and the assistant asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from floorwalker.search.names import Names
from floorwalker.search.vocabulary import Vocabulary
from floorwalker.search.words import Word, words

_BEHIND = 0.1
"""A product this far behind the best is not meant."""

_MOST = 3
"""More than so many products at once are no name but a kind: the search decides."""


@dataclass(frozen=True)
class Named:
    """A product named at `text[start:end]`."""

    product: str
    start: int
    end: int


def name_products(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Products the text names, in its order; several for one name when it fits several equally well."""
    return tuple(dict.fromkeys(name.product for name in named(text, vocabulary)))


def named(text: str, vocabulary: Vocabulary) -> tuple[Named, ...]:
    """The same with their places."""
    names = vocabulary.called
    tokens = [_mend(token, names) for token in words(text)]
    found = [*_whole(tokens, names)]
    rest = [t for t in tokens if not any(n.start <= t.start < n.end for n in found)]
    found += _parts(rest, names)
    return tuple(sorted(found, key=lambda n: n.start))


def _mend(token: Word, names: Names) -> Word:
    nearest = names.nearest(token.text)
    return Word(nearest, token.start, token.end) if nearest else token


def _whole(tokens: Sequence[Word], names: Names) -> Iterator[Named]:
    at = 0
    while at < len(tokens):
        taken = 1
        for length in range(min(names.longest, len(tokens) - at), 0, -1):
            products = names.whole.get(" ".join(t.text for t in tokens[at : at + length]))
            if products:
                yield from (Named(p, tokens[at].start, tokens[at + length - 1].end) for p in products)
                taken = length
                break
        at += taken


def _parts(tokens: list[Word], names: Names) -> Iterator[Named]:
    while True:
        said = {t.text for t in tokens}
        scores = {p: names.score(p, said) for t in tokens for p in names.telling.get(t.text, ())}
        best = max(scores.values(), default=0.0)
        meant = [product for product in scores if scores[product] > best - _BEHIND]
        if not scores or len(meant) > _MOST:
            return
        used = [t for t in tokens if any(t.text in names.titles[p] for p in meant)]
        yield from (Named(product, used[0].start, used[-1].end) for product in meant)
        tokens = [t for t in tokens if t not in used]
