"""The type annotations of the `stripe` wheel, read as text and held against values."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

WRAPPERS = ("NotRequired", "Required", "Optional")


@dataclass(frozen=True)
class Scope:
    """A class of the wheel, where its names are looked up from the inside outwards."""

    module: Module
    classes: tuple[ast.ClassDef, ...] = ()
    functional: ast.Call | None = None

    def find(self, name: str) -> Scope:
        """The class of that name, seen from here. Raises LookupError."""
        for depth in range(len(self.classes), 0, -1):
            for node in self.classes[depth - 1].body:
                if isinstance(node, ast.ClassDef) and node.name == name:
                    return Scope(self.module, (*self.classes[:depth], node))
        return self.module.find(name)

    def fields(self) -> dict[str, ast.expr]:
        """Name → annotation, inherited ones of typed dictionaries included."""
        if self.functional is not None:
            names = self.functional.args[1]
            assert isinstance(names, ast.Dict)
            pairs = zip(names.keys, names.values, strict=True)
            return {ast.literal_eval(key): value for key, value in pairs if key}
        own = self.classes[-1]
        found: dict[str, ast.expr] = {}
        for base in own.bases:
            if isinstance(base, ast.Name) and base.id.startswith("_"):
                found |= self.find(base.id).fields()
        for node in own.body:
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                found[node.target.id] = node.annotation
        return {name: kind for name, kind in found.items() if not ast.unparse(kind).startswith("ClassVar")}


@dataclass(frozen=True)
class Module:
    """A file of the wheel."""

    path: Path
    root: Path
    load: Callable[[Path], Module]

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text())

    @cached_property
    def imports(self) -> dict[str, tuple[Path, str]]:
        """Name → the wheel's file that it is imported from, and its name there."""
        found: dict[str, tuple[Path, str]] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("stripe."):
                path = self.root.joinpath(*str(node.module).split(".")[1:]).with_suffix(".py")
                found |= {alias.asname or alias.name: (path, alias.name) for alias in node.names}
        return found

    @cached_property
    def classes(self) -> dict[str, Scope]:
        """The top-level classes, written out or as `X = TypedDict("X", {…})`."""
        found: dict[str, Scope] = {}
        for node in self.tree.body:
            if isinstance(node, ast.ClassDef):
                found[node.name] = Scope(self, (node,))
            elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                found[ast.unparse(node.targets[0])] = Scope(self, functional=node.value)
        return found

    def scope(self) -> Scope:
        return Scope(self)

    def find(self, name: str) -> Scope:
        if name in self.classes:
            return self.classes[name]
        if name in self.imports:
            path, there = self.imports[name]
            return self.load(path).find(there)
        raise LookupError(f"{name} in {self.path.name}")

    def resource(self, object_name: str) -> Scope:
        """The class whose objects carry this name."""
        for scope in self.classes.values():
            if scope.classes and object_name in _constants(scope.classes[-1]):
                return scope
        raise LookupError(object_name)


