"""What a message names: the catalogue's things, and numbers and forms by the search's grammars.

Nothing here is learnt: a new product is known as soon as it is imported. Patterns that a designer adds to
`data/shared/patterns.yml` (spaCy EntityRuler form: label, pattern) count as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from components.catalogue import Names, shop_names
from components.context_reader import context_of
from components.dates import dates
from components.gazetteer import Gazetteer
from components.languages import spoken_language
from components.mending import Places
from components.overlaps import Found, keep
from components.spelling import MENDED
from floorwalker.search.parse import contacts, prices, quantities, references, sizes
from floorwalker.search.parse_pointing import count_of
from floorwalker.search.parse_size import normal_size
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
CUES = {
    "size": re.compile(
        r"(?:in\s+)?(?:an?\s+|der\s+)?(?:sizes?|größe|groesse|gr\.)?:?\s*(?:is\s+|ist\s+)?(?:an?\s+)?", re.I
    ),
    "order_number": re.compile(r".*?(?=[A-Z]{0,3}-?[0-9]{4,})", re.I),
    "code": re.compile(r".*[\s:\"'„“](?=\S)", re.I),
    "postcode": re.compile(r"(?:\D*\s)?(?=\S*[0-9])", re.I),
}
SIZE_WORD = re.compile(
    r"\b(?:an?|to|the|just|is|it's|or|uh,?|rather|eine?|in|auf|lieber)\s+(?P<size>small|medium|large|x-large|xs|xl|xxl)\b"
    r"(?=\s*(?:$|[?.!,;]|(?:fit|fits|big|ok|okay|please|if|would|or|and|instead|be|do|too|i|in|for|enough|bitte|oder)\b))",
    re.I,
)
MENDABLE = ("reference", "quantity", "size", "colour", "material", "category", "product", "brand", "price", "money")
"""What is a word; the others are written letter by letter."""
ASKED = {"option": "size", "quantity": "quantity", "address": "postcode"}
"""What the grammars are told of the open question."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ShopEntityExtractor(GraphComponent, EntityExtractorMixin):
    """Adds the entities of domain.yml, each with the canonical value."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"languages": ["en", "de"], "version": 6}

    def __init__(self, config: dict[str, Any]) -> None:
        self._languages = tuple(config["languages"])
        self._names: Names | None = None
        self._gazetteer: Gazetteer | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ShopEntityExtractor:
        return cls(config)

    def process(
        self,
        messages: list[Message],
        tracker: Optional[DialogueStateTracker] = None,  # noqa: UP045 (Rasa's validation knows this form only)
    ) -> list[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            asked = ASKED.get(context_of(message, tracker).asked, "")
            slipped = self._slipped(text, str(message.get(MENDED) or text), asked)
            spans = keep([*grammar(text, asked), *self._named(text), *slipped])
            found = [*map(_entity, spans), *only(text, spans), *also(text), *self._language(text, message)]
            message.set(ENTITIES, message.get(ENTITIES, []) + self.add_extractor_name(found), add_to_output=True)
        return messages

    def _slipped(self, text: str, mended: str, asked: str) -> Iterator[Found]:
        """What only the mended words name, at its place in the message as it came."""
        if mended == text:
            return
        places = Places.of(text, mended)
        for found in (*grammar(mended, asked), *self._named(mended)):
            place = places.back(found.start, found.end)
            if place and found.entity in MENDABLE:
                yield replace(found, start=place[0], end=place[1])

    def _named(self, text: str) -> list[Found]:
        names = shop_names()
        if self._gazetteer is None or names is not self._names:
            self._names, self._gazetteer = names, Gazetteer(names, self._languages)
        return self._gazetteer.found(text)

    def _language(self, text: str, message: Message) -> list[Entity]:
        intent = (message.get(INTENT) or {}).get("name")
        language = None if intent in ("checkout_tell", "language") else spoken_language(text)
        if language not in self._languages:
            return []
        end = len(text)  # behind the last word: an entity over the whole text would lie over all others
        return [{"entity": "language", "value": language, "start": end, "end": end}]


def grammar(text: str, asked: str = "") -> list[Found]:
    """Prices, sizes, quantities, references, e-mail, codes, numbers, days. `asked`: what was just asked for."""
    spans = [
        *contacts(text, asked),
        *prices(text),
        *sizes(text, asked == "size"),
        *quantities(text, asked == "quantity"),
        *references(text),
    ]
    read = [Found(RENAMED.get(s.name, s.name), s.value, s.start, s.end, s.priority, "grammar") for s in spans]
    return [*map(partial(bare, text), read), *size_words(text), *dates(text, date.today())]  # noqa: DTZ011 the shopper's day, as near as the shop's clock knows


def bare(text: str, found: Found) -> Found:
    """Without the words that only say what follows: "order", "code", "in size"."""
    if found.entity not in CUES:
        return found
    cue = CUES[found.entity].match(text, found.start, found.end)
    return replace(found, start=cue.end()) if cue and cue.end() < found.end else found


def size_words(text: str) -> Iterator[Found]:
    """ "a medium", "to large": where no thing follows that would be medium or large."""
    for found in SIZE_WORD.finditer(text):
        yield Found("size", normal_size(found["size"]), *found.span("size"), 5, "grammar")


def only(text: str, spans: list[Found]) -> list[Entity]:
    """ "just one": how many remain."""
    found = ONLY.search(text)
    if not found or any(span.entity in ("quantity", "price", "size") for span in spans):
        return []
    return [_entity(Found("quantity", count_of(found["n"]), *found.span("n"), 4, "grammar"))]


def also(text: str) -> list[Entity]:
    """A second wish: to the till, when the first is served."""
    found = ALSO.search(text)
    return [_entity(Found("also", "checkout_start", *found.span("wish"), 0, "grammar"))] if found else []


def _entity(found: Found) -> Entity:
    place = {"start": found.start, "end": found.end, "source": found.source}
    return {"entity": found.entity, "value": found.value, **place}
