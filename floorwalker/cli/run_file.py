"""What `floorwalker up` made for its run and the other commands need: readable by its owner only."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

SHARED = ("SANDBOX_KEY", "STRIPE_WEBHOOK_SECRET", "RASA_TOKEN")


def place(environ: Mapping[str, str]) -> Path:
    return Path(environ.get("FLOORWALKER_DATA") or "var") / "run.json"


def write(environ: Mapping[str, str]) -> None:
    """Keeps this run's secrets for the other commands."""
    path = place(environ)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
        json.dump({name: environ[name] for name in SHARED if environ.get(name)}, file)


def remove(environ: Mapping[str, str]) -> None:
    place(environ).unlink(missing_ok=True)