@dataclass(frozen=True)
class Checker:
    """Holds values against annotations: of a form, where all leaves are texts, or of an answer in JSON."""

    form: bool

    def members(self, value: Any, scope: Scope, at: str) -> Iterator[str]:
        """Problems of an object against a class: unknown, missing, and wrong members."""
        if not isinstance(value, Mapping):
            yield f"{at}: not an object"
            return
        fields = scope.fields()
        for name, annotation in fields.items():
            if name in value:
                yield from self.value(value[name], annotation, scope, self._below(at, name))
            elif not self._may_lack(annotation):
                yield f"{self._below(at, name)}: missing"
        yield from (f"{self._below(at, name)}: unknown" for name in value if name not in fields)

    def value(self, value: Any, annotation: ast.expr, scope: Scope, at: str) -> Iterator[str]:
        """Problems of one value against one annotation."""
        kind = _read(annotation)
        if isinstance(kind, ast.BinOp):
            yield from self._union(value, _alternatives(kind), scope, at)
        elif isinstance(kind, ast.Subscript):
            yield from self._generic(value, ast.unparse(kind.value), _arguments(kind), scope, at)
        elif isinstance(kind, ast.Constant) and kind.value is None:
            yield from () if value is None else (f"{at}: not null",)
        else:
            yield from self._named(value, ast.unparse(kind), scope, at)

    def _generic(self, value: Any, name: str, inner: list[ast.expr], scope: Scope, at: str) -> Iterator[str]:
        if name in WRAPPERS:
            if value is not None or name != "Optional":
                yield from self.value(value, inner[0], scope, at)
        elif name == "Union":
            yield from self._union(value, inner, scope, at)
        elif name == "Literal":
            yield from self._enumeration(value, inner, at)
        elif name in ("List", "ListObject"):
            yield from self._items(value, name, inner[0], scope, at)
        elif name in ("Dict", "UntypedStripeObject"):
            yield from self._texts(value, inner[-1], scope, at)
        else:
            yield from self._expandable(value, inner[0], scope, at)

    def _expandable(self, value: Any, inner: ast.expr, scope: Scope, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield from self.value(value, inner, scope, at)

    def _enumeration(self, value: Any, inner: list[ast.expr], at: str) -> Iterator[str]:
        allowed = [ast.literal_eval(item) for item in inner]
        if value not in (_as_sent(allowed) if self.form else allowed):
            yield f"{at}: {value!r} is no allowed value"

    def _items(self, value: Any, name: str, inner: ast.expr, scope: Scope, at: str) -> Iterator[str]:
        items = value
        if name == "ListObject":
            if not isinstance(value, Mapping) or value.get("object") != "list":
                yield f"{at}: not a list object"
                return
            items = value["data"]
        if not isinstance(items, list):
            yield f"{at}: not a list"
            return
        for n, item in enumerate(items):
            yield from self.value(item, inner, scope, self._below(at, str(n)))

    def _texts(self, value: Any, inner: ast.expr, scope: Scope, at: str) -> Iterator[str]:
        if not isinstance(value, Mapping):
            yield f"{at}: not an object"
            return
        for name, item in value.items():
            yield from self.value(item, inner, scope, self._below(at, name))

    def _union(self, value: Any, kinds: list[ast.expr], scope: Scope, at: str) -> Iterator[str]:
        """Fits when one alternative fits; else the shortest complaint. An open enumeration is closed."""
        kinds = [_read(kind) for kind in kinds]
        if any(_is_enumeration(kind) for kind in kinds):
            kinds = [kind for kind in kinds if ast.unparse(kind) != "str"]
        complaints = [list(self.value(value, kind, scope, at)) for kind in kinds]
        plain = not isinstance(value, Mapping)
        pairs = zip(kinds, complaints, strict=True)
        fitting = [said for kind, said in pairs if plain or _is_object(kind)]
        yield from min(fitting or complaints, key=len)

    def _named(self, value: Any, name: str, scope: Scope, at: str) -> Iterator[str]:
        if name == "Any":
            return
        if name in SCALARS:
            written, typed = SCALARS[name]
            sent = isinstance(value, str) and re.fullmatch(written, value, re.S)
            fits = sent if self.form else typed(value)
            yield from () if fits else (f"{at}: {value!r} is no {name}",)
        else:
            yield from self.members(value, scope.find(name), at)

    def _may_lack(self, annotation: ast.expr) -> bool:
        kind = _read(annotation)
        optional = "NotRequired" if self.form else "Optional"
        return isinstance(kind, ast.Subscript) and ast.unparse(kind.value) == optional

    def _below(self, at: str, name: str) -> str:
        if self.form:
            return f"{at}[{name}]" if at else name
        return f"{at}.{name}"


def _is_int(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


SCALARS: Mapping[str, tuple[str, Callable[[Any], bool]]] = {
    "str": (".*", lambda value: isinstance(value, str)),
    "int": (r"-?\d+", _is_int),
    "bool": ("true|false", lambda value: isinstance(value, bool)),
    "float": (r"-?\d+(\.\d+)?", lambda value: _is_int(value) or isinstance(value, float)),
    "Decimal": (r"-?\d+(\.\d+)?", lambda value: isinstance(value, str)),
}
"""How a scalar is written in a form, and what it is in JSON."""


def _read(annotation: ast.expr) -> ast.expr:
    """A forward reference is read on."""
    while isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        annotation = ast.parse(annotation.value, mode="eval").body
    return annotation


def _arguments(kind: ast.Subscript) -> list[ast.expr]:
    return list(kind.slice.elts) if isinstance(kind.slice, ast.Tuple) else [kind.slice]


def _alternatives(kind: ast.expr) -> list[ast.expr]:
    if isinstance(kind, ast.BinOp):
        return [*_alternatives(_read(kind.left)), *_alternatives(_read(kind.right))]
    return [kind]


def _is_enumeration(kind: ast.expr) -> bool:
    if not isinstance(kind, ast.Subscript) or ast.unparse(kind.value) != "Literal":
        return False
    return [ast.literal_eval(item) for item in _arguments(kind)] != [""]


def _is_object(kind: ast.expr) -> bool:
    name = ast.unparse(kind.value if isinstance(kind, ast.Subscript) else kind)
    return name not in SCALARS and name not in ("Literal", "List")


def _as_sent(allowed: list[Any]) -> list[Any]:
    return [str(item).lower() if isinstance(item, bool) else item for item in allowed]


def _constants(node: ast.ClassDef) -> list[Any]:
    """The values that the class gives to annotated names, as `OBJECT_NAME: … = "refund"`."""
    values = (item.value for item in node.body if isinstance(item, ast.AnnAssign))
    return [value.value for value in values if isinstance(value, ast.Constant)]
