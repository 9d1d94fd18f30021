"""What every action does alike: read the turn, call one use case, and never leave a shopper in silence."""

from __future__ import annotations

import asyncio
import os
import traceback
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, ClassVar
from uuid import NAMESPACE_URL, uuid4, uuid5

import structlog
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker

from floorwalker.bootstrap import open_shop
from floorwalker.conversations.spoken import spoken
from floorwalker.domain.message import Card
from floorwalker.errors import BadFile, BadSettings, PaymentRejected, ShopError, Unavailable

log = structlog.get_logger()
Event = dict[str, Any]
PASSING = ("offer", "asking", "pending", "fallbacks")
"""Slots that belong to the open question."""
MISSES = ("fallbacks",)
"""Count what was not understood; whatever is understood ends the count."""
TROUBLE = (Unavailable, PaymentRejected)
"""Faults of ours, never a no of the shop's rules."""
LONGEST_ID = 36
Shop = Any  # the facade's type stands in floorwalker.services, which actions do not import


@lru_cache(maxsize=1)
def shop() -> Shop:
    """Made at first use. rasa-sdk builds actions without arguments, so they ask here."""
    return open_shop(os.environ)


@dataclass(frozen=True)
class Turn:
    """What the shopper said, and what the conversation remembers.

    `mended`: its words without their slips; `wishes`: the clauses of a message that holds several, each with text,
    intent and entities; `goes_on`: this is one of them, and more will follow; `follows`: another action has answered
    this message before.
    """

    conversation: str
    locale: str
    slots: Mapping[str, Any]
    words: str = ""
    mended: str = ""
    intent: str = ""
    channel: str = "rasa"
    entities: tuple[Mapping[str, Any], ...] = ()
    ranking: tuple[Mapping[str, Any], ...] = ()
    loop: str | None = None
    asked: str | None = None
    faq: Mapping[str, Any] = field(default_factory=dict)
    wishes: tuple[Mapping[str, Any], ...] = ()
    goes_on: bool = False
    follows: bool = False

    def entity(self, name: str) -> Any:
        """The first value of an entity in this message, or None."""
        return next((e["value"] for e in self.entities if e.get("entity") == name), None)

    def without(self, *names: str) -> str:
        """The shopper's words without those that were read as these entities."""
        text = self.said
        for found in self.entities:
            if found.get("entity") in names and "end" in found and not self.is_tap:
                text = text[: found["start"]] + " " * (found["end"] - found["start"]) + text[found["end"] :]
        return text

    def tapped(self, name: str) -> Any:
        """The value that a button carries; what words name is weighed by the shop instead."""
        return self.entity(name) if self.is_tap else None

    @property
    def is_tap(self) -> bool:
        """A button was pressed: its entities say everything."""
        return self.words.startswith("/")

    @property
    def said(self) -> str:
        """The shopper's own words; nothing for a tap."""
        return "" if self.is_tap else self.words

    @property
    def meant(self) -> str:
        """The words without their slips, to look a thing up by; names and addresses are taken as `said`."""
        return "" if self.is_tap else self.mended or self.words


@dataclass(frozen=True)
class Reply:
    """What to say: a response, the facts it may use, a card; events for Rasa. `more`: messages that follow.

    Without a response nothing is said.
    """

    response: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    card: Card | None = None
    events: tuple[Event, ...] = ()
    more: tuple[Reply, ...] = ()

    def messages(self) -> Iterator[Reply]:
        if self.response:
            yield self
        for reply in self.more:
            yield from reply.messages()

    def all_events(self) -> list[Event]:
        return [*self.events, *(event for reply in self.more for event in reply.all_events())]

    def slots(self) -> dict[str, Any]:
        """What it remembers."""
        return {e["name"]: e["value"] for e in self.all_events() if e.get("event") == "slot"}

    def spoken(self, locale: str) -> Reply:
        facts = {name: spoken(fact, locale) for name, fact in self.facts.items()}
        return replace(self, facts=facts, more=tuple(reply.spoken(locale) for reply in self.more))


class ShopAction(Action, ABC):
    """One use case for one turn. Whatever happens in it, the shopper gets an answer.

    `keeps`: a side remark, after which the open question still stands.
    """

    keeps: ClassVar[bool] = False

    @abstractmethod
    def name(self) -> str: ...

    @abstractmethod
    def answer(self, shop: Shop, turn: Turn) -> Reply: ...

    def serve(self, shop: Shop, turn: Turn) -> Reply:
        """The answer to the whole message, which may hold several wishes."""
        from actions.wishes import answered  # the skills, which stand on this module

        return answered(self, shop, turn)

    def helped(self, tracker: Tracker, turn: Turn, reply: Reply) -> Reply:
        """The reply, and a person beside it where the same answer comes again and again."""
        from actions.rescue import round_and_round

        return round_and_round(tracker.events, turn, reply)

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[Any]:
        turn = turn_of(tracker)
        reply = await asyncio.to_thread(guarded, self.name(), self.serve, turn)
        reply = self.helped(tracker, turn, reply)
        say(dispatcher, reply)
        events = reply.all_events()
        return [*forgotten(turn, events, MISSES if self.keeps else PASSING), *events]


