"""Every word a shopper reads outside Rasa, from the same YAML files that Rasa reads.

Responses stand in `**/responses.yml`, short words of cards, buttons and pages in `shared/labels*.yml`:
`labels:` → key → language → text. Placeholders are facts: `{title}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from floorwalker.conversations.spoken import spoken

FIRST_LANGUAGE = "en"
PLACEHOLDER = re.compile(r"\{(\w+)\}")
Words = Mapping[str, Mapping[str, str]]
"""Key → language → text."""


@dataclass(frozen=True)
class Wording:
    """All words in all languages. What a language lacks is said in the first one."""

    labels: Words
    responses: Words

    @classmethod
    def load(cls, root: Path) -> Wording:
        """`root` is the folder `data`."""
        labels = (yaml_file(path).get("labels") or {} for path in sorted(root.glob("shared/labels*.yml")))
        responses = (yaml_file(path).get("responses") or {} for path in sorted(root.glob("**/responses.yml")))
        by_language = {name: _by_language(said) for said_here in responses for name, said in said_here.items()}
        return cls(_united(labels), by_language)

    def label(self, key: str, locale: str, **facts: Any) -> str:
        """Raises KeyError for a key that no file has."""
        return filled(in_language(self.labels[key], locale), locale, facts)

    def response(self, name: str, locale: str, **facts: Any) -> str:
        """The response's text. Raises KeyError for a name that no file has."""
        return filled(in_language(self.responses[name], locale), locale, facts)


def skills(root: Path) -> Mapping[str, str]:
    """Response → the skill that says it, by the folder under `root`/skills that it stands in."""
    return {
        name: path.parent.name
        for path in sorted(root.glob("skills/*/responses.yml"))
        for name in yaml_file(path).get("responses") or {}
    }


@lru_cache(maxsize=4)
def wording(root: Path) -> Wording:
    """Loaded once a process."""
    return Wording.load(root)


def yaml_file(path: Path) -> dict[str, Any]:
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found if isinstance(found, dict) else {}


def in_language(words: Mapping[str, str], locale: str) -> str:
    return words.get(locale[:2]) or words.get(FIRST_LANGUAGE) or next(iter(words.values()))


def filled(text: str, locale: str, facts: Mapping[str, Any]) -> str:
    """Money and the like become words; a placeholder without its fact stays, so that it is seen."""

    def fact(found: re.Match[str]) -> str:
        return str(spoken(facts[found[1]], locale)) if found[1] in facts else found[0]

    return PLACEHOLDER.sub(fact, text)


def placeholders(text: str) -> frozenset[str]:
    return frozenset(PLACEHOLDER.findall(text))


def _by_language(variants: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    said: dict[str, str] = {}
    for variant in variants:
        for language in _languages(variant):
            said.setdefault(language, str(variant.get("text") or ""))
    return said


def _languages(variant: Mapping[str, Any]) -> list[str]:
    conditions = variant.get("condition") or []
    return [str(c["value"]) for c in conditions if c.get("name") == "language"] or [FIRST_LANGUAGE]


def _united(parts: Iterable[Words]) -> dict[str, Mapping[str, str]]:
    united: dict[str, Mapping[str, str]] = {}
    for part in parts:
        if twice := sorted(united.keys() & part.keys()):
            raise ValueError(f"labels stand in two files: {', '.join(twice)}")
        united.update(part)
    return united
