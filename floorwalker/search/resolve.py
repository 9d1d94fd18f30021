"""Which product, which variant: pointing words, names as people write them, options in plain words.

`resolve_reference` looks up what one reference of the grammar means:
* a place in the list ("the second one", "the first two") counts only what is shown;
* "the cheaper one", "the lightest" compare what is shown, else what is in the cart;
* "both" needs exactly two shown, else exactly two in the cart; "all" takes what is shown, else the cart;
* "the other one" is the one of two shown that is not in focus;
* "it" is what is in focus, else the only thing shown, else the only thing in the cart.
What it cannot tell apart gives nothing, so that the assistant asks. Which of several ways of pointing wins:
`references.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from floorwalker.domain.catalogue import Colour, Product, Variant
from floorwalker.search.naming import Named, name_products, named
from floorwalker.search.parse_size import normal_size, sizes_covered
from floorwalker.search.words import fold

__all__ = ["MIDDLE", "Named", "find_variant", "name_products", "named", "resolve_reference"]


MIDDLE = 0
"""The place of "the middle one"."""


def resolve_reference(
    reference: Mapping[str, str | int | None],
    shown: Sequence[str],
    focus: str | None,
    cart_products: Sequence[str],
    prices: Mapping[str, int],
) -> tuple[str, ...]:
    """Products meant by a reference of the grammar; `prices`: what a comparison compares, by product."""
    if "first" in reference:
        return _some(int(reference["first"] or 0), shown)
    if "index" in reference:
        return _at(int(reference["index"] or 0), shown)
    if "by" in reference:
        return _by_price(str(reference["pick"]), tuple(shown) or tuple(cart_products), prices)
    if "set" in reference:
        return _set(str(reference["set"]), tuple(shown), focus, tuple(cart_products))
    return _it(focus, shown, cart_products)


def find_variant(
    product: Product, wanted: Mapping[str, str | Sequence[str]], colours: Sequence[Colour]
) -> tuple[Variant, ...]:
    """Variants with the wanted options, which may be said in plain words ("blue", "medium", "40"); one value or
    several of which any will do.

    An option the product does not have excludes nothing; an empty answer means: not made like that.
    """
    names = {name for variant in product.variants for name, _ in variant.options}
    asked = {name: value for name, value in wanted.items() if name in names and value}
    return tuple(
        variant
        for variant in product.variants
        if all(_any(name, said, variant.option(name) or "", colours) for name, said in asked.items())
    )


def _at(index: int, shown: Sequence[str]) -> tuple[str, ...]:
    if index == MIDDLE:
        return (shown[len(shown) // 2],) if len(shown) % 2 else ()
    if index == -1:
        return tuple(shown[-1:])
    return tuple(shown[index - 1 : index]) if index > 0 else ()


def _some(count: int, shown: Sequence[str]) -> tuple[str, ...]:
    """ "The first two", or counted from the end where negative; no fewer than that."""
    if abs(count) > len(shown):
        return ()
    return tuple(shown[:count] if count > 0 else shown[count:])


def _by_price(pick: str, among: Sequence[str], prices: Mapping[str, int]) -> tuple[str, ...]:
    known = [product for product in among if product in prices]
    if len(known) < 2:
        return tuple(known)
    best = (min if pick == "low" else max)(prices[product] for product in known)
    chosen = tuple(product for product in known if prices[product] == best)
    return chosen if len(chosen) == 1 else ()


def _set(which: str, shown: Sequence[str], focus: str | None, cart: Sequence[str]) -> tuple[str, ...]:
    if which == "other":
        rest = tuple(product for product in shown if product != focus)
        return rest if len(rest) == 1 and len(shown) == 2 else ()
    if which == "all":
        return tuple(shown) or tuple(cart)
    return next((tuple(among) for among in (shown, cart) if len(among) == 2), ())


def _it(focus: str | None, shown: Sequence[str], cart: Sequence[str]) -> tuple[str, ...]:
    if focus:
        return (focus,)
    return next((tuple(among) for among in (shown, cart) if len(among) == 1), ())


def _any(option: str, said: str | Sequence[str], value: str, colours: Sequence[Colour]) -> bool:
    choices = (said,) if isinstance(said, str) else said
    return any(_means(option, choice, value, colours) for choice in choices)


def _means(option: str, said: str, value: str, colours: Sequence[Colour]) -> bool:
    if option == "colour":
        return fold(said) == fold(value) or any(fold(said) in _names(c) for c in colours if c.name == value)
    if option == "size":
        return normal_size(said) in sizes_covered(value)
    return fold(said) == fold(value)


def _names(colour: Colour) -> set[str]:
    return {fold(name) for name in (colour.name, colour.title, *colour.families)}
