"""A logistic classifier over [sentence vector, character n-grams] with calibrated confidence.

Trained in the space that the lines themselves span (as many numbers a line as there are lines), where it is exact and
takes seconds. Kept as plain numbers (`numbers.npz`, `words.json`): nothing of a model file is ever executed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.linalg import solve_triangular  # type: ignore[import-untyped]
from scipy.optimize import minimize, minimize_scalar  # type: ignore[import-untyped]
from scipy.sparse import csr_matrix, hstack  # type: ignore[import-untyped]
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedKFold

Numbers = npt.NDArray[np.float64]
Ranking = list[tuple[str, float]]
DENSE_WEIGHT, CHAR_WEIGHT, STRENGTH = 3.0, 1.5, 10.0
FOLDS = 4
JITTER = 1e-6
"""Keeps lines apart that are the same."""


@dataclass
class Hybrid:
    """Labels may have a part behind a slash (`faq/returns`); `groups` holds what stands before it."""

    labels: list[str]
    vocabulary: dict[str, int]
    idf: Numbers
    centre: Numbers
    norm: float
    weights: Numbers
    bias: Numbers
    temperature: float = 1.0

    def __post_init__(self) -> None:
        self._chars = _restored(self.vocabulary, self.idf)

    def ranked(self, text: str, vector: Numbers) -> Ranking:
        """(label, confidence), best first."""
        odds = softmax(self.temperature * self.logits([text], vector))[0]
        return [(self.labels[n], float(odds[n])) for n in np.argsort(-odds)]

    def logits(self, texts: list[str], vectors: Numbers) -> Numbers:
        features = _features(self._chars, texts, (vectors - self.centre) / self.norm)
        return np.asarray(features @ self.weights.T + self.bias)

    def save(self, folder: Path) -> None:
        arrays = {name: getattr(self, name) for name in ("idf", "centre", "weights", "bias")}
        np.savez_compressed(folder / "numbers.npz", **{name: one.astype(np.float32) for name, one in arrays.items()})
        kept = ("labels", "vocabulary", "norm", "temperature")
        (folder / "words.json").write_text(json.dumps({name: getattr(self, name) for name in kept}))

    @classmethod
    def read(cls, folder: Path) -> Hybrid:
        with np.load(folder / "numbers.npz", allow_pickle=False) as arrays:
            numbers = {name: one.astype(np.float64) for name, one in arrays.items()}
        return cls(**json.loads((folder / "words.json").read_text()), **numbers)


@dataclass(frozen=True)
class Fit:
    """A trained model, and for every training line its logits from a model that had not seen it."""

    model: Hybrid
    held_out: Numbers
    folds: tuple[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]], ...]


def fit(texts: list[str], vectors: Numbers, labels: list[str], calibrate: bool = True) -> Fit:
    """Trains; with `calibrate` also finds the temperature, from held-out folds."""
    centre = vectors.mean(0)
    norm = float(np.linalg.norm(vectors - centre, axis=1).mean()) or 1.0
    chars = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True).fit(texts)
    features = _features(chars, texts, (vectors - centre) / norm)
    rows = _spanned(features)
    names = sorted(set(labels))
    right = np.array([names.index(label) for label in labels])
    inner, bias = _learned(rows, right, len(names))
    words = {word: int(place) for word, place in chars.vocabulary_.items()}
    weights = np.asarray(features.T @ solve_triangular(rows, inner, lower=True, trans="T")).T
    model = Hybrid(names, words, chars.idf_, centre, norm, weights, bias)
    if not calibrate:
        return Fit(model, np.zeros((0, len(names))), ())
    folds = tuple(StratifiedKFold(FOLDS, shuffle=True, random_state=7).split(rows, right))
    held = _held_out(rows, right, len(names), folds)
    found = minimize_scalar(_loss(held, right), bounds=(0.3, 5.0), method="bounded")
    model.temperature = float(found.x)
    return Fit(model, held, folds)


def softmax(logits: Numbers) -> Numbers:
    grown = np.exp(logits - logits.max(1, keepdims=True))
    return np.asarray(grown / grown.sum(1, keepdims=True))


def _spanned(features: Any) -> Numbers:
    """The lines as rows of a triangle: their products are those of the features, and there are as few as lines."""
    products = (features @ features.T).toarray()
    products[np.diag_indices_from(products)] += JITTER * products.trace() / len(products)
    return np.asarray(np.linalg.cholesky(products))


def _learned(rows: Numbers, right: npt.NDArray[np.int64], count: int) -> tuple[Numbers, Numbers]:
    """Multinomial logistic regression: weights (one column a label) and bias."""
    places, width = np.arange(len(rows)), rows.shape[1]

    def cost(flat: Numbers) -> tuple[float, Numbers]:
        whole = flat.reshape(width + 1, count)
        odds = softmax(rows @ whole[:-1] + whole[-1])
        loss = -np.log(odds[places, right] + 1e-30).sum()
        odds[places, right] -= 1.0
        slope = np.vstack([rows.T @ odds, odds.sum(0)]) * STRENGTH
        slope[:-1] += whole[:-1]
        return float(STRENGTH * loss + 0.5 * (whole[:-1] ** 2).sum()), slope.ravel()

    options = {"maxiter": 30, "ftol": 1e-6}
    found = minimize(cost, np.zeros((width + 1) * count), jac=True, method="L-BFGS-B", options=options)
    whole = found.x.reshape(width + 1, count)
    return whole[:-1], whole[-1]


def _held_out(rows: Numbers, right: npt.NDArray[np.int64], count: int, folds: Any) -> Numbers:
    held = np.zeros((len(rows), count))
    for train, test in folds:
        inner, bias = _learned(rows[train], right[train], count)
        held[test] = rows[test] @ inner + bias
    return held


def _loss(logits: Numbers, right: npt.NDArray[np.int64]) -> Any:
    def loss(temperature: float) -> float:
        odds = softmax(temperature * logits)
        return float(-np.log(odds[np.arange(len(right)), right] + 1e-12).mean())

    return loss


def _features(chars: Any, texts: list[str], dense: Numbers) -> Any:
    return hstack([csr_matrix(dense * DENSE_WEIGHT), chars.transform(texts) * CHAR_WEIGHT]).tocsr()


def _restored(vocabulary: dict[str, int], idf: Numbers) -> Any:
    chars = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, vocabulary=vocabulary)
    chars.idf_ = idf
    return chars
