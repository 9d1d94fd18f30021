"""Whether a shopper has had enough: what calls for a person at once, and a score of what only adds up.

Pure, and cheap enough for every turn. Each message adds `x = 0.35 n + 0.45 cue + 0.2 curse + 0.1 caps` to six tenths of
the score before it, where n is how negative its words are (0 to 1) and the others are 0 or 1.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from floorwalker.conversations.wording import yaml_file

Call = Literal["", "offer", "force"]
Negativity = Callable[[str], float]
"""How negative words are, from 0 to 1; English only."""

KEPT = 0.6
KEPT_WEIGHTS = "mood.json"
WINDOW = 8
"""Messages that count; older ones weigh less than a fiftieth."""
ALIKE = 0.8
LOOKED_BACK = 6
TIMES_BEFORE = 2
"""Who says a thing for the third time within so many messages repeats himself."""
LEAST_WORDS = 3
"""Of a repetition: "yes" is said often."""
QUIET = 5
"""Messages after an offer in which none is made; a person is fetched all the same."""
URL, NAME, CAPS, WORD = (
    re.compile(r"https?://\S+"), re.compile(r"@\w+"), re.compile(r"\b[A-ZÄÖÜ]{3,}\b"), re.compile(r"\w+"),
)  # fmt: skip


@dataclass(frozen=True)
class Weights:
    """What each sign adds; refitted by `floorwalker train-frustration`."""

    negative: float = 0.35
    cue: float = 0.45
    curse: float = 0.2
    caps: float = 0.1


@dataclass(frozen=True)
class Thresholds:
    """Scores from which a person is offered, and fetched."""

    offer: float = 0.4
    force: float = 0.6


@dataclass(frozen=True)
class Signs:
    """What one message shows, each from 0 to 1."""

    negative: float = 0.0
    cue: float = 0.0
    curse: float = 0.0
    caps: float = 0.0

    def adds(self, weights: Weights) -> float:
        return (
            weights.negative * self.negative + weights.cue * self.cue
            + weights.curse * self.curse + weights.caps * self.caps
        )  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """`reason`: of a handoff (frustrated, abuse, legal, repeated); `signs`: the last message's, for who asks why."""

    call: Call = ""
    reason: str = ""
    score: float = 0.0
    signs: Signs = Signs()


@dataclass(frozen=True)
class Mood:
    """Reads moods by the word lists of a language and what the words weigh."""

    lists: Mapping[str, re.Pattern[str]]
    negativity: Negativity
    weights: Weights = Weights()
    thresholds: Thresholds = Thresholds()
    acronyms: frozenset[str] = field(default=frozenset())

    def signs(self, text: str) -> Signs:
        plain = NAME.sub(" ", URL.sub(" ", text))
        caps = [word for word in CAPS.findall(plain) if word.casefold() not in self.acronyms]
        return Signs(
            self.negativity(plain), self._has("cue", plain), self._has("curse", plain), float(bool(caps))
        )  # fmt: skip

    def score(self, texts: Sequence[str]) -> float:
        """Of a conversation's messages, oldest first."""
        score = 0.0
        for text in texts[-WINDOW:]:
            score = KEPT * score + self.signs(text).adds(self.weights)
        return round(score, 3)

    def judge(self, texts: Sequence[str]) -> Verdict:
        """What to do after the last message."""
        if not texts:
            return Verdict()
        last, score = texts[-1], self.score(texts)
        signs = self.signs(last)
        for name in ("abuse", "legal"):
            if self._has(name, last):
                return Verdict("force", name, score, signs)
        if repeats(texts):
            return Verdict("offer", "repeated", score, signs)
        if not signs.adds(self.weights):
            return Verdict("", "", score, signs)  # a calm word is no moment to call somebody
        if score >= self.thresholds.force:
            return Verdict("force", "frustrated", score, signs)
        return Verdict("offer" if score >= self.thresholds.offer else "", "frustrated", score, signs)

    def _has(self, name: str, text: str) -> float:
        return float(bool(self.lists[name].search(text)))


def kept_weights(folder: Path) -> Weights:
    """Those that `floorwalker train-frustration` left in the shop's data, else the first ones."""
    kept = folder / KEPT_WEIGHTS
    return Weights(**json.loads(kept.read_text(encoding="utf-8"))) if kept.exists() else Weights()


def read_lists(root: Path) -> Mapping[str, re.Pattern[str]]:
    """`data/skills/handoff/mood.yml`: all languages of a list together, since people mix them."""
    known: Mapping[str, Mapping[str, Sequence[str]]] = yaml_file(root / "skills/handoff/mood.yml")["mood"]
    return {name: between_words([one for said in lists.values() for one in said]) for name, lists in known.items()}


def between_words(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)


def repeats(texts: Sequence[str]) -> bool:
    """Whether the last message says one of those before it again, nearly word by word."""
    last = _words(texts[-1])
    if len(last) < LEAST_WORDS:
        return False
    before = texts[-1 - LOOKED_BACK : -1]
    return sum(_alike(last, _words(other)) >= ALIKE for other in before) >= TIMES_BEFORE


def _words(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in WORD.findall(text))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0
