"""Escalation: a shopper who has had enough is offered a person, or gets one; the policy has judged, this acts."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk.events import FollowupAction, SlotSet

from actions.base import Event, Reply, Shop, ShopAction, Turn
from actions.focus import offer
from actions.handoff import called, laid_by
from actions.rescue import dear
from actions.wishes import SERVERS, serve

SLOT = "escalation"
OVER: tuple[Event, ...] = (SlotSet(SLOT, None), FollowupAction("action_listen"))
"""The shopper speaks next, also in an open form: its question stands, and the buttons of the offer stay in sight."""


class Escalation(ShopAction):
    """Fetches a person where it is bad, or where much is at stake; else serves the wish and offers one."""

    keeps = True

    def name(self) -> str:
        return "action_escalation"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        verdict = turn.slots.get(SLOT) or {}
        much = dear(shop, turn)
        reason = "high_value" if much and verdict.get("call") == "offer" else str(verdict.get("reason") or "frustrated")
        if much or verdict.get("call") == "force":
            return fetched(shop, turn, reason, detail_of(verdict))
        return offered(shop, turn, reason)


def fetched(shop: Shop, turn: Turn, reason: str, detail: str) -> Reply:
    reply = called(shop, turn, reason, detail)
    sorry = Reply(f"utter_escalation_{reason if reason in ('abuse', 'legal') else 'sorry'}")
    return Reply(more=(sorry, replace(reply, events=(*laid_by(turn), *reply.events, *OVER))))


def offered(shop: Shop, turn: Turn, reason: str) -> Reply:
    """What was wanted first, where the assistant can do it; then the offer."""
    whole = {"text": turn.words, "mended": turn.mended, "intent": turn.intent, "entities": turn.entities}
    wishes = turn.wishes or (whole,)
    can = [wish for wish in wishes if wish["intent"] in SERVERS and not turn.loop]
    served = [serve(shop, turn, can)] if can else []
    ask = Reply("utter_escalation_offer", events=(offer(do="handoff", reason=reason), *OVER))
    return Reply(more=(*served, ask))


def detail_of(verdict: dict[str, object]) -> str:
    """How the score adds up, for who takes the conversation: "score 0.72 negative 0.6 cue 1.0"."""
    signs = verdict.get("signs") or {}
    parts = {"score": verdict.get("score", 0.0), **(signs if isinstance(signs, dict) else {})}
    return " ".join(f"{name} {round(float(str(value)), 2)}" for name, value in parts.items() if value)
