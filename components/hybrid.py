"""A logistic classifier over [sentence vector, character n-grams] with calibrated confidence.

Kept as plain numbers (`numbers.npz`, `words.json`): nothing of a model file is ever executed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar  # type: ignore[import-untyped]
from scipy.sparse import csr_matrix, hstack  # type: ignore[import-untyped]
from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from sklearn.model_selection import StratifiedKFold  # type: ignore[import-untyped]

Numbers = npt.NDArray[np.float64]
DENSE_WEIGHT, CHAR_WEIGHT, STRENGTH = 3.0, 1.5, 10.0


@dataclass
class Hybrid:
    """`familiar_from`: below it a message is unlike everything seen in training."""

    labels: list[str]
    vocabulary: dict[str, int]
    idf: Numbers
    centre: Numbers
    norm: float
    weights: Numbers
    bias: Numbers
    lines: Numbers
    temperature: float = 1.0
    familiar_from: float = 0.0

    def __post_init__(self) -> None:
        self._chars = _restored(self.vocabulary, self.idf)

    def ranked(self, text: str, vector: Numbers) -> list[tuple[str, float]]:
        """(label, confidence), best first."""
        odds = _softmax(self.temperature * self._logits([text], vector))[0]
        return [(self.labels[n], float(odds[n])) for n in np.argsort(-odds)]

    def familiarity(self, vector: Numbers) -> float:
        """Cosine to the nearest training line."""
        return float((self.lines @ _unit(vector - self.centre)[0]).max())

    def is_strange(self, confidence: float, familiarity: float) -> bool:
        return bool(np.sqrt(confidence) * familiarity < self.familiar_from)

    def save(self, folder: Path) -> None:
        arrays = {name: getattr(self, name) for name in ("idf", "centre", "weights", "bias", "lines")}
        np.savez_compressed(folder / "numbers.npz", **arrays)
        kept = ("labels", "vocabulary", "norm", "temperature", "familiar_from")
        (folder / "words.json").write_text(json.dumps({name: getattr(self, name) for name in kept}))

    @classmethod
    def read(cls, folder: Path) -> Hybrid:
        with np.load(folder / "numbers.npz", allow_pickle=False) as arrays:
            return cls(**json.loads((folder / "words.json").read_text()), **dict(arrays))

    def _logits(self, texts: list[str], vectors: Numbers) -> Numbers:
        features = _features(self._chars, texts, (vectors - self.centre) / self.norm)
        return np.asarray(features @ self.weights.T + self.bias)


def fit(texts: list[str], vectors: Numbers, labels: list[str], calibrate: bool = True) -> Hybrid:
    """Trains; with `calibrate` also finds the temperature and the familiarity from held-out folds."""
    model = _fitted(texts, vectors, labels)
    if calibrate:
        model.temperature, model.familiar_from = _calibrated(texts, vectors, labels)
    return model


def _fitted(texts: list[str], vectors: Numbers, labels: list[str]) -> Hybrid:
    centre = vectors.mean(0)
    norm = float(np.linalg.norm(vectors - centre, axis=1).mean()) or 1.0
    chars = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True).fit(texts)
    learner = LogisticRegression(C=STRENGTH, max_iter=300)
    learner.fit(_features(chars, texts, (vectors - centre) / norm), labels)
    weights, bias = learner.coef_, learner.intercept_
    if len(learner.classes_) == 2:  # scikit-learn keeps one row for two classes
        weights, bias = np.vstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
    words = {word: int(place) for word, place in chars.vocabulary_.items()}
    return Hybrid(
        [str(name) for name in learner.classes_], words, chars.idf_, centre, norm, weights, bias,
        lines=_unit(vectors - centre),
    )  # fmt: skip


def _calibrated(texts: list[str], vectors: Numbers, labels: list[str]) -> tuple[float, float]:
    """(temperature, familiarity below which the oddest twentieth of honest lines lies)."""
    logits: list[Numbers] = []
    right: list[int] = []
    near: list[float] = []
    rows, names = np.array(texts, dtype=object), np.array(labels)
    for train, held in StratifiedKFold(4, shuffle=True, random_state=7).split(rows, names):
        model = _fitted(list(rows[train]), vectors[train], list(names[train]))
        places = {name: place for place, name in enumerate(model.labels)}
        for n in held:
            logits.append(model._logits([texts[n]], vectors[n : n + 1])[0])
            right.append(places[labels[n]])
            near.append(model.familiarity(vectors[n : n + 1]))
    found = minimize_scalar(_loss(np.array(logits), np.array(right)), bounds=(0.3, 5.0), method="bounded")
    best = _softmax(float(found.x) * np.array(logits)).max(1)
    honest = [label != "out_of_scope" for label in labels]
    return float(found.x), float(np.quantile((np.sqrt(best) * np.array(near))[honest], 0.05))


def _loss(logits: Numbers, right: npt.NDArray[np.int64]) -> Any:
    def loss(temperature: float) -> float:
        odds = _softmax(temperature * logits)
        return float(-np.log(odds[np.arange(len(right)), right] + 1e-12).mean())

    return loss


def _features(chars: Any, texts: list[str], dense: Numbers) -> Any:
    return hstack([csr_matrix(dense * DENSE_WEIGHT), chars.transform(texts) * CHAR_WEIGHT]).tocsr()


def _restored(vocabulary: dict[str, int], idf: Numbers) -> Any:
    chars = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, vocabulary=vocabulary)
    chars.idf_ = idf
    return chars


def _unit(rows: Numbers) -> Numbers:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9))


def _softmax(logits: Numbers) -> Numbers:
    grown = np.exp(logits - logits.max(1, keepdims=True))
    return np.asarray(grown / grown.sum(1, keepdims=True))
