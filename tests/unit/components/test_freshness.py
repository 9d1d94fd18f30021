"""No sentence comes twice in a row: variants take turns, and a lone one is introduced as said before."""

from __future__ import annotations

import asyncio

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from components.freshness import FreshResponses

GERMAN = [{"type": "slot", "name": "language", "value": "de"}]
SLOTS = [AnySlot(name, [{"type": "custom"}], influence_conversation=False) for name in ("language", "said")]
RESPONSES = {
    "utter_two": [{"text": "One."}, {"text": "Two."}, {"text": "Eins.", "condition": GERMAN}],
    "utter_lone": [{"text": "It is {fact}.", "buttons": [{"title": "Ok", "payload": "/affirm"}]}],
    "utter_said_before": [{"text": "As I said: {answer}"}, {"text": "Once more: {answer}"}],
}
DOMAIN = Domain([], [], SLOTS, RESPONSES, [], {}, {})


class Talk:
    def __init__(self) -> None:
        self.tracker = DialogueStateTracker.from_events("c1", [], DOMAIN.slots)
        self.voice = FreshResponses(None, DOMAIN)  # type: ignore[arg-type]

    def say(self, name: str, **facts: object) -> str:
        self.tracker.update(UserUttered("hi"))
        message = asyncio.run(self.voice.generate(name, self.tracker, "web", **facts))
        assert message is not None
        kept = {"utter_action": name, "variant": message["variant"]}
        self.tracker.update(BotUttered(message["text"], metadata=kept))
        return str(message["text"])


def test_variants_take_turns() -> None:
    talk = Talk()
    assert [talk.say("utter_two") for _ in range(4)] == ["One.", "Two.", "One.", "Two."]


def test_a_lone_sentence_is_introduced_as_said_before() -> None:
    talk = Talk()
    said = [talk.say("utter_lone", fact="dry") for _ in range(4)]
    assert said[:3] == ["It is dry.", "As I said: It is dry.", "It is dry."]
    assert all(one != other for one, other in zip(said, said[1:], strict=False))


def test_other_facts_are_another_sentence() -> None:
    talk = Talk()
    assert [talk.say("utter_lone", fact=fact) for fact in ("dry", "warm")] == ["It is dry.", "It is warm."]


def test_the_language_is_kept_and_buttons_stay() -> None:
    talk = Talk()
    talk.tracker.update(SlotSet("language", "de"))
    assert [talk.say("utter_two") for _ in range(2)] == ["Eins.", "As I said: Eins."]
    talk.say("utter_lone", fact="dry")
    talk.tracker.update(UserUttered("hi"))
    message = asyncio.run(talk.voice.generate("utter_lone", talk.tracker, "web", fact="dry"))
    assert message is not None and [button["title"] for button in message["buttons"]] == ["Ok"]


def test_what_was_said_before_a_chapter_counts() -> None:
    talk = Talk()
    talk.tracker.update(SlotSet("said", [{"response": "utter_two", "variant": 0, "text": "One."}]))
    assert talk.say("utter_two") == "Two."


def test_an_unknown_response_says_nothing() -> None:
    talk = Talk()
    assert asyncio.run(talk.voice.generate("utter_none", talk.tracker, "web")) is None
