"""The grammar of sizes: letters, EU and UK numbers, ranges, waist and length."""

from __future__ import annotations

from collections.abc import Iterator

from floorwalker.search.spans import NO_UNIT, Span, pattern

_LETTERS = r"(?:[2-5]xl|x{0,3}s|m|x{0,4}l)"
_WORDS = r"(?:extra[ -](?:small|large)|x-(?:small|large)|small|medium|large|klein|mittel|groß|gross)"
_CUE = (
    r"(?:in\s+(?:an?\s+)?(?:size\s+|größe\s+|groesse\s+)?|sizes?:?\s+(?:is\s+)?(?:an?\s+)?|"
    r"größe:?\s+|groesse:?\s+|gr\.\s*)"
)
_END = r"(?![\w'’&])"
_FREE = r"(?<![\w'’&.-])"

_CUED = pattern(rf"{_FREE}{_CUE}(?P<size>{_LETTERS}){_END}(?!-)")
_CUED_WORD = pattern(
    rf"{_FREE}{_CUE}(?P<size>{_WORDS}){_END}(?!\s+(?!please\b|bitte\b|and\b|or\b|und\b|in\b|if\b)\w)"
)
_ALONE = pattern(rf"\s*(?P<size>{_LETTERS}|{_WORDS})(?:\s*,?\s*(?:please|bitte))?\s*[.!?]?\s*")
_BARE = pattern(rf"{_FREE}(?P<size>[2-5]XL|x{{1,3}}s|x{{1,4}}l|(?-i:[SML])){_END}(?!-)")
_CUED_NUMBER = pattern(
    rf"{_FREE}(?:{_CUE})?(?:(?P<system>size|sizes|größe|groesse|gr\.|eu|uk|us)\s*)(?P<size>[0-9]{{1,2}}(?:[.,]5)?)(?![\w]|[.,][0-9]|-[0-9]|–[0-9]|/[0-9])"
)
_IN_NUMBER = pattern(
    rf"{_FREE}in\s+(?:an?\s+|der\s+)?(?P<size>3[4-9]|4[0-9]|5[0-2]){_END}(?![.,/–-]?[0-9]){NO_UNIT}(?!\s*[€$£])"
)
_NUMBER_ALONE = pattern(r"\s*(?P<size>3[4-9]|4[0-9]|5[0-4])\s*[.!?]?\s*")
_RANGE = pattern(
    rf"(?<![\w.,/–-])(?P<low>[0-9]{{2}})\s*[-–]\s*(?P<high>[0-9]{{2}})(?![\w.,]*[0-9]){NO_UNIT}(?!\s*[€$£])(?!\s*(?:eur|euros?)\b)"
)
_WAIST = pattern(r"(?<![\w.,/])(?P<size>[2-4][0-9]\s*/\s*[2-3][0-9])(?![\w/])")

_SAME = {
    "extra small": "XS", "x small": "XS", "small": "S", "klein": "S", "medium": "M", "mittel": "M",
    "large": "L", "groß": "L", "gross": "L", "extra large": "XL", "x large": "XL",
    "2xl": "XXL", "3xl": "XXXL", "4xl": "XXXXL", "5xl": "XXXXXL",
}  # fmt: skip


def sizes(text: str, asked: bool = False) -> Iterator[Span]:
    """Every reading as a size. `asked`: the shop has just asked for one, so a bare number is one."""
    for grammar, priority in ((_CUED, 7), (_CUED_WORD, 7), (_BARE, 5), (_IN_NUMBER, 5), (_WAIST, 8)):
        for found in grammar.finditer(text):
            yield Span("size", normal_size(found["size"]), found.start(), found.end(), priority)
    for found in _CUED_NUMBER.finditer(text):
        yield Span("size", _in_system(found["system"], found["size"]), found.start(), found.end(), 7)
    for found in _RANGE.finditer(text):
        low, high = int(found["low"]), int(found["high"])
        if 15 <= low < high <= 60 and high - low <= 6:
            yield Span("size", f"{low}-{high}", found.start(), found.end(), 8)
    alone = _ALONE.fullmatch(text) or (_NUMBER_ALONE.fullmatch(text) if asked else None)
    if alone:
        yield Span("size", normal_size(alone["size"]), *alone.span("size"), 7)


def normal_size(size: str) -> str:
    """One spelling for each size: "medium" is M, "39–42" is 39-42."""
    plain = " ".join(size.casefold().replace("–", "-").split())
    return _SAME.get(plain.replace("-", " ")) or plain.upper().replace(" / ", "/").replace(" - ", "-")


def sizes_covered(size: str) -> tuple[str, ...]:
    """A size and the single numbers a range stands for: 39–42 is also 40."""
    normal = normal_size(size)
    low, dash, high = normal.partition("-")
    if dash and low.isdecimal() and high.isdecimal() and 0 < int(high) - int(low) <= 10:
        return (normal, *(str(number) for number in range(int(low), int(high) + 1)))
    return (normal,)


def _in_system(system: str, size: str) -> str:
    number = size.replace(",", ".")
    return f"{system.upper()} {number}" if system.casefold() in ("uk", "us") else number
