"""Handoff skill: a person is fetched, or an answer later; afterwards the assistant goes on where it was."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk.events import ActiveLoop, ConversationPaused, FollowupAction, SlotSet

from actions.base import Reply, Shop, ShopAction, Turn
from actions.cards import DATA
from floorwalker.conversations.spoken import hours, short_day
from floorwalker.conversations.wording import wording
from floorwalker.domain.handoff import situation
from floorwalker.errors import BadValue

FORM, SLOT, NO = "handoff_form", "handoff_contact", "no"
ENDED = {"unreached": "utter_handoff_unreached", "quiet": "utter_handoff_quiet"}
TRIED = re.compile(
    r"@|^(?!(?:look|arrive|call|meet|be|not|what|who|how) )\S+ (?:at|ät|dot|punkt) "
    r"(?!(?:that|this|it|them|me|all)\b)[^\W\d]\S*$"
    r"|^[+(]?\d[\d ()/.-]{3,}$",
    re.IGNORECASE,
)
"""Meant as an address or a number, though it is none."""
HUSH = (ActiveLoop(None), SlotSet("requested_slot", None))
"""No form asks on while a person is fetched; what was interrupted waits on its stack."""


class PushTask(ShopAction):
    """Remembers the form that is active now."""

    keeps = True

    def name(self) -> str:
        return "action_push_task"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        waiting = list(turn.slots.get("interrupted") or ())
        if turn.loop in (None, FORM, *waiting):
            return Reply()
        return Reply(events=(SlotSet("interrupted", [*waiting, turn.loop]),))


class ResumeTask(ShopAction):
    """Takes up the form that was interrupted last."""

    keeps = True

    def name(self) -> str:
        return "action_resume_task"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        waiting = list(turn.slots.get("interrupted") or ())
        if not waiting:
            return Reply()
        form = waiting.pop()
        return Reply(events=(SlotSet("interrupted", waiting), FollowupAction(form)))


class CallPerson(ShopAction):
    """Fetches a person, or says when there will be one."""

    keeps = True

    def name(self) -> str:
        return "action_handoff"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        return called(shop, turn)


class Wait(ShopAction):
    """Keeps the shopper's place, also overnight."""

    keeps = True

    def name(self) -> str:
        return "action_handoff_wait"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        asked = shop.handoffs.wait(turn.conversation)
        if shop.desk.is_open():
            return queued(asked)
        return Reply("utter_handoff_place_kept", {"opens": _opens(shop, turn, asked)}, events=_paused())


class Cancel(ShopAction):
    """The shopper stays with the assistant; the guard has taken the place out of the line already."""

    keeps = True

    def name(self) -> str:
        return "action_handoff_cancel"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        shop.handoffs.cancel(turn.conversation)
        return Reply("utter_handoff_canceled")


class Back(ShopAction):
    """The assistant answers again: does what the agent asked for, and says what became of the wait."""

    keeps = True

    def name(self) -> str:
        return "action_handoff_back"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        handoff = shop.handoffs.current(turn.conversation)
        if handoff is None or handoff.owned:
            return Reply()
        response = ENDED.get(handoff.outcome, "utter_handoff_back")
        facts = {} if response == "utter_handoff_unreached" else {"name": handoff.assignee_name}
        return Reply(response, facts, events=_hinted(turn, handoff.hint))


class Rate(ShopAction):
    """Keeps the rating, once."""

    keeps = True

    def name(self) -> str:
        return "action_handoff_rate"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        stars = str(turn.tapped("stars") or "")
        given = int(stars) if stars.isdecimal() else 0
        kept = shop.handoffs.rate(turn.conversation, given, turn.tapped("remark") or "")
        return Reply("utter_handoff_rated" if kept else "utter_handoff_rated_before")


class AskContact(ShopAction):
    """Asks for an address, and says what for; a known one is never used without a yes."""

    keeps = True

    def name(self) -> str:
        return "action_ask_handoff_contact"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        return Reply(*_question(shop, turn))


