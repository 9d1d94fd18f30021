"""No sentence twice in a row: of the ways to say a thing, one that the shopper has not just read.

A response may stand in several variants (`responses.yml`); Rasa would draw one at random. Here the one that was said
longest ago is taken, and where there is only one, it is introduced as said before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from rasa.core.nlg.generator import ResponseVariationFilter
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

SAID = "said"
"""The slot with what was said last, oldest first: it outlives a chapter."""
REMEMBERED = 8
AGAIN = "utter_said_before"
"""How a sentence that has no other variant is said a second time; its fact is `answer`."""
VARIANT = "variant"
Said = Mapping[str, Any]
"""`response`, `variant` and `text` of a message that went out."""


class FreshResponses(TemplatedNaturalLanguageGenerator):
    """Chooses among the variants of a response by what was said before."""

    def __init__(self, endpoint_config: EndpointConfig, domain: Domain) -> None:
        super().__init__(domain.responses)

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        before = answers(tracker)
        written = self._written(utter_action, tracker, output_channel, kwargs)
        if not written:
            return None
        just = just_said(tracker, before)
        chosen = freshest(utter_action, written, before, just)
        if chosen["text"] not in just:
            return chosen
        again = self._written(AGAIN, tracker, output_channel, {"answer": chosen["text"]})
        return {**chosen, "text": freshest(AGAIN, again, before, just)["text"]} if again else chosen

    def _written(
        self, name: str, tracker: DialogueStateTracker, channel: str, facts: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        """Every variant that fits language and channel, with its facts filled in."""
        if name not in self.responses:
            return []
        slots = tracker.current_slot_values()
        found = ResponseVariationFilter(self.responses).responses_for_utter_action(name, channel, slots)
        filled = (self._fill_response(deepcopy(variant), slots, **facts) for variant in found)
        return [{"text": "", **variant, VARIANT: place} for place, variant in enumerate(filled)]


def freshest(
    name: str, written: Sequence[dict[str, Any]], before: Sequence[Said], just: Collection[str] = ()
) -> dict[str, Any]:
    """One that was not read a moment ago; among those the first that was never said, else the one said longest ago."""
    last = {(one["response"], one[VARIANT]): place for place, one in enumerate(before)}
    return min(written, key=lambda one: (one["text"] in just, last.get((name, one[VARIANT]), -1)))


def answers(tracker: DialogueStateTracker) -> list[Said]:
    """The last messages that went out, oldest first, those before this chapter too."""
    before = list(tracker.get_slot(SAID) or ())
    here = [said(event) for event in tracker.events if isinstance(event, BotUttered) and event.text]
    return [*before, *here][-REMEMBERED:]


def said(event: BotUttered) -> Said:
    name, variant = event.metadata.get("utter_action") or "", event.metadata.get(VARIANT) or 0
    return {"response": name, VARIANT: variant, "text": str(event.text)}


def just_said(tracker: DialogueStateTracker, before: Sequence[Said]) -> set[str]:
    """Sentences of this turn and of the answer before it."""
    texts = list(_since_last_but_one(tracker))
    return set(texts) or {one["text"] for one in before[-2:]}


def _since_last_but_one(tracker: DialogueStateTracker) -> Iterator[str]:
    turns = 0
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            turns += 1
        if turns == 2:
            return
        if isinstance(event, BotUttered) and event.text:
            yield event.text
