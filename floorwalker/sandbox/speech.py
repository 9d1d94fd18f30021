"""The hosted pages' templates, words, amounts and times in the buyer's language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from html import escape
from pathlib import Path
from string import Template
from types import MappingProxyType

from floorwalker.sandbox.store import Object

FILES = Path(__file__).parent / "templates"
LANGUAGES = ("en", "de")
SYMBOLS = {"eur": "€", "usd": "$", "gbp": "£", "jpy": "¥"}
WHOLE = frozenset(
    ["bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "ugx", "vnd", "vuv", "xaf", "xof", "xpf"]
)
"""Currencies without minor units."""


@dataclass(frozen=True)
class Speech:
    """One language: `templates/words.<language>.json` holds its words."""

    language: str = "en"

    def render(self, name: str, raw: Mapping[str, str] = MappingProxyType({}), **facts: str) -> str:
        """A template with its words, its facts, which are escaped, and its raw parts, which are templates' work."""
        safe = {key: escape(value) for key, value in facts.items()} | {"language": self.language}
        said = {f"w_{key}": Template(text).safe_substitute(safe) for key, text in _words(self.language).items()}
        return Template(file(name)).substitute(safe, **said, **raw)

    def money(self, minor: int, currency: str) -> str:
        """`€207.40`, in German `207,40 €`; currencies without a sign of their own are named."""
        sign = SYMBOLS.get(currency)
        amount = f"{minor:,}" if currency in WHOLE else f"{minor // 100:,}.{minor % 100:02}"
        if self.language == "de":
            return f"{amount.translate(str.maketrans(',.', '.,'))}\u00a0{sign or currency.upper()}"
        return f"{sign}{amount}" if sign else f"{currency.upper()} {amount}"

    def refusal(self, error: Object) -> str:
        """Why the bank said no, from the error's code."""
        words = _words(self.language)
        codes = (error.get("decline_code"), error.get("code"), "generic_decline")
        return next(words[f"no_{code}"] for code in codes if f"no_{code}" in words)


def speech(locale: object) -> Speech:
    """Stripe's `locale` of a session: `de`, `de-AT`, `en-GB`, `auto`; English for what we have no words for."""
    language = str(locale or "")[:2]
    return Speech(language if language in LANGUAGES else LANGUAGES[0])


def clock(at: int) -> str:
    """The time of day where this computer stands: the buyer sits at it."""
    return datetime.fromtimestamp(at).astimezone().strftime("%H:%M")


@lru_cache
def file(name: str) -> str:
    return (FILES / name).read_text(encoding="utf-8")


@lru_cache
def _words(language: str) -> dict[str, str]:
    words: dict[str, str] = json.loads(file(f"words.{language}.json"))
    return words