class ValidateHandoff(ShopAction):
    """Takes the address from the message, or the known one after a yes."""

    keeps = True

    def name(self) -> str:
        return "validate_handoff_form"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        asked = turn.asked == SLOT
        if asked and turn.intent in ("deny", "stop"):
            return _taken(NO)
        if asked and turn.intent == "affirm" and _known(shop, turn):
            return _taken(_known(shop, turn))
        try:
            return _taken(shop.handoffs.read_contact(turn.said))
        except BadValue:
            again = (SlotSet(SLOT, None), SlotSet("requested_slot", SLOT))
        if asked and TRIED.search(turn.said):
            return Reply("utter_handoff_unread_contact", events=again)
        return Reply() if asked else Reply(events=again)


class HandoffCallback(ShopAction):
    """Records the callback with the words that were agreed to, and says when somebody reads it."""

    keeps = True

    def name(self) -> str:
        return "action_handoff_callback"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        contact, over = turn.slots.get(SLOT), (SlotSet(SLOT, None),)
        if not contact or contact == NO:
            return Reply("utter_handoff_declined", events=over)
        response, facts = _question(shop, turn)
        consent = wording(DATA).response(response, turn.locale, **facts)
        contact = shop.handoffs.request_callback(turn.conversation, contact, consent)
        spoken_hours = hours(shop.store.support.opening or shop.store.opening_hours, turn.locale)
        return Reply("utter_handoff_recorded", {"contact": contact, "hours": spoken_hours}, events=over)


def laid_by(turn: Turn) -> tuple[Any, ...]:
    """The form that was open comes back after the one that opens now."""
    waiting = list(turn.slots.get("interrupted") or ())
    return (SlotSet("interrupted", [*waiting, turn.loop]),) if turn.loop and turn.loop not in waiting else ()


def called(shop: Shop, turn: Turn, reason: str = "asked", detail: str = "") -> Reply:
    """A person is wanted: somebody comes, or there is a line, or nobody is there and that is said."""
    asked = shop.handoffs.ask(turn.conversation, reason, detail, situation(turn.loop, turn.slots))
    handoff = asked.handoff
    if handoff.owned:
        return queued(asked)
    facts = {"opens": _opens(shop, turn, asked)}
    if handoff.state == "callback":
        return Reply("utter_handoff_answer_coming", {**facts, "contact": handoff.contact})
    return Reply("utter_handoff_closed", facts, events=HUSH)


def queued(asked: Any) -> Reply:
    """The place in line, as honestly as it is known."""
    line = asked.line
    if line is None or (line.somebody and not line.minutes):
        return Reply("utter_handoff_coming", events=_paused())
    if not line.somebody:
        return Reply("utter_handoff_nobody", {"place": line.place}, events=_paused())
    return Reply("utter_handoff_line", {"place": line.place, "minutes": line.minutes}, events=_paused())


def _paused() -> tuple[Any, ...]:
    """The second lock; the guard on the connectors is the first."""
    return (*HUSH, ConversationPaused())


def _hinted(turn: Turn, hint: Any) -> tuple[Any, ...]:
    """What the agent left: slots, a form to begin, or that the interrupted one is over."""
    slots = [SlotSet(name, value) for name, value in (hint.get("slots") or {}).items()]
    waiting = list(turn.slots.get("interrupted") or ()) if hint.get("resume", True) else []
    if hint.get("form"):
        waiting = [*(form for form in waiting if form != hint["form"]), hint["form"]]
    return (*slots, SlotSet("interrupted", waiting))


def _question(shop: Shop, turn: Turn) -> tuple[str, dict[str, Any]]:
    known = _known(shop, turn)
    facts: dict[str, Any] = {"days": shop.store.support.callback_days}
    if known:
        return "utter_handoff_contact_known", {**facts, "contact": known}
    return "utter_ask_handoff_contact", facts


def _known(shop: Shop, turn: Turn) -> str:
    return str(shop.checkout.draft(turn.conversation).email or "")


def _opens(shop: Shop, turn: Turn, asked: Any) -> str:
    support, zone = shop.store.support, shop.store.timezone
    return short_day(asked.opens, turn.locale, zone) if asked.opens else hours(support.opening, turn.locale)


def _taken(value: str) -> Reply:
    return Reply(events=(SlotSet(SLOT, value), SlotSet("requested_slot", None)))
