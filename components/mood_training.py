"""Refits what the signs of a mood weigh, by what agents said of the conversations that were passed on to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from floorwalker.conversations.mood import Signs, Weights

FEWEST, OF_EACH = 40, 10
"""Labels from which fitting tells anything, and how many of both kinds."""


@dataclass(frozen=True)
class Label:
    """A conversation that was passed on: its score then, the last message's signs, and whether it was right."""

    score: float
    signs: Signs
    right: bool

    def score_with(self, weights: Weights, before: Weights) -> float:
        """The score as those weights would have made it; what older messages left is taken as it was."""
        return self.score - self.signs.adds(before) + self.signs.adds(weights)


def read_label(detail: str, right: bool) -> Label | None:
    """Of "score 0.72 negative 0.6 cue 1.0"; None where no score was the reason."""
    words = detail.split()
    found = {name: float(value) for name, value in zip(words[::2], words[1::2], strict=False)}
    if "score" not in found:
        return None
    return Label(found.pop("score"), Signs(**found), right)


def too_few(labels: Sequence[Label]) -> str:
    """Why they do not suffice; "" where they do."""
    right = sum(label.right for label in labels)
    if len(labels) >= FEWEST and OF_EACH <= right <= len(labels) - OF_EACH:
        return ""
    return f"{len(labels)} answers, {right} of them yes; {FEWEST} are needed, and {OF_EACH} of each kind"


def fitted(labels: Sequence[Label], before: Weights) -> Weights:
    """No sign weighs less than nothing, and all together as much as before, so that the thresholds keep their sense."""
    rows = np.array([astuple(label.signs) for label in labels])
    model = LogisticRegression(class_weight="balanced").fit(rows, [label.right for label in labels])
    found = np.clip(model.coef_[0], 0.0, None)
    if not found.sum():
        return before
    return Weights(*(round(float(one), 3) for one in found * sum(astuple(before)) / found.sum()))


def called(labels: Sequence[Label], weights: Weights, before: Weights, threshold: float) -> tuple[int, int]:
    """How many reach the threshold with those weights, and how many of these were right."""
    those = [label for label in labels if label.score_with(weights, before) >= threshold]
    return len(those), sum(label.right for label in those)
