"""Passwords as argon2id hashes."""

from __future__ import annotations

import threading
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


class Argon2Passwords:
    """RFC 9106's second choice: 64 MiB, three passes. One at a time in a process, so that a rush of tries cannot take
    its memory."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turn = threading.Lock()

    @cached_property
    def _nobodys(self) -> str:
        return self._hasher.hash("nobody's password")

    def hashed(self, password: str) -> str:
        with self._turn:
            return self._hasher.hash(password)

    def fits(self, password: str, hashed: str | None) -> bool:
        with self._turn:
            try:
                return self._hasher.verify(hashed or self._nobodys, password) and hashed is not None
            except (VerificationError, InvalidHashError):
                return False

    def outdated(self, hashed: str) -> bool:
        return self._hasher.check_needs_rehash(hashed)
