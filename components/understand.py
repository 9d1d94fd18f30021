"""`python -m components.understand MODEL`: reads messages as JSON lines, writes what was understood as JSON lines.

The NLU half of the trained model, as `rasa run` uses it: the same graph, without policies. `floorwalker understand`
starts it; benchmarks and the report read with `Reader`.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.engine.graph import ExecutionContext
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage

from components.catalogue import shop_names
from components.context_reader import AFTER
from components.languages import spoken_language
from components.launch import quieten
from components.overlaps import HIDDEN
from floorwalker.search.understand import understand

BATCH = 64
ALTERNATIVES = 4
FALLBACK = "nlu_fallback"
ABOUT_PRODUCTS = ("product_", "cart_add", "choose", "inform")


class Reader:
    """Understands messages with a model's NLU graph."""

    def __init__(self, model: Path) -> None:
        self._folder = tempfile.TemporaryDirectory()
        storage, metadata = LocalModelStorage.from_model_archive(Path(self._folder.name), model)
        self._target = str(metadata.nlu_target)
        schema = metadata.predict_schema.minimal_graph_schema([self._target])
        context = ExecutionContext(graph_schema=schema, model_id=metadata.model_id)
        self._runner = DaskGraphRunner.create(schema, storage, context)

    def parsed(self, texts: Sequence[str], after: str = "") -> list[dict[str, Any]]:
        """Rasa's own parse data of each message."""
        metadata = {AFTER: after} if after else None
        messages = [UserMessage(text, metadata=metadata) for text in texts]
        inputs = {PLACEHOLDER_MESSAGE: messages, PLACEHOLDER_TRACKER: None}
        found = self._runner.run(inputs=inputs, targets=[self._target])[self._target]
        return [{"text": text, **message.as_dict()} for text, message in zip(texts, found, strict=True)]

    def understood(self, texts: Sequence[str], after: str = "") -> list[dict[str, Any]]:
        """The same as `floorwalker understand` tells it."""
        return [told(text, data) for text, data in zip(texts, self.parsed(texts, after), strict=True)]


def told(text: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """`sure`: false where the assistant would ask instead of acting on the intent."""
    ranking = [rank for rank in data.get("intent_ranking") or () if rank["name"] != FALLBACK]
    ranking = ranking or [{"name": None, "confidence": 0.0}]
    faq = ((data.get("response_selector") or {}).get("faq") or {}).get("ranking") or ()
    entities = [_entity(text, one) for one in data.get("entities") or () if _is_told(one)]
    return {
        "text": text,
        "intent": ranking[0]["name"],
        "confidence": round(ranking[0]["confidence"], 4),
        "alternatives": [_rank(rank) for rank in ranking[1 : 1 + ALTERNATIVES]],
        "sure": (data.get("intent") or {}).get("name") not in (None, FALLBACK),
        "entities": entities,
        "query": query(str(data.get("mended_text") or text), ranking[0]["name"]),
        "language": spoken_language(text),
        "clauses": [_clause(clause, entities) for clause in data.get("clauses") or ()],
        **({"faq": faq[0]["intent_response_key"]} if faq else {}),
    }


def query(text: str, intent: str | None) -> dict[str, Any] | None:
    """What the words ask of the catalogue, as the search reads them; nothing where they are about something else."""
    if intent is None or not intent.startswith(ABOUT_PRODUCTS):
        return None
    said = asdict(understand(text, shop_names().vocabulary))
    facets = {name: dict(said.pop(name)) for name in ("want", "avoid", "allow")}
    return {name: value for name, value in {**said, **facets}.items() if value not in (None, "", (), {}, False)}


def _is_told(one: Mapping[str, Any]) -> bool:
    """Not the marks for the actions, nor "it" and "those", which name nothing by themselves."""
    return one["entity"] not in HIDDEN and not (isinstance(one["value"], dict) and "it" in one["value"])


def _entity(text: str, one: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: one[name] for name in ("entity", "value", "start", "end")}
    return {**kept, "source": one.get("source") or one.get("extractor")}


def _rank(rank: Mapping[str, Any]) -> dict[str, Any]:
    return {"intent": rank["name"], "confidence": round(rank["confidence"], 4)}


def _clause(clause: Mapping[str, Any], entities: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    inside = [e for e in entities if clause["start"] <= e["start"] < clause["end"]]
    return {**clause, "confidence": round(clause["confidence"], 4), "entities": inside}


def batches(lines: Iterable[str]) -> Iterator[list[str]]:
    """So many at a time that progress is seen and little is lost."""
    held: list[str] = []
    for line in lines:
        held.append(json.loads(line))
        if len(held) == BATCH:
            yield held
            held = []
    if held:
        yield held


def main(arguments: Sequence[str]) -> int:
    """MODEL [ACTION]: messages as JSON strings come on stdin, an object for each goes to stdout."""
    quieten()
    reader = Reader(Path(arguments[0]))
    for texts in batches(sys.stdin):
        for found in reader.understood(texts, arguments[1] if len(arguments) > 1 else ""):
            sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
