"""Encrypts what only its owner and an audited look may read again (Fernet: AES-128-CBC with HMAC-SHA256)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import Fernet


@dataclass(frozen=True)
class FernetSealer:
    """`key` is 32 bytes, url-safe base64."""

    key: bytes

    def seal(self, value: Any) -> str:
        return Fernet(self.key).encrypt(json.dumps(value).encode()).decode()

    def unseal(self, sealed: str) -> Any:
        return json.loads(Fernet(self.key).decrypt(sealed.encode()))