def turn_of(tracker: Tracker) -> Turn:
    message = tracker.latest_message or {}
    slots = tracker.current_slot_values()
    return Turn(
        conversation=short(tracker.sender_id),
        locale=slots.get("language") or "en",
        slots=slots,
        words=message.get("text") or "",
        mended=message.get("mended_text") or "",
        intent=(message.get("intent") or {}).get("name") or "",
        channel=tracker.get_latest_input_channel() or "rasa",
        entities=tuple(message.get("entities") or ()),
        ranking=tuple(message.get("intent_ranking") or ()),
        loop=(tracker.active_loop or {}).get("name"),
        asked=slots.get("requested_slot"),
        faq=(message.get("response_selector") or {}).get("faq") or {},
        wishes=wishes_of(message),
        follows=tracker.latest_action_name not in (None, "action_listen"),
    )


def wishes_of(message: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """The clauses of a message that holds several, each with the entities inside it."""
    clauses = message.get("clauses") or ()
    entities = [entity for entity in message.get("entities") or () if "start" in entity]
    return tuple({**clause, "entities": _inside(clause, entities)} for clause in clauses) if len(clauses) > 1 else ()


def _inside(clause: Mapping[str, Any], entities: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Its entities, at their places in its own text."""
    start, end = clause["start"], clause["end"]
    return [
        {**entity, "start": entity["start"] - start, "end": entity["end"] - start}
        for entity in entities
        if start <= entity["start"] and entity["end"] <= end
    ]


def short(sender: str) -> str:
    """Ours are UUIDs. `rasa shell` and tests may name a conversation as they like: a long name stands for a UUID."""
    return sender if len(sender) <= LONGEST_ID else str(uuid5(NAMESPACE_URL, sender))


def forgotten(turn: Turn, events: list[Event], names: tuple[str, ...] = PASSING) -> list[Event]:
    """A question is open for one turn: what this turn did not ask anew is over. A form keeps count by itself: what is
    set in vain would tell it that its question was answered."""
    kept = {event.get("name") for event in events if event.get("event") == "slot"}
    gone = [name for name in names if turn.slots.get(name) and name not in kept]
    return [SlotSet(name, None) for name in gone if not (turn.loop and name in MISSES)]


def guarded(name: str, answer: Any, turn: Turn) -> Reply:
    """The answer, or what to say to its failure."""
    try:
        house = shop()
        house.customers.ensure(turn.conversation, channel="rasa", locale=str(turn.slots.get("language") or ""))
        reply: Reply = answer(house.spoken_in(turn.locale), turn)
        return reply.spoken(turn.locale)
    except ShopError as no:
        log.info("action.refused", action=name, conversation=turn.conversation, why=no.response)
        ours = isinstance(no, TROUBLE)
        return (with_a_person(name, turn, refusal(no)) if ours else refusal(no)).spoken(turn.locale)
    except (BadSettings, BadFile) as wrong:  # what is wrong is the operator's, and holds no shopper's words
        log.error("shop.closed", action=name, problems=list(wrong.problems))
        return Reply("utter_error_unavailable").spoken(turn.locale)
    except Exception as bug:  # noqa: BLE001 the edge: a bug must not become silence
        error = uuid4().hex[:8]
        where = "".join(traceback.format_tb(bug.__traceback__))  # no locals, no message: both may hold words
        fault = type(bug).__name__
        log.error("action.failed", action=name, conversation=turn.conversation, error=error, fault=fault, where=where)
        return with_a_person(name, turn, Reply("utter_error_unexpected", {"error_id": error})).spoken(turn.locale)


def with_a_person(name: str, turn: Turn, said: Reply) -> Reply:
    """What broke is said; where much is at stake a person comes, too, unless that breaks as well."""
    from actions.rescue import rescued

    try:
        person = rescued(shop().spoken_in(turn.locale), turn, name) if name.startswith("action_") else None
    except Exception:  # noqa: BLE001 the first trouble is told all the same
        person = None
    return Reply(more=(said, person)) if person else said


def refusal(no: ShopError) -> Reply:
    """What to say to a no."""
    facts = no.facts if no.response != ShopError.response else {"error_id": uuid4().hex[:8]}
    return Reply(no.response, facts)


def say(dispatcher: CollectingDispatcher, reply: Reply) -> None:
    for message in reply.messages():
        dispatcher.utter_message(response=message.response, json_message=message.card, **message.facts)
