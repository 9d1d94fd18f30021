"""Ids that nobody can guess."""

from __future__ import annotations

import secrets
import uuid


class RandomIds:
    def new(self) -> str:
        return str(uuid.uuid4())

    def number(self) -> str:
        """Eight digits: easy to read out, too short to look like a card, one in a hundred million to guess."""
        return f"{secrets.randbelow(100_000_000):08d}"
