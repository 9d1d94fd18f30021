"""A handoff's packet in words: two sentences and a few lines, for people who answer here or in a helpdesk outside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from floorwalker.conversations.spoken import short_day
from floorwalker.conversations.wording import Wording
from floorwalker.domain.handoff import Handoff
from floorwalker.domain.money import Money
from floorwalker.domain.store import Store

Line = tuple[str, str]
"""What it is, and how it is."""


@dataclass(frozen=True)
class PacketWords:
    """`public_url`: where this shop's own console stands; `reads`: the agent's language, "" for the store's first."""

    wording: Wording
    store: Store
    public_url: str
    reads: str = ""

    @property
    def locale(self) -> str:
        return self.reads or self.store.languages[0]

    def guest(self, conversation: str) -> str:
        return self._label("desk_guest", short=conversation[:4].upper())

    def team(self, handoff: Handoff) -> str:
        title = self.store.support.team(handoff.team).title
        return title.get(self.locale) or next(iter(title.values()), "")

    def note(self, handoff: Handoff) -> str:
        """What an agent needs first, a line each."""
        return "\n".join(self._label("helpdesk_line", what=what, words=words) for what, words in self._lines(handoff))

    def ended(self, handoff: Handoff) -> str:
        key = f"helpdesk_ended_{handoff.outcome}"
        return self._label(key) if key in self.wording.labels else ""

    def summary(self, handoff: Handoff) -> str:
        """Two sentences: where the shopper is, and why a person. "" for an episode without a packet."""
        if not handoff.packet:
            return ""
        because = self._label("packet_because", reason=self._known(f"desk_reason_{handoff.reason}", handoff.reason))
        return f"{self._where(handoff.packet)} {because}"

    def facts(self, handoff: Handoff) -> Iterator[Line]:
        """Who it is, what was told so far, how long the channel lets us write."""
        packet = handoff.packet
        if packet.get("profile"):
            yield self._label("packet_profile"), self._profile(packet["profile"], self._currency(packet))
        filled = (packet.get("situation") or {}).get("filled") or ()
        if filled:
            told = (self._known(f"packet_asked_{name}", str(name)) for name in filled)
            yield self._label("packet_filled"), ", ".join(told)
        if "window" in packet:
            yield self._label("packet_window"), self._window(packet["window"])

    def _lines(self, handoff: Handoff) -> Iterator[Line]:
        packet = handoff.packet
        if packet:
            yield self._label("packet_summary"), self.summary(handoff)
        yield self._label("desk_why"), self._reason(handoff)
        if handoff.contact and handoff.state == "callback":
            yield self._label("desk_contact"), handoff.contact
        yield self._label("desk_team"), self.team(handoff)
        yield self._label("desk_priority"), self._label(f"desk_priority_{handoff.priority}")
        yield from self.facts(handoff)
        currency, cart = self._currency(packet), packet.get("cart") or {}
        if cart.get("lines"):
            things = ", ".join(f"{quantity} × {sku}" for sku, quantity in cart["lines"])
            total = Money(int(cart["total"]), currency)
            yield self._label("desk_cart"), self._label("helpdesk_cart", things=things, total=total)
        for order in packet.get("orders") or ():
            yield self._label("desk_orders"), self._order(order, currency)
        yield self._label("helpdesk_link"), f"{self.public_url}/desk/{handoff.conversation}"

    def _where(self, packet: Mapping[str, Any]) -> str:
        """The first of these that is so: in a form, with a cart, with an order, at a product."""
        situation, currency = packet.get("situation") or {}, self._currency(packet)
        form = f"packet_at_{situation.get('form')}"
        if form in self.wording.labels:
            asked = f"packet_asked_{situation.get('asked', '')}"
            return self._label(form, asked=self._known(asked, self._label("packet_asked_")))
        pieces = sum(quantity for _, quantity in packet["cart"]["lines"])
        if pieces:
            words = self._label("packet_at_piece") if pieces == 1 else self._label("packet_at_pieces", n=pieces)
            return self._label("packet_at_cart", pieces=words, total=Money(int(packet["cart"]["total"]), currency))
        for number, _, _, total in packet.get("orders") or ():
            return self._label("packet_at_order", number=number, total=Money(int(total), currency))
        if situation.get("product"):
            return self._label("packet_at_product", product=situation["product"])
        return self._label("packet_at_nothing")

    def _profile(self, profile: Mapping[str, Any], currency: str) -> str:
        spent, n = Money(int(profile.get("spent", 0)), currency), int(profile.get("orders", 0))
        bought = self._label("packet_buyer", n=n, spent=spent) if n else self._label("packet_new")
        known = self._label("packet_email_known") if profile.get("email_known") else ""
        return ", ".join(filter(None, (str(profile.get("name") or ""), bought, known)))

    def _window(self, until: Any) -> str:
        if until is None:
            return self._label("packet_window_none")
        return short_day(int(until), self.locale, self.store.timezone)

    def _reason(self, handoff: Handoff) -> str:
        reason = self._known(f"desk_reason_{handoff.reason}", handoff.reason)
        return self._label("helpdesk_because", reason=reason, detail=handoff.detail) if handoff.detail else reason

    def _order(self, order: Sequence[Any], currency: str) -> str:
        number, state, _, total = order[:4]
        words = self._known(f"desk_order_{state}", str(state))
        return self._label("helpdesk_order", number=number, state=words, total=Money(int(total), currency))

    def _currency(self, packet: Mapping[str, Any]) -> str:
        return str((packet.get("value") or {}).get("currency") or self.store.currency)

    def _known(self, key: str, other: str) -> str:
        return self._label(key) if key in self.wording.labels else other

    def _label(self, key: str, **facts: Any) -> str:
        return self.wording.label(key, self.locale, **facts)
