"""The grammars of what shoppers write: one place for search, conversation and forms.

Pure and total: any text is accepted, offsets are those of the text as it came. The table of priorities is that of the
catalogue's gazetteer too, so that its spans may be put into `keep` together with these.
"""

from __future__ import annotations

from floorwalker.search.parse_contact import contacts
from floorwalker.search.parse_pointing import quantities, references
from floorwalker.search.parse_price import prices
from floorwalker.search.parse_size import sizes
from floorwalker.search.spans import Span, keep

__all__ = ["Span", "contacts", "keep", "parse", "prices", "quantities", "references", "sizes"]


def parse(text: str, asked: str = "") -> tuple[Span, ...]:
    """What the text says, without overlaps, in order. `asked`: size, quantity or postcode, when just asked for."""
    return keep(
        [
            *contacts(text, asked),
            *prices(text),
            *sizes(text, asked == "size"),
            *quantities(text, asked == "quantity"),
            *references(text),
        ]
    )
