"""What the designer's report tells, as figures: everything from lines that the judging model had not seen."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from components.encoders import sentence_vectors
from components.examples import Example
from components.hybrid import Fit, Numbers, fit, softmax
from components.mending import normalised

KINDS = ("use", "minilm")
WEAK = 0.6
"""Share of an intent's own lines that must be understood."""
SURE, DOUBT = 0.6, 0.1
"""A line looks mislabelled when another intent is this sure of it, and its own gives it no more than this."""
ALIKE = 0.95
"""Cosine from which two lines say the same."""
CURVE = (4, 8, 12, 16, 25)


@dataclass(frozen=True)
class Confusion:
    """Lines of `intent` that are read as `other`."""

    intent: str
    other: str
    lines: tuple[Example, ...]


@dataclass(frozen=True)
class Doubt:
    """A line that looks as if it belonged to `other`, or says the same as the line `twin`."""

    line: Example
    other: str
    confidence: float
    twin: Example | None = None


@dataclass(frozen=True)
class Learned:
    """Examples, their vectors and a trained model."""

    lines: tuple[Example, ...]
    vectors: Numbers
    fit: Fit

    @property
    def odds(self) -> Numbers:
        """Of every line, from the fold that had not seen it."""
        return softmax(self.fit.model.temperature * self.fit.held_out)

    @property
    def labels(self) -> list[str]:
        return self.fit.model.labels


def learned(lines: Sequence[Example]) -> Learned:
    """Trains on the lines."""
    texts = [normalised(line.text) for line in lines]
    found = sentence_vectors(texts, KINDS)
    vectors = np.vstack([found[text] for text in texts]).astype(np.float64)
    trained = fit([text.lower() for text in texts], vectors, [line.intent for line in lines])
    return Learned(tuple(lines), vectors, trained)


def read_as(result: Learned) -> list[str]:
    """Of every line: the intent that wins, keys of the FAQ counted together."""
    return [_top(result.labels, row) for row in result.odds]


def accuracy(result: Learned) -> float:
    right = [intent(line) == name for line, name in zip(result.lines, read_as(result), strict=True)]
    return sum(right) / len(right)


def confusions(result: Learned) -> list[Confusion]:
    """The commonest first."""
    found: defaultdict[tuple[str, str], list[Example]] = defaultdict(list)
    for line, name in zip(result.lines, read_as(result), strict=True):
        if name != intent(line):
            found[intent(line), name].append(line)
    ordered = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [Confusion(*names, tuple(lines)) for names, lines in ordered]


def weak(result: Learned) -> list[tuple[str, int, float]]:
    """(intent, lines, share understood), the weakest first."""
    counts, right = Counter(map(intent, result.lines)), Counter[str]()
    for line, name in zip(result.lines, read_as(result), strict=True):
        right[name] += name == intent(line)
    rows = [(name, count, right[name] / count) for name, count in counts.items()]
    return sorted((row for row in rows if row[2] < WEAK), key=lambda row: row[2])


def doubts(result: Learned) -> list[Doubt]:
    """Lines that look mislabelled, the surest first."""
    found = []
    for line, row in zip(result.lines, result.odds, strict=True):
        best = int(row.argmax())
        if row[best] >= SURE and row[result.labels.index(line.intent)] <= DOUBT:
            found.append(Doubt(line, result.labels[best], float(row[best])))
    return sorted(found, key=lambda doubt: -doubt.confidence)


def twins(result: Learned) -> list[Doubt]:
    """Lines that nearly say what an earlier line says."""
    rows = result.vectors / np.linalg.norm(result.vectors, axis=1, keepdims=True)
    near: npt.NDArray[np.bool_] = np.triu(rows @ rows.T >= ALIKE, 1)
    pairs = ((result.lines[a], result.lines[b]) for a, b in np.argwhere(near))
    return [Doubt(later, first.intent, 1.0, first) for first, later in pairs]


def curve(result: Learned) -> list[tuple[int, float]]:
    """(lines an intent at most, share understood of lines that were left out). The last lines are left out."""
    seen: Counter[str] = Counter()
    place = []
    for line in result.lines:
        place.append(seen[line.intent])
        seen[line.intent] += 1
    tested = [n for n, line in enumerate(result.lines) if place[n] % 4 == 3 and seen[line.intent] >= CURVE[1]]
    kept = [n for n in range(len(result.lines)) if n not in set(tested)]
    return [(most, _tried(result, [n for n in kept if place[n] < most * 4 / 3], tested)) for most in CURVE]


def intent(line: Example) -> str:
    """`faq` of `faq/returns`."""
    return line.intent.partition("/")[0]


def _tried(result: Learned, kept: list[int], tested: list[int]) -> float:
    texts = [normalised(line.text).lower() for line in result.lines]
    labels = [result.lines[n].intent for n in kept]
    model = fit([texts[n] for n in kept], result.vectors[kept], labels, calibrate=False).model
    odds = softmax(model.logits([texts[n] for n in tested], result.vectors[tested]))
    right = [_top(model.labels, row) == intent(result.lines[n]) for n, row in zip(tested, odds, strict=True)]
    return sum(right) / len(right)


def _top(labels: Sequence[str], row: Numbers) -> str:
    odds: defaultdict[str, float] = defaultdict(float)
    for label, share in zip(labels, row, strict=True):
        odds[label.partition("/")[0]] += float(share)
    return max(odds, key=odds.__getitem__)
