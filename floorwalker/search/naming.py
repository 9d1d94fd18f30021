"""Products called by their names, in full, in part, or with a slip of the finger.

First whole names, the longest first. Then parts: a word weighs one by the number of products whose title has it, and
words for a kind of thing ("jacket") weigh next to nothing; a product is meant when a telling word of it was said
and no other product has more of it. Where several have as much, all are named and the assistant asks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from floorwalker.search import lexicon
from floorwalker.search.vocabulary import Vocabulary
from floorwalker.search.words import Word, distance, phrase, words

_EVERYDAY = lexicon.listed(
    """long set day sun light new big small large one two three four five wide short top lined max plus pro
    life gold health quilt bracket lender alder folder holder colder older elder welder horse hearth lord"""
)


@dataclass(frozen=True)
class Named:
    """A product named at `text[start:end]`."""

    product: str
    start: int
    end: int


@dataclass(frozen=True)
class _Names:
    """The names made ready for looking up."""

    whole: dict[str, tuple[str, ...]]
    titles: dict[str, frozenset[str]]
    weights: dict[str, float]
    telling: frozenset[str]
    longest: int


def name_products(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Products the text names, in its order; several for one name when it fits several equally well."""
    return tuple(dict.fromkeys(name.product for name in named(text, vocabulary)))


def named(text: str, vocabulary: Vocabulary) -> tuple[Named, ...]:
    """The same with their places."""
    names = _names(vocabulary.names)
    tokens = [_mend(token, names) for token in words(text)]
    found = [*_whole(tokens, names)]
    rest = [t for t in tokens if not any(n.start <= t.start < n.end for n in found)]
    found += _parts(rest, names)
    return tuple(sorted(found, key=lambda n: n.start))


@lru_cache(maxsize=4)
def _names(names: tuple[tuple[str, tuple[str, ...]], ...]) -> _Names:
    generic = {word for line in _lines() for said in lexicon.phrases(line) for word in phrase(said).split()}
    titles = {product: frozenset(called[0].split()) for product, called in names if called}
    counts = Counter(word for title in titles.values() for word in title)
    whole: dict[str, tuple[str, ...]] = {}
    for product, called in names:
        for name in called:
            whole[name] = (*whole.get(name, ()), product)
    weights = {word: 0.1 if word in generic else 1 / times for word, times in counts.items()}
    telling = frozenset(w for w in counts if w not in generic | _EVERYDAY and not w.isdecimal())
    whole = {
        name: products for name, products in whole.items() if not set(name.split()) <= generic | _EVERYDAY
    }
    return _Names(whole, titles, weights, telling, max((n.count(" ") + 1 for n in whole), default=0))


def _lines() -> Iterator[str]:
    for group in (*lexicon.GROUPS.values(), lexicon.MATERIALS):
        yield from group.values()
        yield from group


def _mend(token: Word, names: _Names) -> Word:
    """A word of five letters and more that is nearly a telling one becomes it."""
    if token.text in names.weights or len(token.text) < 5 or token.text in _EVERYDAY | lexicon.CHAT:
        return token
    limit = 2 if len(token.text) >= 8 else 1
    near = [
        w
        for w in names.telling
        if w[0] == token.text[0] and len(w) > 3 and distance(token.text, w, limit) <= limit
    ]
    return Word(near[0], token.start, token.end) if len(near) == 1 else token


def _whole(tokens: Sequence[Word], names: _Names) -> Iterator[Named]:
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


def _parts(tokens: list[Word], names: _Names) -> Iterator[Named]:
    while True:
        scores = {product: _score(title, tokens, names) for product, title in names.titles.items()}
        best = max(scores.values(), default=0.0)
        meant = [product for product, score in scores.items() if score and score > best - 0.1]
        if not best or len(meant) > 3:
            return
        used = [t for t in tokens if any(t.text in names.titles[p] for p in meant)]
        yield from (Named(product, used[0].start, used[-1].end) for product in meant)
        tokens = [t for t in tokens if t not in used]


def _score(title: frozenset[str], tokens: Sequence[Word], names: _Names) -> float:
    said = {t.text for t in tokens} & title
    if not said & names.telling:
        return 0.0
    return sum(names.weights[word] for word in said) / sum(names.weights[word] for word in title)
