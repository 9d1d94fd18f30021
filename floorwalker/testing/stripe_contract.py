"""Stripe's own schema as a judge: reads the installed `stripe` wheel and says what does not fit.

The wheel is generated from Stripe's OpenAPI document, so its parameter and resource classes are the
newest official schema at hand. They are read as text, never imported. Enumerations are strict, although
the wheel writes them open. Not judged: lengths of texts, rules across fields, `Refund.status` (a bare text).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from floorwalker.sandbox.forms import decode
from floorwalker.testing.stripe_types import Checker, Module, Scope


@dataclass(frozen=True)
class Route:
    """One call of the API; `params` is its class of parameters and the module that imports it."""

    method: str
    template: str
    pattern: re.Pattern[str]
    module: Module
    params: str | None


@dataclass
class Contract:
    """Judges requests and objects; an empty list of problems means that they fit."""

    root: Path
    modules: dict[Path, Module] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.routes = sorted(self._routes(), key=lambda route: route.template.replace("{", "~"))
        self.resources = dict(self._resources())

    def request(self, method: str, path: str, body: bytes = b"", query: str = "") -> list[str]:
        """Problems of a request: its route, and its parameters as form or query."""
        route = self.route(method, path)
        if route is None:
            return [f"no such route: {method} {path}"]
        form = decode(body.decode() if body else query)
        form.pop("expand", None)
        if route.params is None:
            return [f"{name}: this call takes no parameters" for name in form]
        scope = route.module.scope().find(route.params)
        return list(Checker(form=True).members(form, scope, ""))

    def object(self, obj: Mapping[str, Any]) -> list[str]:
        """Problems of an object of an answer or event; lists and events are looked into."""
        if obj.get("object") == "list":
            return [problem for item in obj["data"] for problem in self.object(item)]
        scope = self.resources.get(str(obj.get("object")))
        if scope is None:
            return [f"no such object: {obj.get('object')}"]
        inner = self.object(obj["data"]["object"]) if obj["object"] == "event" else []
        return [*Checker(form=False).members(obj, scope, str(obj["object"])), *inner]

    def route(self, method: str, path: str) -> Route | None:
        """The call that this request is, literal paths before placeholders."""
        fits = (r for r in self.routes if r.method == method.lower() and r.pattern.fullmatch(path))
        return next(fits, None)

    def module(self, path: Path) -> Module:
        if path not in self.modules:
            self.modules[path] = Module(path, self.root, self.module)
        return self.modules[path]

    def _routes(self) -> Iterator[Route]:
        for path in sorted(self.root.rglob("*_service.py")):
            if "v2" not in path.parts:
                module = self.module(path)
                yield from filter(None, (_route(module, node) for node in ast.walk(module.tree)))

    def _resources(self) -> Iterator[tuple[str, Scope]]:
        name = re.compile(r'^    OBJECT_NAME: ClassVar\[Literal\["([\w.]+)"\]\]', re.M)
        for path in sorted(self.root.rglob("_*.py")):
            found = None if "v2" in path.parts else name.search(path.read_text())
            if found:
                yield found[1], self.module(path).resource(found[1])


def _route(module: Module, node: ast.AST) -> Route | None:
    if not isinstance(node, ast.FunctionDef):
        return None
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "self._request":
            template = _template(call.args[1])
            pattern = re.compile(re.sub(r"\{\w+\}", "[^/]+", template))
            return Route(ast.literal_eval(call.args[0]), template, pattern, module, _params(node))
    return None


def _template(node: ast.expr) -> str:
    """`"/v1/x/{id}".format(id=…)` or the plain text."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        node = node.func.value
    return str(ast.literal_eval(node))


def _params(node: ast.FunctionDef) -> str | None:
    for arg in node.args.args:
        if arg.arg == "params" and arg.annotation is not None:
            found = re.search(r"\w+Params", ast.unparse(arg.annotation))
            return found[0] if found else None
    return None


@lru_cache(maxsize=1)
def contract() -> Contract:
    """The contract of the installed wheel; reading it takes about a second, so it is read once."""
    spec = find_spec("stripe")
    assert spec is not None and spec.origin is not None
    return Contract(Path(spec.origin).parent)
