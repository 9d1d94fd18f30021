"""What staff see of a shopper before they ask for more."""

from __future__ import annotations


def masked_email(email: str) -> str:
    """ "ana@example.com" → "a••@e••.com"."""
    name, _, host = email.partition("@")
    first, _, ending = host.rpartition(".")
    return f"{name[:1]}••@{first[:1]}••.{ending}" if first else "••" if email else ""


def first_name(recipient: str) -> str:
    return recipient.split(" ")[0]
