"""What to say when nothing was understood: what is likely meant, then what can be done, then a person."""

from __future__ import annotations

from rasa_sdk.events import SlotSet

from actions.asked import unread
from actions.base import Event, Reply, Shop, ShopAction, Turn
from actions.browse import found
from actions.cards import Deck, tap
from actions.focus import offer, shown
from actions.product import bare_value, chosen, told
from actions.rescue import dear, rescued
from actions.yes import agreed
from floorwalker.domain.message import Card, button

GUESSES = 3


class Fallback(ShopAction):
    """Nothing was understood: the open question first, then the shop's own words, then the ladder."""

    keeps = True

    def name(self) -> str:
        return "action_fallback"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        reply = short_answer(shop, turn) or unread(turn) or not_understood(shop, turn)
        person = rescued(shop, turn, "fallback") if reply.slots().get("fallbacks") else None
        return Reply(more=(Reply("utter_escalation_dear"), person)) if person else reply


class OutOfScope(ShopAction):
    """Says what it is there for; what the shop has by that name is shown all the same."""

    keeps = True

    def name(self) -> str:
        return "action_out_of_scope"

    def answer(self, shop: Shop, turn: Turn) -> Reply:
        if not turn.loop and named(shop, turn):
            return found(shop, turn, turn.meant, "")
        times = int(turn.slots.get("fallbacks") or 0)
        if times and (person := rescued(shop, turn, "fallback")):
            return Reply(more=(Reply("utter_escalation_dear"), person))
        if times >= 2:
            return not_understood(shop, turn)
        response = "utter_out_of_scope_again" if times % 2 else "utter_out_of_scope"
        return Reply(response, events=_missed(times))


def short_answer(shop: Shop, turn: Turn) -> Reply | None:
    """Yes, no, a value, a pointer: what no policy was sure of is read by the open question."""
    by_intent = {"affirm": agreed, "choose": chosen, "inform": told}
    if turn.intent in by_intent:
        return by_intent[turn.intent](shop, turn)
    if turn.intent == "deny":
        return Reply("utter_deny")
    if turn.intent == "product_refine":
        return found(shop, turn, turn.meant, turn.slots.get("search") or "")
    waits = turn.slots.get("asking") == "code" or turn.slots.get("pending")
    return told(shop, turn) if waits or bare_value(turn) else None


def not_understood(shop: Shop, turn: Turn) -> Reply:
    """The ladder; who stays on its last rung is offered a person each time."""
    if named(shop, turn):
        return found(shop, turn, turn.meant, "")
    times = int(turn.slots.get("fallbacks") or 0)
    times = 2 if times and dear(shop, turn) else times
    guessed = guesses(shop, turn) if times == 0 else None
    if guessed:
        return Reply("utter_fallback_first", card=guessed, events=_missed(times))
    if times < 2:
        return Reply("utter_fallback_again", card=possible(shop, turn), events=_missed(times))
    return Reply("utter_fallback_person", events=(*_missed(times), offer(do="handoff", reason="fallbacks")))


def named(shop: Shop, turn: Turn) -> bool:
    """Whether a thing of the shop is named: then it is looked for, whatever else was not understood."""
    return bool(turn.meant) and bool(shop.catalogue.named(turn.meant) or turn.entity("category"))


def guesses(shop: Shop, turn: Turn) -> Card | None:
    """The likeliest intents that a button can stand for; None where no button could."""
    deck = Deck(shop, turn.locale)
    names = [str(rank["name"]) for rank in turn.ranking]
    known = [name for name in names if f"intent_{name}" in deck.words.labels and _possible(name, turn)]
    buttons = [button(deck.label(f"intent_{name}"), tap(name)) for name in known[:GUESSES]]
    if not buttons:
        return None
    person = [deck.chip("person", "handoff_request")] if "handoff_request" not in known[:GUESSES] else []
    return deck.choices(deck.label("meant"), [*buttons, *person])


def possible(shop: Shop, turn: Turn) -> Card:
    """What can be done from here."""
    deck = Deck(shop, turn.locale)
    full = bool(shop.carts.show(turn.conversation).lines)
    names = ["product_browse", *(["cart_show", "checkout_start"] if full else []), "order_status", "handoff_request"]
    return deck.choices(deck.label("possible"), [button(deck.label(f"intent_{name}"), tap(name)) for name in names])


def _missed(times: int) -> tuple[Event, ...]:
    return (SlotSet("fallbacks", times + 1),)


def _possible(intent: str, turn: Turn) -> bool:
    """Whether a bare tap on it makes sense now."""
    needs_list = ("product_more", "product_compare", "product_recommend", "product_details", "product_availability",
                  "product_size_advice", "cart_add")  # fmt: skip
    if intent in ("product_search", "faq"):
        return False
    return bool(shown(turn)) or intent not in needs_list
