"""A handoff's packet in words, for people who answer in a helpdesk outside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from floorwalker.conversations.wording import Wording
from floorwalker.domain.handoff import Handoff
from floorwalker.domain.money import Money
from floorwalker.domain.store import Store


@dataclass(frozen=True)
class PacketWords:
    """In the store's first language. `public_url`: where this shop's own console stands."""

    wording: Wording
    store: Store
    public_url: str

    @property
    def locale(self) -> str:
        return self.store.languages[0]

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

    def _lines(self, handoff: Handoff) -> Iterator[tuple[str, str]]:
        packet = handoff.packet
        yield self._label("desk_why"), self._reason(handoff)
        if handoff.contact and handoff.state == "callback":
            yield self._label("desk_contact"), handoff.contact
        yield self._label("desk_team"), self.team(handoff)
        yield self._label("desk_priority"), self._label(f"desk_priority_{handoff.priority}")
        currency = str((packet.get("value") or {}).get("currency") or self.store.currency)
        cart: Mapping[str, Any] = packet.get("cart") or {}
        if cart.get("lines"):
            things = ", ".join(f"{quantity} × {sku}" for sku, quantity in cart["lines"])
            total = Money(int(cart["total"]), currency)
            yield self._label("desk_cart"), self._label("helpdesk_cart", things=things, total=total)
        for order in packet.get("orders") or ():
            yield self._label("desk_orders"), self._order(order, currency)
        yield self._label("helpdesk_link"), f"{self.public_url}/desk/{handoff.conversation}"

    def _reason(self, handoff: Handoff) -> str:
        key = f"desk_reason_{handoff.reason}"
        reason = self._label(key) if key in self.wording.labels else handoff.reason
        return self._label("helpdesk_because", reason=reason, detail=handoff.detail) if handoff.detail else reason

    def _order(self, order: Sequence[Any], currency: str) -> str:
        number, state, _, total = order[:4]
        key = f"desk_order_{state}"
        words = self._label(key) if key in self.wording.labels else state
        return self._label("helpdesk_order", number=number, state=words, total=Money(int(total), currency))

    def _label(self, key: str, **facts: Any) -> str:
        return self.wording.label(key, self.locale, **facts)
