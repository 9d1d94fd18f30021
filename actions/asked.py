"""What an open form has asked, and what is said to an answer that could not be read."""

from __future__ import annotations

import re

from rasa_sdk.events import SlotSet

from actions.base import Reply, Turn

FORM, CONFIRMED = "checkout_form", "checkout_confirmed"
CHANGE = "change"
"""Value of the slot `asking` after "What shall I change?"."""
ABOUT = {
    "email": re.compile(r"e-?mail|\bmail\b|@", re.I),
    "address": re.compile(
        r"address|street|house number|post ?code|\bzip\b|city|adresse|straße|hausnummer|plz|\bort\b"
        r"|\boffice\b|\bwork\b|\belsewhere\b|somewhere else|\bbüro\b|\barbeit\b|woanders", re.I
    ),
    "delivery": re.compile(r"deliver(y|ed)?\b(?! address)|shipping|express|standard|collect|versand|abhol", re.I),
}
"""What a correction without a value is about."""
UNREAD = {
    "checkout_email": "utter_checkout_unread_email",
    "handoff_contact": "utter_handoff_unread_contact",
    "checkout_address": "utter_checkout_unread_address",
    "checkout_delivery": "utter_checkout_unread_delivery",
    "checkout_confirmed": "utter_checkout_unread_confirmed",
}
RUNGS = 2
"""So many answers that could not be taken; at the next one a person is offered."""
SAYS_NOTHING = ("checkout_start", "checkout_correct", "checkout_confirm", "affirm")
"""Go with the form, whose question stands."""


def unread(turn: Turn) -> Reply | None:
    """Inside a form, three rungs: what could not be read; what can be done; a person. The form then asks again."""
    if not turn.loop or turn.asked not in UNREAD:
        return None
    if turn.intent in SAYS_NOTHING:
        return Reply()
    times = int(turn.slots.get("fallbacks") or 0)
    rungs = (UNREAD[turn.asked], "utter_fallback_meanwhile", "utter_fallback_person_meanwhile")
    person = (SlotSet("offer", {"do": "handoff", "reason": "fallbacks"}),) if times >= RUNGS else ()
    return Reply(rungs[min(times, RUNGS)], events=(SlotSet("fallbacks", times + 1), *person))


def refused(turn: Turn) -> Reply:
    """An answer was read and cannot be taken: a rung of the same ladder, whose last one offers a person."""
    times = 1 + int(turn.slots.get("fallbacks") or 0)
    counted = SlotSet("fallbacks", times)
    if times <= RUNGS:
        return Reply(events=(counted,))
    person = SlotSet("offer", {"do": "handoff", "reason": "refused"})
    return Reply("utter_fallback_person_meanwhile", events=(counted, person))


def about(words: str) -> str | None:
    """The part of a checkout that is talked of."""
    return next((part for part, cue in ABOUT.items() if cue.search(words)), None)
