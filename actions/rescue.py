"""Trouble that is a person's: any at all where much is at stake, and the same answer for the third time running."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from actions.base import PASSING, Event, Reply, Shop, Turn
from actions.focus import offer
from actions.handoff import called, laid_by
from floorwalker.domain.handoff import OPEN

STAKE = "high_value"
STILL = (*PASSING, "language", "said", "session_started_metadata")
"""Slots that are filled in passing: nothing has been learnt."""
ROUNDS = 3
"""Who hears one answer so often, whatever was asked in between, is not being helped."""


def dear(shop: Shop, turn: Turn) -> bool:
    """Whether so much lies in the cart that nobody is kept waiting for a person."""
    high = shop.store.support.high_value
    return high is not None and bool(shop.carts.show(turn.conversation).total >= high)


def rescued(shop: Shop, turn: Turn, detail: str) -> Reply | None:
    """A person, fetched once for a dear cart; None where little is at stake, or one was asked for before."""
    known = shop.handoffs.current(turn.conversation)
    before = known is not None and (known.state in OPEN or known.reason == STAKE)
    if before or not dear(shop, turn):
        return None
    reply = called(shop, turn, STAKE, detail)
    return replace(reply, events=(*laid_by(turn), *reply.events))


def round_and_round(events: Sequence[Event], turn: Turn, reply: Reply) -> Reply:
    """The reply, with the offer of a person where the same words were all that the last answers had."""
    said = [one.response for one in reply.messages()]
    plain = len(said) == 1 and not reply.card and not moves(reply.all_events())
    if not plain or turn.is_tap or turn.loop or turn.intent in COURTESY:
        return reply
    before = turns_of(events)
    if moves(next(before, [])) or not all(answered(next(before, [])) == said for _ in range(ROUNDS - 1)):
        return reply
    return Reply(more=(reply, person_offered("repeated")))


def person_offered(reason: str) -> Reply:
    """Beside the answer."""
    return Reply("utter_escalation_offer", events=(offer(do="handoff", reason=reason),))


COURTESY = ("greet", "goodbye", "thank", "affirm", "deny", "smalltalk", "repeat", "language", "nlu_fallback",
            "out_of_scope", "complaint", "back", "stop")  # fmt: skip
"""Ask for nothing that could be answered better, or have a ladder of their own."""


def turns_of(events: Sequence[Event]) -> Iterator[list[Event]]:
    """This turn and those before it, the latest first; each begins with what the shopper typed or tapped."""
    turn: list[Event] = []
    for event in reversed(events):
        turn.insert(0, event)
        if event.get("event") == "user":
            yield turn
            turn = []


def answered(turn: Sequence[Event]) -> list[str]:
    """Responses of a turn that was typed and moved nothing; [] for any other."""
    if not turn or str(turn[0].get("text") or "").startswith("/") or moves(turn):
        return []
    bots = (event for event in turn if event.get("event") == "bot")
    return [str((event.get("metadata") or {}).get("utter_action") or "") for event in bots]


def moves(events: Sequence[Event]) -> bool:
    """Whether anything was learnt: a slot of more than the open question was filled."""
    slots = (event for event in events if event.get("event") == "slot" and event.get("value") is not None)
    return any(event["name"] not in STILL for event in slots)
