"""Wiring of the staff's side."""

from __future__ import annotations

from collections.abc import Mapping

from floorwalker.adapters.chance import RandomIds
from floorwalker.adapters.passwords import Argon2Passwords
from floorwalker.bootstrap import open_books, open_clock
from floorwalker.services.staff import Staff
from floorwalker.settings import Settings


def open_staff(environ: Mapping[str, str]) -> Staff:
    """Who works here, over the shop's books."""
    return Staff(open_books(environ), Argon2Passwords(), open_clock(environ), RandomIds())


def link_address(environ: Mapping[str, str], token: str) -> str:
    """Where a one-time link leads."""
    return f"{Settings.read(environ).public_url}/staff/set-up?token={token}"
