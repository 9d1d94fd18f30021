"""What a message tells a checkout: e-mail, address, delivery, yes or no, and what is to be asked again."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from actions.asked import CHANGE, CONFIRMED, about
from actions.base import Reply, Shop, Turn
from actions.wishes import SERVERS, Wish
from floorwalker.domain.checkout import Draft
from floorwalker.errors import BadValue

NO = "no"
PARTS = ("email", "address", "delivery")
TELLING = ("checkout_tell", "checkout_correct", "checkout_start", "inform", "choose", "affirm", "deny", "nlu_fallback",
           "out_of_scope", "product_search", "product_refine", "greet", "cart_change")  # fmt: skip
"""Intents whose words may be the answer to the question; all others interrupt it."""
BEFORE = {"checkout_confirmed": "delivery", "checkout_delivery": "address", "checkout_address": "email"}
"""Where a step back leads from each question."""
EMAIL = re.compile(r"\S+@\S+")
ORDERING = re.compile(r"\border|\bbuy\b|bestell|kauf", re.I)


def divided(turn: Turn) -> tuple[Turn, tuple[Wish, ...]]:
    """The clauses that are the checkout's as one message, and the wishes beside them."""
    beside = tuple(wish for wish in turn.wishes if wish["intent"] in SERVERS and not about(str(wish["text"])))
    mine = [wish for wish in turn.wishes if wish not in beside]
    if not beside or turn.is_tap:
        return turn, ()
    words = ", ".join(str(wish["text"]) for wish in mine)
    intent = str(mine[0]["intent"]) if mine else ""
    return replace(turn, words=words, mended=words, intent=intent, wishes=()), beside


class Taking:
    """Reads one message for facts of the checkout. `told`: it held one; `again`: a part to be asked anew; `refused`:
    it held one that cannot be."""

    def __init__(self, shop: Shop, turn: Turn) -> None:
        self.shop, self.turn = shop, turn
        self.told, self.says = False, []  # type: bool, list[Reply]
        self.again: str | None = None
        self.confirmed: str | None = None
        self.refused = False

    def take(self) -> None:
        if self.turn.intent.startswith("EXTERNAL") or self.turn.intent == "handoff_request":
            return
        self._back()
        self._email()
        self._address()
        self._delivery()
        if not self.told:
            self._kept()
            self._yes_or_no()
            self._correction()

    def _back(self) -> None:
        """One question back, with what is known; from the first one out of the checkout."""
        if self.turn.intent != "back" or self.turn.asked is None:
            return
        self.told, self.again = True, BEFORE.get(self.turn.asked)
        known = self._known(self.again) if self.again else ""
        if not self.again:
            self.confirmed = NO
        elif known:
            self.says.append(Reply("utter_checkout_back", {"known": known}))

    def _known(self, part: str) -> str:
        draft = self.shop.checkout.draft(self.turn.conversation)
        way = self.shop.store.way(draft.delivery)
        delivery = str(self.shop.store.words(way.title, self.turn.locale)) if way else ""
        known: dict[str, str] = {"email": draft.email, "address": draft.address.line, "delivery": delivery}
        return known[part]

    def _kept(self) -> None:
        """ "Leave it": what is asked again, but known, stays."""
        part = (self.turn.asked or "").removeprefix("checkout_")
        if part in PARTS and self.turn.intent in ("affirm", "deny"):
            self.told = part not in self.shop.checkout.draft(self.turn.conversation).missing

    def _email(self) -> None:
        if "@" in self.turn.said:
            self._set("email", self.shop.checkout.set_email, str(self.turn.entity("email") or self.turn.said))

    def _address(self) -> None:
        said = EMAIL.sub(" ", self.turn.said).strip(" ,.;")
        asked = self.turn.asked == "checkout_address" and self._is_answer() and not self.told
        if said and (self.shop.checkout.looks_like_address(said) or asked):
            self._set("address", self.shop.checkout.set_address, said, quiet=asked)

    def _delivery(self) -> None:
        asked = self.turn.asked == "checkout_delivery" and self._is_answer() and not self.told
        text = self.turn.tapped("delivery") or (self.turn.said if asked or self._names_delivery() else "")
        if text:
            self._set("delivery", self.shop.checkout.set_delivery, str(text), quiet=asked)

    def _names_delivery(self) -> bool:
        if self.turn.intent not in TELLING:
            return False
        said = set(re.findall(r"\w+", self.turn.said.casefold()))
        return any({way.id, *way.words} & said for way in self.shop.store.delivery)

    def _yes_or_no(self) -> None:
        tapped = self.turn.tapped("quote_id")
        if tapped:
            self.told, self.confirmed = True, str(tapped)
        elif self.turn.asked == CONFIRMED and self._says_yes():
            self.told, self.confirmed = True, self.turn.slots.get("quote_id")
        elif self.turn.asked == CONFIRMED and self.turn.intent == "deny" and not self._about():
            self.told, self.confirmed = True, NO

    def _says_yes(self) -> bool:
        """At the summary "ok, order" is a yes; "check out" lists it again."""
        wants = self.turn.intent == "checkout_start" and bool(ORDERING.search(self.turn.said))
        return wants or self.turn.intent in ("affirm", "checkout_confirm")

    def _correction(self) -> None:
        """ "The address is wrong" tells no address: it is asked again."""
        correcting = self.turn.intent == "checkout_correct" or self.turn.slots.get("asking") == CHANGE
        part = self.turn.tapped("part") or (self._about() if correcting or self.turn.intent == "deny" else None)
        if part and not self.told:
            self.told, self.again = True, str(part)
        elif self.turn.intent == "checkout_correct" and not self.told and self.turn.asked in (None, CONFIRMED):
            self.told, self.confirmed = True, NO

    def _about(self) -> str | None:
        return about(self.turn.said)

    def _is_answer(self) -> bool:
        return not self.turn.is_tap and self.turn.intent in TELLING and not self.turn.said.rstrip().endswith("?")

    def _set(self, part: str, use: Callable[[str, str], Draft], text: str, quiet: bool = False) -> None:
        try:
            use(self.turn.conversation, text)
            self.told = True
        except BadValue as no:
            if not quiet or no.what == "country":
                self.told = self.refused = True
                self.says.append(Reply(f"utter_checkout_unread_{no.what if no.what in PARTS else 'country'}"))
