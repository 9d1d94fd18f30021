"""Which products a sentence points at: one service for the whole conversation.

What is more exact goes first; what cannot be told apart gives nothing, so that the assistant asks:

1. a place or a comparison ("the second one", "the first two", "the cheaper jacket"), in what is shown, of the kind that
   is named beside it; a comparison takes the cart where nothing is shown;
2. a name, whole or in part ("the Kelder"), of what is around, else of the whole shop;
3. a kind of thing ("that jacket", "the blue tent"): what fits among what is shown, else in focus, else in the cart;
   "this" and "that" mean the one in focus where it fits;
4. "both" of two, "all" of what is shown, "the other one" of two, the one that is not in focus;
5. "it": what is in focus, else the only thing shown, else the only thing in the cart; a colour beside it is a wish;
6. a colour or brand alone ("the blue one"), looked for as in 3.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from floorwalker.search.parse import parse
from floorwalker.search.resolve import resolve_reference

Ids = tuple[str, ...]
Reference = Mapping[str, "str | int | None"]

_THIS = re.compile(r"\b(?:this|that|dies(?:e[nrsm]?)?|jene[nrsm]?)\b(?!\s+(?:one\s+)?(?:is|was|ist)\b)", re.IGNORECASE)


@dataclass(frozen=True)
class Around:
    """What a shopper may point at, by id: the list shown last, the product talked about, the cart's products."""

    shown: Ids = ()
    focus: str | None = None
    cart: Ids = ()

    @property
    def every(self) -> Ids:
        return tuple(dict.fromkeys((*self.shown, *((self.focus,) if self.focus else ()), *self.cart)))

    def only(self, ids: Sequence[str]) -> Around:
        """As if nothing else were there."""
        focus = self.focus if self.focus in ids else None
        return Around(_among(self.shown, ids), focus, _among(self.cart, ids))


@dataclass(frozen=True)
class Described:
    """What fits a description; `kind`: it names a kind of thing, not only a colour or brand."""

    ids: Ids
    kind: bool


@dataclass(frozen=True)
class References:
    """`named`: products that a text names; `fitting`: those of the given ones that a text describes, None where it
    describes nothing; `measures`: ids → minor units or grams, by "price" or "weight"."""

    named: Callable[[str], Ids]
    fitting: Callable[[str, Ids], Described | None]
    measures: Callable[[str, Ids], Mapping[str, int]]

    def resolve(self, text: str, around: Around) -> Ids:
        """The products meant, in the order of the text; none where it is not clear. Takes any text."""
        pointed = [span.value for span in parse(text) if span.name == "reference" and isinstance(span.value, Mapping)]
        exact = [reference for reference in pointed if _is_exact(reference)]
        vague = [reference for reference in pointed if not _is_exact(reference)]
        described = self.fitting(text, around.every) or Described((), False)
        fitting = _nearest(text, around, described.ids)
        return (
            self._placed(exact, around, described.ids)
            or self._named(text, around)
            or (fitting if described.kind else ())
            or self._pointed(vague, around)
            or fitting
        )

    def _placed(self, exact: Sequence[Reference], around: Around, described: Ids) -> Ids:
        here = around.only(described) if described else around
        meant = (id_ for reference in exact for id_ in self._look_up(reference, here))
        return tuple(dict.fromkeys(meant))

    def _named(self, text: str, around: Around) -> Ids:
        named = self.named(text)
        return tuple(id_ for id_ in named if id_ in around.every) or named

    def _pointed(self, pointed: Sequence[Reference], around: Around) -> Ids:
        return next((meant for reference in pointed if (meant := self._look_up(reference, around))), ())

    def _look_up(self, reference: Reference, around: Around) -> Ids:
        measured = self.measures(str(reference["by"]), around.every) if "by" in reference else {}
        return resolve_reference(reference, around.shown, around.focus, around.cart, measured)


def _is_exact(reference: Reference) -> bool:
    return "index" in reference or "by" in reference or "first" in reference


def _nearest(text: str, around: Around, fitting: Ids) -> Ids:
    """The group that is nearest to the eye and has what fits."""
    if around.focus in fitting and _THIS.search(text):
        return (str(around.focus),)
    groups = (around.shown, (around.focus,) if around.focus else (), around.cart)
    return next((found for group in groups if (found := _among(group, fitting))), ())


def _among(some: Sequence[str], ids: Sequence[str]) -> Ids:
    return tuple(id_ for id_ in some if id_ in ids)
