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
from floorwalker.search.parse import Span, parse

Entity = dict[str, Any]
RENAMED = {"coupon": "code"}
PATTERNS = Path("data") / "shared" / "patterns.yml"
GERMAN = frozenset(
    [
        "ich",
        "ist",
        "nicht",
        "und",
        "das",
        "die",
        "der",
        "ein",
        "eine",
        "einen",
        "mir",
        "mich",
        "sie",
        "ihr",
        "mein",
        "meine",
        "meinen",
        "bitte",
        "danke",
        "gibt",
        "habt",
        "haben",
        "möchte",
        "moechte",
        "will",
        "noch",
        "für",
        "fuer",
        "mit",
        "auf",
        "wie",
        "wo",
        "wann",
        "was",
        "welche",
        "welcher",
        "welches",
        "kann",
        "können",
        "auch",
        "oder",
        "nein",
        "ja",
        "doch",
        "lieber",
        "hallo",
        "guten",
        "servus",
        "moin",
        "tschüss",
        "suche",
        "brauche",
        "zeig",
        "zeigen",
        "kaufen",
        "bezahlen",
        "bezahlt",
        "bestellung",
        "warenkorb",
        "kasse",
        "dem",
        "den",
        "davon",
        "nehme",
        "nimm",
        "leg",
        "größe",
        "grösse",
        "günstiger",
        "wärmer",
        "jacke",
        "schuhe",
        "etwas",
        "gern",
        "gerne",
        "vielen",
        "aber",
        "deutsch",
    ]
)
ENGLISH = frozenset(
    [
        "i",
        "i'm",
        "im",
        "is",
        "not",
        "and",
        "the",
        "a",
        "an",
        "me",
        "my",
        "you",
        "your",
        "please",
        "thanks",
        "have",
        "do",
        "does",
        "want",
        "would",
        "like",
        "for",
        "with",
        "on",
        "how",
        "where",
        "when",
        "what",
        "which",
        "can",
        "could",
        "or",
        "no",
        "yes",
        "hello",
        "need",
        "show",
        "looking",
        "buy",
        "pay",
        "paid",
        "order",
        "cart",
        "it",
        "that",
        "this",
        "those",
        "these",
        "to",
        "of",
        "in",
        "them",
        "one",
        "english",
        "something",
        "cheaper",
        "are",
        "add",
    ]
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ShopEntityExtractor(GraphComponent, EntityExtractorMixin):
    """Adds the entities of domain.yml, each with the canonical value."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"languages": ["en", "de"], "version": 1}

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
        return [{"entity": "language", "value": language, "start": 0, "end": len(text)}]


def grammar(text: str) -> list[Entity]:
    """Prices, sizes, quantities, references, e-mail, codes, numbers."""
    return [_span(span) for span in parse(text)]


def spoken_language(text: str) -> str | None:
    """German or English by its small words; None where it cannot be told."""
    if "@" in text or re.search(r"\b[0-9]{4,5}\b", text):
        return None
    words = re.findall(r"[\w']+", text.casefold())
    german, english = (sum(word in small for word in words) for small in (GERMAN, ENGLISH))
    if german == english:
        return None
    return "de" if german > english else "en"


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
