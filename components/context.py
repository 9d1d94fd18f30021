"""Reads a short answer in the light of what was asked, and lets the state choose among the first meanings.

The classifier knows only the words. "M", "the second", "yes but cheaper", "12 Main St" mean something by the question
before them: it is taken from the conversation's slots, or from the name of the last action or response.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from floorwalker.search.parse_contact import without_numbers

Ranking = list[tuple[str, float]]
Entities = Sequence[Mapping[str, Any]]
FIRST = 3
"""Among so many meanings the state may choose."""
SHORT = 6
"""Words up to which a message may be a mere answer."""


@dataclass(frozen=True)
class Context:
    """`asked`: email, address, delivery, confirm, code, option, product, quantity, yes or nothing; `shown`: products
    are on the screen; `asking`: a form waits for an answer."""

    asked: str = ""
    shown: bool = False
    asking: bool = False


OPTION = Context("option", shown=True)
SHOWN = Context(shown=True)
OFFERED = Context("yes", shown=True)
_FORM = {"checkout_email": "email", "handoff_email": "email", "checkout_address": "address",
         "checkout_delivery": "delivery", "checkout_confirmed": "confirm"}  # fmt: skip
_AFTER: tuple[tuple[str, Context], ...] = (
    (r"email$", Context("email", asking=True)),
    (r"(?:ask_)?\w*address\w*", Context("address", asking=True)),
    (r"\w*delivery$", Context("delivery", asking=True)),
    (r"\w*confirmed\w*|\w*summary\w*", Context("confirm", asking=True)),
    (r"\w*code_ask|\w*coupon", Context("code")),
    (r"\w*which_option|\w*ask_(?:size|colour|variant|option)\w*|\w*size_advice|\w*size_\w+", OPTION),
    (r"\w*how_many|\w*quantity\w*", Context("quantity", shown=True)),
    (r"\w*(?:cart_which|add_what|which_line|product_which)", Context("product", shown=True)),
    (r"\w*(?:recommend|gone_instead|stock_\w+|cancel_sure|service\w*|complaint|declined)", OFFERED),
    (r"\w*(?:search|compare|more|refine|details|availability|browse|directory)\w*", SHOWN),
    (r"\w*cart_add\w*", OPTION),
)


def after(name: str) -> Context:
    """What an action or response of that name leaves open; nothing for an unknown one."""
    bare = re.sub(r"^(?:action|utter)_", "", name)
    return next((context for pattern, context in _AFTER if re.search(rf"^(?:\w*_)?(?:{pattern})$", bare)), Context())


def of_slots(slots: Mapping[str, Any], loop: str | None) -> Context:
    """What is open in a conversation."""
    shown = bool(slots.get("shown") or slots.get("product_id"))
    asked = _FORM.get(str(slots.get("requested_slot") or ""), "") if loop else ""
    if not asked and slots.get("asking"):
        asked = {"code": "code", "add": "product"}.get(str(slots["asking"]), "option")
    if not asked and slots.get("pending"):
        asked = "option"
    if not asked and slots.get("offer"):
        asked = "yes"
    return Context(asked, shown, bool(loop))


def read(ranking: Ranking, text: str, entities: Entities, context: Context) -> Ranking:
    """The ranking as the state sees it."""
    named = {str(entity["entity"]): entity for entity in entities}
    if about := _of_an_order(ranking, text, named, context):
        return [(about, max(SURE, ranking[0][1])), *((n, odds) for n, odds in ranking if n != about)]
    meaning = _answer(ranking, text, named, entities, context) or _family(ranking, text, named, context)
    if meaning is None or meaning == ranking[0][0]:
        return ranking
    first = (meaning, max(ranking[0][1], dict(ranking).get(meaning, 0.0)))
    return [first, *((name, odds) for name, odds in ranking if name != meaning)]


SURE = 0.5
_VAGUE = ("inform", "choose", "checkout_tell")
_SHOPPING = ("product_", "checkout_", "faq", "stop", "back", "help", "out_of_scope")
"""What nobody means who names an order by its number and nothing else, if it is not plain."""


def _of_an_order(ranking: Ranking, text: str, named: Mapping[str, Any], context: Context) -> str | None:
    """Which intent of the order skill is meant where a message names an order; nothing where a form asks for letters
    and digits of another kind."""
    if context.asked in ("address", "email", "code") or without_numbers(text) == text:
        return None
    first, odds = ranking[0]
    if first.startswith("order_"):
        return first
    if not set(named) <= {"order_number", "reference", "quantity", "date"}:
        return None
    vague = first in _VAGUE or (odds < SURE and first.startswith(_SHOPPING))
    return "order_status" if vague else None


_VALUES = ("size", "colour", "material", "price", "quantity", "order_number", "date")
_THINGS = ("product", "category", "brand")
_FILLER = re.compile(
    r"\b(?:in|an?|the|please|bitte|size|größe|uh|um|er|hm+|i guess|maybe|just|only|it's|it is|is|my|number|one|for|"
    r"für|die|der|das|den|ein|eine|einen|meine?|ist|order|bestell\w*|nummer|no|id|ok|okay|post ?code|zip|plz|"
    r"postleitzahl)\b|[^\w]+",
    re.I,
)
_CHEAPER = re.compile(
    r"\b(?:cheaper|less expensive|lighter|warmer|darker|günstiger|billiger|leichter|wärmer|dunkler)\b",
    re.I,
)
_YES_BUT = re.compile(r"(?:yes|yeah|no|ok|okay|ja|nein|gut|nice|fine)\b", re.I)
_STREET = re.compile(r"\d+[a-z]?\s+\w{2,}|\w{3,}\s+\d+[a-z]?\b|\w*(?:str\.|straße|strasse|weg|platz|gasse)\b", re.I)
_QUESTION = re.compile(
    r"\?|^(?:how|what|when|where|which|who|why|can|could|do|does|is|are|wie|was|wann|wo|welche\w*|kann|habt|gibt)\b",
    re.I,
)


_PLEASE = re.compile(r"\b(?:please|bitte)\b", re.I)
"""With a thing of the list and its colour or size it takes the thing."""


def _answer(
    ranking: Ranking, text: str, named: Mapping[str, Any], entities: Entities, context: Context
) -> str | None:
    """A message that is an answer and nothing else."""
    if len(text.split()) > SHORT and context.asked not in ("email", "address"):
        return None
    if context.asked == "email" and "email" in named:
        return "checkout_tell"
    if context.asked == "address" and not _QUESTION.search(text) and _STREET.search(text):
        return "checkout_tell"
    if context.shown and _CHEAPER.search(text) and _narrows(ranking, text):
        return "product_refine"
    if context.asked == "code" and "code" in named:
        return "cart_coupon"
    return _bare(text, named, entities, context)


def _narrows(ranking: Ranking, text: str) -> bool:
    """It may be meant as a narrowing, or begins with a yes or no to what is shown, and asks nothing."""
    possible = "product_refine" in [name for name, _ in ranking[:FIRST]] or _YES_BUT.match(text)
    return bool(possible) and not _QUESTION.search(text)


def _bare(text: str, named: Mapping[str, Any], entities: Entities, context: Context) -> str | None:
    """Only values, only a thing's name, or only a pointing word."""
    if not named or _FILLER.sub("", _without(text, entities)):
        return None
    if set(named) <= {"email", "phone", "postcode"}:
        return "checkout_tell"
    if "reference" in named and "it" not in named["reference"]["value"]:
        return "choose" if len(named) == 1 else None
    if set(named) & set(_THINGS):
        taken = context.shown and "product" in named and set(named) & {"colour", "size"} and _PLEASE.search(text)
        return "cart_add" if context.asked == "product" or taken else "product_search"
    if set(named) == {"quantity"}:
        return "inform" if context.asked == "quantity" else None
    if set(named) <= set(_VALUES):
        narrows = context.shown and context.asked != "option" and set(named) & {"price", "material"}
        return "product_refine" if narrows else "inform"
    return None


