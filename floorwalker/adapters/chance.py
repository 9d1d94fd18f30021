"""Ids that nobody can guess."""

from __future__ import annotations

import secrets
import time
import uuid


class RandomIds:
    def new(self) -> str:
        """A UUID of version 7 (RFC 9562): what is made later sorts later, to the millisecond, so that of two orders of
        one second the newer one is known."""
        moment = time.time_ns() // 1_000_000
        return str(uuid.UUID(int=moment << 80 | 7 << 76 | secrets.randbits(12) << 64 | 2 << 62 | secrets.randbits(62)))

    def number(self) -> str:
        """Eight digits: easy to read out, too short to look like a card, one in a hundred million to guess."""
        return f"{secrets.randbelow(100_000_000):08d}"
