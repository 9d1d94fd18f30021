"""The shop's own words as the components need them, read again when the catalogue changes."""

from __future__ import annotations


def shop_words() -> frozenset[str]:
    """Lower-case words of product names, departments and colours: never "corrected" away."""
    return frozenset()