def _family(ranking: Ranking, text: str, named: Mapping[str, Any], context: Context) -> str | None:
    """The first of the first three that is possible now, within families of close intents."""
    first = [name for name, _ in ranking[:FIRST]]
    for rule in (_yes_or_no, _looking, _leaving):
        if chosen := rule(first, text, named, context):
            return chosen
    return None


def _yes_or_no(first: list[str], text: str, named: Mapping[str, Any], context: Context) -> str | None:
    if context.asked in ("yes", "confirm") and len(text.split()) <= FIRST and not named:
        return next((name for name in first if name in ("affirm", "deny", "checkout_confirm")), None)
    return None


def _looking(first: list[str], text: str, named: Mapping[str, Any], context: Context) -> str | None:
    """A list on the screen and nothing new named: it is narrowed; without a list it is looked for."""
    thing = bool(set(named) & set(_THINGS))
    if first[0] == "product_refine" and not context.shown and thing:
        return "product_search"
    if first[0] == "product_search" and context.shown and not thing and set(named) & {"price", "colour", "material"}:
        return "product_refine"
    if first[0] == "product_browse" and context.shown and "product_more" in first:
        return "product_more"
    return None


def _leaving(first: list[str], text: str, named: Mapping[str, Any], context: Context) -> str | None:
    """A bare "cancel" while a form asks leaves the form; an order is named or nothing is open: the order."""
    if context.asking and first[0] in ("order_cancel", "payment_cancel") and "stop" in first:
        return None if "order_number" in named else "stop"
    return None


def _without(text: str, entities: Iterable[Mapping[str, Any]]) -> str:
    for entity in sorted(entities, key=lambda e: -int(e["start"])):
        text = text[: entity["start"]] + " " + text[entity["end"] :]
    return text
