"""One place in a settings file: its value, and what is wrong with it by name and line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, TypeVar

import yaml

from floorwalker.errors import BadFile

T = TypeVar("T")


class Wrong(ValueError):
    """A value that cannot be taken: says what is expected instead."""


@dataclass
class Problems:
    """What is wrong in a file, collected to be told at once."""

    file: str
    found: list[tuple[int, str]] = field(default_factory=list)

    def add(self, line: int, name: str, what: str) -> None:
        self.found.append((line, f"{self.file}:{line}: {' '.join(filter(None, (name, what)))}"))

    def told(self) -> tuple[str, ...]:
        """In the order of the lines."""
        return tuple(dict.fromkeys(told for _, told in sorted(self.found, key=lambda one: one[0])))


@dataclass(frozen=True)
class Node:
    """`name`: its path, like `delivery[0].rates[1].price`."""

    name: str
    line: int
    value: Any
    problems: Problems
    parts: dict[Any, Node] = field(default_factory=dict, repr=False)

    def wrong(self, what: str) -> None:
        self.problems.add(self.line, self.name, what)

    def read(self, read: Callable[[Any], T], instead: T) -> T:
        """The value as `read` takes it; a Wrong becomes a problem."""
        try:
            return read(self.value)
        except Wrong as wrong:
            self.wrong(str(wrong))
            return instead

    def only(self, known: tuple[str, ...]) -> bool:
        """Whether it holds settings; those that are not known are told with the nearest name."""
        if not isinstance(self.value, dict):
            self.wrong(f"needs settings by name: {', '.join(known)}")
            return False
        for key in self.value.keys() - set(known):
            near = get_close_matches(str(key), known, 1)
            hint = f"did you mean {near[0]}? " if near else ""
            self.parts[key].wrong(f"is not known; {hint}known are {', '.join(known)}")
        return True

    def take(self, key: str, read: Callable[[Any], T], instead: T, example: str = "") -> T:
        """A setting that must be there; `example` shows how it is written."""
        if key in self.parts:
            return self.parts[key].read(read, instead)
        remedy = f"; add it like `{example}`" if example else ""
        self.problems.add(self.line, self._path(key), f"is missing{remedy}")
        return instead

    def maybe(self, key: str, read: Callable[[Any], T], instead: T) -> T:
        """A setting that may be left out."""
        return self.parts[key].read(read, instead) if key in self.parts else instead

    def each(self, key: str, empty: bool = False) -> Iterator[Node]:
        """The entries of a list; it must be there and hold one unless it may be empty."""
        node = self.parts.get(key)
        if node is None:
            if not empty:
                self.problems.add(self.line, self._path(key), "is missing; it needs a list with at least one entry")
        elif not isinstance(node.value, list) or not (node.value or empty):
            node.wrong("must be a list with at least one entry, each begun with `- `")
        else:
            yield from node.parts.values()

    def part(self, key: str) -> Node | None:
        return self.parts.get(key)

    def _path(self, key: str) -> str:
        return f"{self.name}.{key}" if self.name else key


class _Loader(yaml.SafeLoader):
    """Only `true` and `false` are switches: NO is Norway."""

    yaml_implicit_resolvers = {
        letter: [found for found in resolvers if found[0] != "tag:yaml.org,2002:bool"]
        for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), ["t", "f"])


def parse(text: str, file: str) -> Node:
    """The file as one node of settings. Raises BadFile for what is no YAML, or no settings."""
    try:
        composed = yaml.compose(text, Loader=_Loader)
        value = yaml.load(text, Loader=_Loader)  # noqa: S506 (it is a safe one)
    except (yaml.YAMLError, ValueError) as wrong:  # ValueError: a date that does not exist
        raise BadFile((f"{file}: {' '.join(str(wrong).split())}",)) from None
    if not isinstance(value, dict):
        raise BadFile((f"{file}:1: must hold settings like `name: My shop`",))
    return _node("", 1, composed, value, Problems(file))


def _node(name: str, line: int, composed: Any, value: Any, problems: Problems) -> Node:
    node = Node(name, line, value, problems)
    if isinstance(composed, yaml.MappingNode) and isinstance(value, dict):
        for key, inner in composed.value:
            path, at = (f"{name}.{key.value}" if name else str(key.value)), key.start_mark.line + 1
            if key.value in node.parts:
                problems.add(at, path, f"is there twice; the other one is in line {node.parts[key.value].line}")
            node.parts[key.value] = _node(path, at, inner, value.get(key.value), problems)
    elif isinstance(composed, yaml.SequenceNode) and isinstance(value, list):
        for n, (inner, item) in enumerate(zip(composed.value, value, strict=True)):
            node.parts[n] = _node(f"{name}[{n}]", inner.start_mark.line + 1, inner, item, problems)
    return node
