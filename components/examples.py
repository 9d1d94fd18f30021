"""The designer's example lines: read with their places, checked, and added to. Plain YAML, without Rasa."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

TRAINING, TESTS = Path("data"), Path("tests") / "nlu"
FEWEST = 8
"""Examples that an intent needs; a key of the FAQ needs `FEWEST_WORDINGS`."""
FEWEST_WORDINGS = 6
_BLOCK = re.compile(r"-\s+intent:\s*(\S+)")
_LINE = re.compile(r"\s+-\s+(.*\S)")
_MARK = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Example:
    """One line of one intent, at `path:line`. `marked` is the line with its entity marks."""

    intent: str
    marked: str
    path: Path
    line: int

    @property
    def text(self) -> str:
        return _MARK.sub(r"\1", self.marked)

    @property
    def folded(self) -> str:
        """What makes two lines the same: their words."""
        return " ".join(_WORD.findall(self.text.casefold()))

    @property
    def place(self) -> str:
        return f"{self.path}:{self.line}"


def training(root: Path = Path()) -> list[Example]:
    return [example for path in sorted((root / TRAINING).rglob("nlu.yml")) for example in read(path)]


def held_out(root: Path = Path()) -> list[Example]:
    return [example for path in sorted((root / TESTS).glob("*.yml")) for example in read(path)]


def read(path: Path) -> Iterator[Example]:
    intent = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if block := _BLOCK.match(line.strip()):
            intent = block[1]
        elif intent and (found := _LINE.fullmatch(line)) and "intent:" not in line:
            yield Example(intent, found[1], path, number)


def problems(trained: Iterable[Example], tested: Iterable[Example]) -> list[str]:
    """What is wrong with the lines, each with its place and remedy."""
    by_words: defaultdict[str, list[Example]] = defaultdict(list)
    for example in trained:
        by_words[example.folded].append(example)
    lines = [line for same in by_words.values() for line in same]
    return [*_twice(by_words.values()), *_few(lines), *_leaks(by_words, tested)]


def _twice(groups: Iterable[list[Example]]) -> Iterator[str]:
    for first, *others in groups:
        for other in others:
            if other.intent == first.intent:
                yield f"{other.place}: “{other.text}” stands twice in {other.intent} (also {first.place}): remove one"
            else:
                where = f"of {first.intent} and {other.intent} (also {first.place})"
                yield f"{other.place}: “{other.text}” is an example {where}: keep it in one"


def _few(lines: Iterable[Example]) -> Iterator[str]:
    for intent, count in sorted(Counter(line.intent for line in lines).items()):
        fewest = FEWEST_WORDINGS if "/" in intent else FEWEST
        if count < fewest:
            yield f"{intent}: {count} examples, {fewest} are needed: write {fewest - count} more"


def _leaks(by_words: dict[str, list[Example]], tested: Iterable[Example]) -> Iterator[str]:
    for test in tested:
        for line in by_words.get(test.folded, ()):
            yield f"{test.place}: “{test.text}” is trained too ({line.place}): reword one"


def add(intent: str, text: str, root: Path = Path()) -> Path:
    """Puts a line at the end of its intent; the file it went into. Raises LookupError for an unknown intent,
    ValueError for a line that is there already."""
    lines = training(root)
    mine = [example for example in lines if example.intent == intent]
    if not mine:
        raise LookupError(intent)
    new = Example(intent, " ".join(text.split()), mine[-1].path, 0)
    if same := next((example for example in lines if example.folded == new.folded), None):
        raise ValueError(f"{same.place}: already an example of {same.intent}")
    content = new.path.read_text(encoding="utf-8").splitlines()
    content.insert(mine[-1].line, f"    - {new.marked}")
    new.path.write_text("\n".join(content) + "\n", encoding="utf-8")
    return new.path
