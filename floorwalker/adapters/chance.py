"""Ids that nobody can guess."""

from __future__ import annotations

import secrets
import uuid

LETTERS = "BCDFGHJKMNPQRSTVWXYZ"
"""No vowels, so that no word comes out; no L, which looks like 1."""


class RandomIds:
    def new(self) -> str:
        return str(uuid.uuid4())

    def number(self) -> str:
        """Five digits and two letters: 40 million, easy to read out."""
        letters = "".join(secrets.choice(LETTERS) for _ in range(2))
        return f"{secrets.randbelow(100_000):05d}{letters}"
