"""The grammars of how many and which one: quantities and references to what was shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from floorwalker.search.spans import NO_UNIT, NUMBER_WORDS, UNIT, Span, pattern

_COUNT = rf"(?P<n>[0-9]{{1,2}}(?![0-9])|(?:{'|'.join(sorted(NUMBER_WORDS, key=len, reverse=True))})(?!\w))"
_ALONE = pattern(rf"\s*{_COUNT}(?:\s*,?\s*(?:please|bitte))?\s*[.!]?\s*")
_SEVERAL = "|".join(word for word, count in NUMBER_WORDS.items() if count > 1)
_FREE = r"(?<![\w.,€$£-])"
_QUANTITIES = (
    pattern(
        rf"{_FREE}(?:a\s+)?{_COUNT}\s*(?:×|(?:x|pairs?|pieces?|pcs|stück|stueck|stk|paare?|davon|(?:more\s+)?of\s+(?:those|them|these|it|each|the))(?!\w))"
    ),
    pattern(rf"{_FREE}[x×]\s?{_COUNT}(?!\w)"),
    pattern(rf"{_FREE}a\s+(?P<pair>pair)\s+of(?!\w)"),
    pattern(
        rf"{_FREE}(?:make|mach)\s+(?:it|that|them|es|daraus|das)?\s*{_COUNT}(?!\s*[€$£:]){NO_UNIT}"
        rf"|{_FREE}(?:change|set|ändere?)\s+(?:it|that|them|es|das|the\ quantity|die\ menge)\s+(?:to|auf)\s+"
        rf"{_COUNT.replace('?P<n>', '?P<m>')}(?!\s*[€$£:]){NO_UNIT}"
    ),
)
_AFTER_VERB = pattern(
    rf"{_FREE}(?:add|take|buy|order|need|want|get|have|nehme?|nimm|kaufe?|bestelle?|brauche|möchte|will)\s+"
    rf"(?:me\s+|us\s+|ich\s+|mir\s+|just\s+|only\s+|nur\s+|bitte\s+)*{_COUNT}(?!\s*[€$£.,:/-]?\s*[0-9])(?!\s*[€$£]){NO_UNIT}(?!\s*(?:euros?|eur)\b)"
)
_BEFORE_NOUN = pattern(
    rf"(?:\A|(?<!\w)(?:and|plus|und|add)\s)\s*(?P<n>[2-9]|1[0-2]|{_SEVERAL})"
    r"(?=\s+(?!(?:of|in|or|and|to|oder|und|bis|other|different|more|seasons?|layers?|doors?|sizes?)\b)[^\W\d_]{3})"
    rf"(?!\s+{UNIT}\b)(?!\s+\w+\s+{UNIT}\b)"
)
_PRONOUN = ("one", "ein", "eine", "einen", "eins")
_CLOSED = re.compile(r"\s*(?:[.!?,]|$|please\b|bitte\b|then\b|and\b|und\b|of\b)", re.IGNORECASE)

_ORDINALS = {
    1: r"first|1st|erste[nrsm]?", 2: r"second|2nd|zweite[nrsm]?", 3: r"third|3rd|dritte[nrsm]?",
    4: r"fourth|4th|vierte[nrsm]?", 5: r"fifth|5th|fünfte[nrsm]?|fuenfte[nrsm]?", 6: r"sixth|6th|sechste[nrsm]?",
    7: r"seventh|7th|siebte[nrsm]?", 8: r"eighth|8th|achte[nrsm]?", 9: r"ninth|9th|neunte[nrsm]?",
    10: r"tenth|10th|zehnte[nrsm]?", -1: r"last|letzte[nrsm]?",
}  # fmt: skip
_ORDINAL = "|".join(f"(?P<o{n if n > 0 else 'last'}>{words})" for n, words in _ORDINALS.items())
_NOT_POINTING = (
    r"(?!\s+(?:time|mal|name|names|order|orders|purchase|week|month|year|night|day|days|class|aid|thing|hand|step|"
    r"question|of\ all|winter|summer|bestellung|woche|monat|jahr|nacht|frage|chance|minute|trip|tent|pair|"
    r"address|layer)\b)"
)
_THE = r"(?:the|that|der|die|das|den|dem)\s+(?:very\s+)?"
_ORDINAL_ONE = pattern(
    rf"{_FREE}(?:{_THE})?(?:{_ORDINAL})\s+(?:one|option|item|product|article|artikel)(?!\w)"
    rf"|{_FREE}{_THE}(?:{re.sub(r'<o', '<p', _ORDINAL)})(?![\w-]){_NOT_POINTING}"
    rf"|\A\s*(?:{re.sub(r'<o', '<q', _ORDINAL)})\s*(?:please|bitte)?\s*[.!?]?\s*\Z"
)
_NUMBERED = pattern(
    r"(?<![\w])(?:(?:the\s+)?(?:number|option|no\.|nr\.?|nummer)\s*|\#)(?P<n>[1-9]|1[0-9]|20|one|two|three|four|five|six|eins|zwei|drei|vier)(?![\w.,/-]*[0-9])(?!\w)"
)
_ANOTHER = pattern(
    rf"(?<!\w)(?:and|or|und|oder|with|mit|&)\s+(?:the\s+)?(?P<which>{'|'.join(_ORDINALS[n] for n in range(1, 11))}|"
    rf"{_ORDINALS[-1]})(?![\w-]){_NOT_POINTING}"
)
_MIDDLE = pattern(rf"{_FREE}(?:the|die|der|das|den)\s+(?:middle|mittlere[nrsm]?)(?:\s+one)?(?!\w)")
_ENDS = pattern(
    rf"{_FREE}(?:the|die|der|das|den)\s+(?:(?P<top>top(?:most)?|oberste[nrsm]?)|(?P<bottom>bottom|unterste[nrsm]?))"
    r"(?:\s+one)?(?=\s*(?:[.!?,]|$|please\b|bitte\b|and\b|und\b|is\b|in\b))"
)
_FIRST_FEW = pattern(
    rf"{_FREE}(?:the|die)\s+(?:(?P<first>first|ersten)|(?P<last>last|letzten))\s+(?P<n>[2-9]|{_SEVERAL})"
    r"(?!\s+(?:days?|weeks?|months?|years?|times?|orders?|tage|wochen|monate|jahre|bestellungen)\b)(?!\w)"
)
_CHEAPER = r"(?:günstig|guenstig|billig)(?:er|st)e[nrsm]?"
_BY_PRICE = pattern(
    rf"{_FREE}(?:the|die|der|das|den)\s+"
    rf"(?:(?P<low>cheap(?:er|est)|(?:less|least)\ expensive|{_CHEAPER})"
    r"|(?P<high>(?:more|most)\ expensive|dear(?:er|est)|pric(?:ier|iest)|expensive(?=\s+one)|teur(?:er|est)?e[nrsm]?))"
    r"(?:\s+one)?(?!\w)"
)
_BY_WEIGHT = pattern(
    rf"{_FREE}(?:the|die|der|das|den)\s+"
    r"(?:(?P<low>light(?:er|est)|leicht(?:er|est)e[nrsm]?)|(?P<high>heav(?:ier|iest)|schwer(?:er|st)e[nrsm]?))"
    r"(?:\s+one|(?=\s*(?:[.!?,]|$|of\b|please\b|bitte\b|von\b)))"
)
_SETS = pattern(
    rf"{_FREE}(?:(?P<both>both(?:\ of\ (?:them|those))?|(?:alle\s+)?beide[nsr]?|the\ two\ of\ them)"
    rf"|(?P<all>all\ (?:of\ (?:them|these|those)|three|four|five)|alle\ (?:drei|vier|davon)|"
    r"every\ one\ of\ them))(?!\w)"
)
_OTHER = pattern(
    rf"{_FREE}(?:the\s+other(?:\s+one)?|(?:die|der|das|den)\s+andere[nrsm]?)(?!\w)(?!\s+(?:day|side|hand|address|thing))"
)
_IT = pattern(
    rf"{_FREE}(?:it|(?:this|that)(?:\s+one)?(?=\s*(?:[?.!,]|$|in\b|is\b|please\b|one\b))|these|those|them|"
    r"dies(?:e[nrsm]?)?(?:\s+(?:hier|da))?|(?:den|die|das)\s+(?:hier|da)|davon|ihn)(?![\w'’])"
)


def quantities(text: str, asked: bool = False) -> Iterator[Span]:
    """How many pieces are meant. `asked`: the shop has just asked for it, so a bare number is one."""
    alone = _ALONE.fullmatch(text) if asked else None
    if alone:
        yield from _quantity(alone, count_of(alone["n"]), 9)
    for grammar in _QUANTITIES:
        for found in grammar.finditer(text):
            count = next((value for value in found.groups() if value), "pair")
            yield from _quantity(found, 1 if count.casefold() == "pair" else count_of(count), 7)
    for found in _AFTER_VERB.finditer(text):
        if found["n"].casefold() not in _PRONOUN or _CLOSED.match(text, found.end()):
            yield from _quantity(found, count_of(found["n"]), 4)
    for found in _BEFORE_NOUN.finditer(text):
        yield Span("quantity", count_of(found["n"]), found.start("n"), found.end("n"), 4)


def references(text: str) -> Iterator[Span]:
    """Which of the shown things are meant; `resolve_reference` looks them up."""
    ordinals = [_ordinal(found) for found in _ORDINAL_ONE.finditer(text)]
    yield from ordinals
    for found in _ANOTHER.finditer(text) if ordinals else ():
        yield Span("reference", {"index": _place(found["which"])}, *found.span("which"), 5)
    for grammar, meaning, priority in _POINTING:
        yield from (_reference(found, meaning(found), priority) for found in grammar.finditer(text))


def _ordinal(found: re.Match[str]) -> Span:
    name = next(name for name, value in found.groupdict().items() if value)
    return _reference(found, {"index": -1 if name.endswith("last") else int(name[1:])}, 6)


def _low(found: re.Match[str]) -> str:
    return "low" if found["low"] else "high"


_POINTING: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], dict[str, str | int | None]], int], ...] = (
    (_FIRST_FEW, lambda found: {"first": count_of(found["n"]) * (1 if found["first"] else -1)}, 7),
    (_MIDDLE, lambda found: {"index": 0}, 6),
    (_ENDS, lambda found: {"index": 1 if found["top"] else -1}, 6),
    (_NUMBERED, lambda found: {"index": count_of(found["n"])}, 6),
    (_BY_PRICE, lambda found: {"by": "price", "pick": _low(found)}, 6),
    (_BY_WEIGHT, lambda found: {"by": "weight", "pick": _low(found)}, 6),
    (_SETS, lambda found: {"set": "both" if found["both"] else "all"}, 6),
    (_OTHER, lambda found: {"set": "other"}, 6),
    (_IT, lambda found: {"it": found[0].casefold()}, 3),
)


def _place(word: str) -> int:
    return next(n for n, words in _ORDINALS.items() if re.fullmatch(words, word, re.IGNORECASE))


def count_of(word: str) -> int:
    """A number in digits or words."""
    return NUMBER_WORDS.get(word.casefold()) or int(word)


def _quantity(found: re.Match[str], count: int, priority: int) -> Iterator[Span]:
    if count > 0:
        start = found.start() + len(found[0]) - len(found[0].lstrip())
        yield Span("quantity", count, start, start + len(found[0].strip()), priority)


def _reference(found: re.Match[str], value: dict[str, str | int | None], priority: int) -> Span:
    inner = found[0].strip()
    start = found.start() + found[0].index(inner)
    return Span("reference", value, start, start + len(inner), priority)
