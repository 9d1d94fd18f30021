"""What a search found, as the conversation sees it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Looked:
    """`query`: the query so far as JSON, to hand back for a refinement; `ids`: products in order, this page only;
    `total`: products that match; `corrected`: the words searched, when the spelling was mended;
    `relaxed`: what was let go because nothing matched otherwise (names of query fields); `other`: a second reading of
    misspelt words; `asks`: the field whose answer would narrow the list most, with the likeliest `answers` (of a price
    upper bounds in minor units)."""

    query: str
    ids: tuple[str, ...]
    total: int
    corrected: str = ""
    relaxed: tuple[str, ...] = ()
    other: str = ""
    asks: str = ""
    answers: tuple[str, ...] = ()
