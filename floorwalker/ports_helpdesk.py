"""What the shop needs from a merchant's helpdesk; `floorwalker.testing.helpdesk_contract` holds an adapter to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from floorwalker.domain.helpdesk import HelpdeskEvent, Opening, Said


class Helpdesk(Protocol):
    """Every call out raises Unavailable where the helpdesk does not answer or refuses, and may then be repeated:
    nothing is there twice. Gone: the conversation was deleted over there; open it again."""

    @property
    def name(self) -> str:
        """As `support: helpdesk:` in store.yml says it: chatwoot, webhook."""

    def open(self, opening: Opening) -> str:
        """Finds or makes the conversation, opens it for agents, notes why; returns how it is called there. Sets team
        and priority anew where it is open already."""

    def say(self, ref: str, said: Said, again: bool) -> None:
        """Shows a message there. `again`: an earlier try may have come through."""

    def close(self, ref: str, handoff: str, event: str, note: str) -> None:
        """No agent needs to answer any more; `note` says why, for agents only. `event` is the same at every try."""

    def read(self, headers: Mapping[str, str], body: bytes) -> Sequence[HelpdeskEvent]:
        """What a webhook tells; nothing for echoes of our own and for what does not concern us. Header names in lower
        case. Raises BadSignature, BadValue."""

    def missed(self, ref: str, conversation: str, handoff: str) -> Sequence[HelpdeskEvent]:
        """What agents did in this episode, for whoever may have lost a webhook; nothing where the helpdesk repeats."""

    def check(self) -> str:
        """Asks whether address and key are right; says in a line what was found. Raises BadSettings."""
