"""Handoff skill: somebody wants a person; a callback by e-mail is recorded, and nothing is promised beyond it."""

from __future__ import annotations

import re

from rasa_sdk.events import FollowupAction, SlotSet

from actions.base import Reply, Shop, ShopAction, Turn
from floorwalker.conversations.spoken import hours
from floorwalker.errors import BadValue

FORM, SLOT, NO = "handoff_form", "handoff_email", "no"
EMAIL = re.compile(r"[^\s,;<>]+@[^\s,;<>]+\.[^\s,;<>.]+")


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


class ValidateHandoff(ShopAction):
    """Takes the e-mail from the message, else the one that the checkout knows."""

    keeps = True

    def name(self) -> str:
        return "validate_handoff_form"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        said = EMAIL.search(turn.said)
        if turn.asked == SLOT and turn.intent in ("deny", "stop"):
            return _taken(NO)
        if said:
            return _taken(said[0])
        known = shop.checkout.draft(turn.conversation).email if turn.asked != SLOT else ""
        if known:
            return _taken(known)
        if "@" in turn.said:
            return Reply("utter_checkout_unread_email", events=(SlotSet(SLOT, None), SlotSet("requested_slot", SLOT)))
        return Reply(events=(SlotSet(SLOT, None), SlotSet("requested_slot", SLOT))) if turn.asked != SLOT else Reply()


class HandoffCallback(ShopAction):
    """Records the callback and says when somebody reads it."""

    keeps = True

    def name(self) -> str:
        return "action_handoff_callback"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        email, over = turn.slots.get(SLOT), (SlotSet(SLOT, None),)
        if not email or email == NO:
            return Reply("utter_handoff_declined", events=over)
        try:
            shop.handoffs.request_callback(turn.conversation, email)
        except BadValue:
            return Reply("utter_checkout_unread_email", events=(*over, FollowupAction(FORM)))
        facts = {"email": email, "hours": hours(shop.store.opening_hours, turn.locale)}
        return Reply("utter_handoff_recorded", facts, events=over)


def _taken(value: str) -> Reply:
    return Reply(events=(SlotSet(SLOT, value), SlotSet("requested_slot", None)))
