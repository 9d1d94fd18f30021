"""Stripe's form bodies: brackets to nested values and back; readers that name the wrong parameter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from floorwalker.sandbox.errors import missing, not_an_integer, unknown

Form = dict[str, Any]
"""Texts, and below them forms and lists of these."""


def decode(text: str) -> Form:
    """`a[b][0][c]=1` becomes {"a": {"b": [{"c": "1"}]}}."""
    root: Form = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        _put(root, _path(name), value)
    return {name: _listed(value) for name, value in root.items()}


def _path(name: str) -> list[str]:
    head, *rest = name.split("[")
    return [head, *(part.rstrip("]") for part in rest)]


def _put(node: Form, path: list[str], value: str) -> None:
    for part in path[:-1]:
        inner = node.setdefault(part or str(len(node)), {})
        if not isinstance(inner, dict):
            raise unknown(path[0])
        node = inner
    node[path[-1] or str(len(node))] = value


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(key.isdigit() for key in value):
        return [_listed(value[key]) for key in sorted(value, key=int)]
    return {key: _listed(inner) for key, inner in value.items()}


def only(form: Mapping[str, Any], known: Iterable[str]) -> None:
    """Refuses the first top-level parameter that the call does not have."""
    for name in form:
        if name not in known:
            raise unknown(name)


def text(form: Mapping[str, Any], name: str, at: str = "") -> str:
    """A text that must be there; `at` is the parameter's full name in an error."""
    value = form.get(name)
    if not isinstance(value, str) or not value:
        raise missing(at or name)
    return value


def integer(form: Mapping[str, Any], name: str, at: str = "", default: int | None = None) -> int:
    """A whole number; without a default it must be there."""
    value = form.get(name, default)
    if value is None or value == "":
        raise missing(at or name)
    try:
        return int(value)
    except (TypeError, ValueError):
        raise not_an_integer(at or name, value) from None


def section(form: Mapping[str, Any], name: str) -> Form:
    """The nested form of that name; {} when it is not there."""
    value = form.get(name)
    return value if isinstance(value, dict) else {}


def names(text: str) -> tuple[str, ...]:
    """The words of a text, as a table of parameters."""
    return tuple(text.split())
