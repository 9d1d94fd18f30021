"""Static word vectors: a text's meaning as 256 numbers, the mean of its word pieces.

The weights lie in the `wordllama` package, which is found without being imported: they are mapped, never loaded, so
that all processes share one copy. Without numpy or the package there are no vectors, and search goes by words alone.
"""

from __future__ import annotations

import importlib.util
import json
import struct
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

try:
    import numpy as np
except ImportError:  # pragma: no cover  (decided by what is installed)
    np = None  # type: ignore[assignment]

DIMENSIONS = 256
_SPACE = "\u2581"
_WEIGHTS = Path("weights") / "l2_supercat_256.safetensors"
_TOKENS = Path("tokenizers") / "l2_supercat_tokenizer_config.json"


class WordVectors:
    """Use `word_vectors()`."""

    def __init__(self, folder: Path) -> None:
        self._table = _mapped(folder / _WEIGHTS)
        model = json.loads((folder / _TOKENS).read_text(encoding="utf-8"))["model"]
        self._ids: dict[str, int] = model["vocab"]
        merges = (tuple(line.split(" ")) for line in model["merges"])
        self._ranks: dict[tuple[str, ...], int] = {pair: rank for rank, pair in enumerate(merges)}
        self._pieces = lru_cache(maxsize=20_000)(self._word)

    def vector(self, text: str) -> Any:
        """A float32 row of length one; all zero for an empty text."""
        ids = [id_ for word in text.split() for id_ in self._pieces(word)]
        if not ids:
            return np.zeros(DIMENSIONS, np.float32)
        return normalised(self._table[ids].astype(np.float32).mean(axis=0))

    def _word(self, word: str) -> tuple[int, ...]:
        pieces = [_SPACE, *word]
        while len(pieces) > 1:
            pairs = [(self._ranks.get(pair, 1 << 30), at) for at, pair in enumerate(zip(pieces, pieces[1:]))]  # noqa: B905
            rank, at = min(pairs)
            if rank == 1 << 30:
                break
            pieces[at : at + 2] = [pieces[at] + pieces[at + 1]]
        return tuple(self._numbers(pieces))

    def _numbers(self, pieces: Iterable[str]) -> Iterator[int]:
        for piece in pieces:
            if piece in self._ids:
                yield self._ids[piece]
            else:
                yield from (self._ids[f"<0x{byte:02X}>"] for byte in piece.encode("utf-8", "replace"))


def normalised(row: Any) -> Any:
    """The same direction, of length one; nothing stays nothing."""
    length = float(np.sqrt(row @ row))
    return row / np.float32(length) if length else row


def normal_words(text: str, limit: int = 60) -> str:
    """The first words of a text."""
    return " ".join(text.split()[:limit])


@cache
def word_vectors() -> WordVectors | None:
    """The vectors, opened at first use; None where numpy or the package is not installed."""
    spec = importlib.util.find_spec("wordllama") if np is not None else None
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(spec.submodule_search_locations[0])
    return WordVectors(folder) if (folder / _WEIGHTS).exists() and (folder / _TOKENS).exists() else None


def _mapped(path: Path) -> Any:
    """The one table of a safetensors file: eight bytes for the length of a JSON header, the header, the rows."""
    with path.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
    shape = tuple(header["embedding.weight"]["shape"])
    return np.memmap(path, dtype=np.float16, mode="r", offset=8 + length, shape=shape)
