"""The products' vectors beside the index: one file of rows, mapped into memory, never read whole."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

from floorwalker.search.entry import Texts
from floorwalker.search.wordvectors import DIMENSIONS, WordVectors, normal_words, normalised, word_vectors

try:
    import numpy as np
except ImportError:  # pragma: no cover  (decided by what is installed)
    np = None  # type: ignore[assignment]

_ENDING = ".vectors"

_TRUE = 0.7
"""How much of the query stays when it is drawn towards what it found."""


class Writer:
    """Takes rows in the order of the products' numbers, from 1."""

    def __init__(self, index: Path, words: WordVectors) -> None:
        self._words = words
        self.path = index.with_name(f"{index.name}.{secrets.token_hex(6)}{_ENDING}")
        self._file: BinaryIO = self.path.open("wb")

    def add(self, texts: Texts) -> None:
        self._file.write(product_vector(self._words, texts).tobytes())

    def close(self) -> None:
        self._file.close()


class Vectors:
    """`rows[n - 1]` belongs to product n."""

    def __init__(self, path: Path) -> None:
        self.rows: Any = np.memmap(path, dtype=np.float32, mode="r").reshape(-1, DIMENSIONS)

    def order(self, query: Any, among: Sequence[int]) -> list[tuple[int, float]]:
        """Those products, the nearest first, with their cosines."""
        numbers = np.asarray(among, dtype=np.int64)
        near = self.rows[numbers - 1] @ query
        best = np.argsort(-near, kind="stable")
        return [(int(numbers[at]), float(near[at])) for at in best]

    def nearest(self, query: Any, most: int) -> list[tuple[int, float]]:
        """The nearest of all products."""
        near = self.rows @ query
        some = np.argpartition(-near, min(most, len(near) - 1))[:most]
        best = some[np.argsort(-near[some], kind="stable")]
        return [(int(at) + 1, float(near[at])) for at in best]


    def between(self, query: Any, best: Sequence[int]) -> Any:
        """Mostly the query, and some of the way towards the middle of those products."""
        middle = normalised(self.rows[np.asarray(best, dtype=np.int64) - 1].mean(axis=0))
        return _TRUE * query + (1 - _TRUE) * middle


def writer(index: Path) -> Writer | None:
    """None where there are no word vectors."""
    words = word_vectors()
    return Writer(index, words) if words else None


def open_vectors(path: Path) -> Vectors | None:
    """None without numpy. Raises FileNotFoundError when the index was replaced meanwhile."""
    return Vectors(path) if np is not None else None


def product_vector(words: WordVectors, texts: Texts) -> Any:
    """Title and the beginning of the whole text count alike."""
    whole = words.vector(normal_words(f"{texts.title} {texts.descr}"))
    return normalised(words.vector(texts.title) + whole).astype(np.float32)


def drop(rows: Writer | None) -> None:
    """Forgets rows whose index did not come to be."""
    if rows:
        rows.close()
        rows.path.unlink(missing_ok=True)


def clear(index: Path, but: Writer | None) -> None:
    """Removes rows of replaced indexes; who has them mapped keeps them."""
    for old in index.parent.glob(f"{index.name}.*{_ENDING}"):
        if but is None or old != but.path:
            old.unlink(missing_ok=True)
