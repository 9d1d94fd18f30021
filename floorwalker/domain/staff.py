"""Who works in the shop, what each may do, and the record of what they did. Times are epoch seconds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

Role = Literal["merchant", "supervisor", "agent", "privacy"]
ROLES: tuple[Role, ...] = get_args(Role)
"""merchant administers; supervisor leads the agents; agent talks to shoppers; privacy answers for personal data."""

LEAST_PASSWORD, MOST_PASSWORD = 12, 200
_NAME = re.compile(r"\w[\w.-]{1,39}")


@dataclass(frozen=True)
class Member:
    """One of the staff; `ready`: has chosen a password. Names are unique however they are written."""

    id: str
    name: str
    role: Role
    active: bool
    ready: bool
    created: int


@dataclass(frozen=True)
class Link:
    """A one-time link to choose a password with. `member` is None for the first merchant, who also chooses a name."""

    member: str | None
    expires: int


@dataclass(frozen=True)
class SignedIn:
    """A session: `token` is known to its browser alone, the books keep a hash."""

    token: str
    member: Member


@dataclass(frozen=True)
class AuditEntry:
    """One thing that one of the staff did: `what` is `area.verb`, `subject` the id of what was changed or read."""

    at: int
    who: str
    what: str
    subject: str
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""
    id: int = 0


@dataclass(frozen=True)
class AuditQuery:
    """Which entries are looked for; `what` is the beginning of it. None asks for all."""

    subject: str | None = None
    who: str | None = None
    what: str | None = None


def is_name(text: str) -> bool:
    """2 to 40 letters, digits, dots, hyphens and underscores."""
    return _NAME.fullmatch(text) is not None


def weak(password: str, name: str) -> bool:
    """Too short, too long, one sign again and again, or made of the name (NIST SP 800-63B 3.1.1.2)."""
    fits = LEAST_PASSWORD <= len(password) <= MOST_PASSWORD
    return not fits or len(set(password)) < 4 or password.casefold().replace(name.casefold(), "") == ""
