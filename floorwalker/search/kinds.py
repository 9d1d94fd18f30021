"""What sort of thing a product is, read from its title where the catalogue has no categories.

A title goes "brand, model, sort of thing, figures": the sort is the words behind the model name up to the first number,
colour or filler. It counts when several products share it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from floorwalker.search.lexicon import listed
from floorwalker.search.words import fold

SHARED = 5
"""Products that must have the same sort."""

_LONGEST = 5
_WORD = re.compile(r"[^\W_]+(?:[-/'&+][^\W_]+)*")
_FILLERS = listed(
    """for with and or in of the a an to from by pc pcs pack set x for black white silver grey gray blue red green
    yellow pink purple orange brown beige gold transparent clear multicolour multi multicolor original cyan magenta
    dual single built indoor outdoor fur mit und aus schwarz weiss silber grau blau rot grun"""
)


def kind_of(title: str, brand: str, name: str) -> str:
    """ "HP Pavilion dv7 Notebook Silver 43.2 cm" → "notebook"; empty where none can be read."""
    rest = _behind(_behind(title, brand), name)
    return " ".join(_sort(rest))


def shared(kinds: Iterable[str], least: int = SHARED) -> frozenset[str]:
    """Those that several products have."""
    return frozenset(kind for kind, count in Counter(kinds).items() if kind and count >= least)


def _behind(text: str, start: str) -> str:
    begins = bool(start) and text.casefold().startswith(start.casefold())
    return text[len(start) :].lstrip(" -,:") if begins else text


def _sort(text: str) -> Iterator[str]:
    taken = 0
    for found in _WORD.finditer(text):
        word = fold(found[0])
        stop = any(c.isdigit() for c in word) or word in _FILLERS
        if stop and not taken and word not in _FILLERS:
            continue
        if stop or taken == _LONGEST:
            return
        taken += 1
        yield word
