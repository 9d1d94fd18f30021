"""What a message names: the catalogue's things by spaCy's matchers, numbers and forms by the search's grammars.

Nothing here is learnt: a new product is known as soon as it is imported. Patterns that a designer adds to
`data/shared/patterns.yml` (spaCy EntityRuler form: label, pattern) count as well.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import spacy
import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from spacy.matcher import PhraseMatcher
from spacy.util import filter_spans

from components.catalogue import Names, shop_names
from components.languages import spoken_language
from floorwalker.search.parse import Span, parse
from floorwalker.search.parse_pointing import count_of
from floorwalker.search.spans import NUMBER_WORDS

Entity = dict[str, Any]
ONLY = re.compile(
    r"\b(?:only|just|nur|bloß)\s+(?:want |need |the |noch )?(?P<n>[1-9]|" + "|".join(NUMBER_WORDS) + r")\b(?!\s+in\b)",
    re.IGNORECASE,
)
ALSO = re.compile(
    r"(?:\b(?:and|then|und|dann)\b|[.,;&])\s*(?:then |dann )?(?:i(?:'d)? (?:want|like) to |ich möchte )?"
    r"(?P<wish>check ?out|pay\b|proceed|zur kasse|bezahlen|order now)",
    re.IGNORECASE,
)
RENAMED = {"coupon": "code"}
PATTERNS = Path("data") / "shared" / "patterns.yml"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ShopEntityExtractor(GraphComponent, EntityExtractorMixin):
    """Adds the entities of domain.yml, each with the canonical value."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"languages": ["en", "de"], "version": 4}

    def __init__(self, config: dict[str, Any]) -> None:
        self._languages = tuple(config["languages"])
        self._blank = spacy.blank("xx")
        self._ruler = self._blank.add_pipe("entity_ruler")
        self._ruler.add_patterns(designer_patterns(PATTERNS))  # type: ignore[attr-defined]
        self._names: Names | None = None
        self._matcher: PhraseMatcher | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ShopEntityExtractor:
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            found = [*grammar(text), *self._named(text), *self._language(text, message)]
            message.set(ENTITIES, message.get(ENTITIES, []) + self.add_extractor_name(found), add_to_output=True)
        return messages

    def _named(self, text: str) -> list[Entity]:
        names = shop_names()
        if names is not self._names:
            self._names, self._matcher = names, matcher(self._blank, names)
        doc = self._blank(text)
        assert self._matcher is not None  # noqa: S101 (made with the names)
        spans = [*self._matcher(doc, as_spans=True), *doc.ents]
        return [_entity(span) for span in filter_spans(spans)]

    def _language(self, text: str, message: Message) -> list[Entity]:
        intent = (message.get(INTENT) or {}).get("name")
        language = None if intent in ("checkout_tell", "language") else spoken_language(text)
        if language not in self._languages:
            return []
        end = len(text)  # behind the last word: an entity over the whole text would lie over all others
        return [{"entity": "language", "value": language, "start": end, "end": end}]


def grammar(text: str) -> list[Entity]:
    """Prices, sizes, quantities, references, e-mail, codes, numbers."""
    spans = parse(text)
    found = ONLY.search(text)
    only = [] if any(span.name in ("quantity", "price", "size") for span in spans) or not found else [_only(found)]
    also = [_also(wish) for wish in ALSO.finditer(text)][:1]
    return [*map(_span, spans), *only, *also]


def _also(found: re.Match[str]) -> Entity:
    """A second wish: to the till, when the first is served."""
    return {"entity": "also", "value": "checkout_start", "start": found.start("wish"), "end": found.end("wish")}


def _only(found: re.Match[str]) -> Entity:
    """ "just one": how many remain."""
    return {"entity": "quantity", "value": count_of(found["n"]), "start": found.start("n"), "end": found.end("n")}


def matcher(language: Any, names: Names) -> PhraseMatcher:
    """Finds names whatever their case; the label says entity and value."""
    found = PhraseMatcher(language.vocab, attr="LOWER")
    for name, entity, value in names.entries:
        found.add(f"{entity}={value}", [language.make_doc(name)])
    return found


def designer_patterns(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    found = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    return found if isinstance(found, list) else []


def _entity(span: Any) -> Entity:
    entity, _, value = span.label_.partition("=")
    return {"entity": entity, "value": value or span.text, "start": span.start_char, "end": span.end_char}


def _span(span: Span) -> Entity:
    return {"entity": RENAMED.get(span.name, span.name), "value": span.value, "start": span.start, "end": span.end}
