"""Secrets that must survive a restart: made once, kept in files that only their owner can read."""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path


def kept_secret(folder: Path, name: str) -> bytes:
    """32 random bytes as url-safe base64, made at first use; safe when two processes ask at once."""
    path = folder / name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = folder / f".{name}.{os.getpid()}.{secrets.token_hex(4)}"
    if not path.exists():
        fresh.touch(mode=0o600)
        fresh.write_bytes(base64.urlsafe_b64encode(secrets.token_bytes(32)))
        try:
            os.link(fresh, path)  # fails when another process was first
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_bytes()
