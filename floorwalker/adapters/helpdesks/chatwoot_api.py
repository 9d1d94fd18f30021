"""Chatwoot's application API, as far as an inbox of the kind "API" needs it. Every call may be repeated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
import structlog

from floorwalker.errors import Gone, Unavailable

log = structlog.get_logger()
ANSWER_SECONDS = 10
Found = Mapping[str, Any]


def _client() -> httpx.Client:
    return httpx.Client(timeout=ANSWER_SECONDS, trust_env=False)


@dataclass
class ChatwootApi:
    """`base`: the address of the installation. Calls raise Unavailable, or Gone for what does not exist."""

    base: str
    account: int
    inbox: int
    token: str
    client: httpx.Client = field(default_factory=_client)

    def contact(self, identifier: str, name: str) -> int:
        """The contact of that identifier, made where there is none."""
        found = self._search(identifier)
        if found is None:
            body = {"inbox_id": self.inbox, "identifier": identifier, "name": name}
            made = self._ask("POST", "contacts", body, allowed=(422,))
            found = self._search(identifier) if made is None else _id(made)
        if found is None:
            raise Unavailable()
        return found

    def attach(self, contact: int, source: str) -> None:
        """Lets the contact write into the inbox under that source."""
        body = {"inbox_id": self.inbox, "source_id": source}
        self._ask("POST", f"contacts/{contact}/contact_inboxes", body, allowed=(422,))

    def conversations(self, contact: int) -> Sequence[Found]:
        return _listed(self._ask("GET", f"contacts/{contact}/conversations"))

    def create(self, contact: int, source: str, attributes: Mapping[str, str]) -> int:
        body = {"source_id": source, "inbox_id": self.inbox, "contact_id": contact, "status": "open",
                "custom_attributes": dict(attributes)}  # fmt: skip
        made = self._ask("POST", "conversations", {**body, "inbox_id": str(self.inbox), "contact_id": str(contact)})
        if not isinstance(made, dict) or "id" not in made:
            raise Unavailable()
        return int(made["id"])

    def conversation(self, ref: str, seconds: float = ANSWER_SECONDS) -> Found:
        return self._ask("GET", f"conversations/{ref}", seconds=seconds) or {}

    def set_status(self, ref: str, status: str) -> None:
        self._ask("POST", f"conversations/{ref}/toggle_status", {"status": status})

    def set_priority(self, ref: str, priority: str) -> None:
        self._ask("POST", f"conversations/{ref}/toggle_priority", {"priority": priority})

    def messages(self, ref: str) -> Sequence[Found]:
        """The latest, oldest first."""
        return _listed(self._ask("GET", f"conversations/{ref}/messages"))

    def write(self, ref: str, source: str, content: str, *, incoming: bool = False, private: bool = False) -> None:
        """A message; `source` comes back with its echo."""
        kind = "incoming" if incoming else "outgoing"
        body = {"content": content, "message_type": kind, "private": private, "source_id": source}
        self._ask("POST", f"conversations/{ref}/messages", body)

    def has(self, ref: str, source: str) -> bool:
        """Whether a message of ours is among the latest."""
        return any(message.get("source_id") == source for message in self.messages(ref))

    def inbox_kind(self) -> str:
        """Raises Gone where the inbox does not exist."""
        return str((self._ask("GET", f"inboxes/{self.inbox}/") or {}).get("channel_type") or "")

    def _search(self, identifier: str) -> int | None:
        found = _listed(self._ask("GET", "contacts/search", params={"q": identifier}))
        fits = (int(one["id"]) for one in found if one.get("identifier") == identifier)
        return next(fits, None)

    def _ask(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        params: Mapping[str, str] | None = None,
        allowed: Sequence[int] = (),
        seconds: float = ANSWER_SECONDS,
    ) -> Any:
        """The answer's JSON; None for a refusal that the caller allows."""
        url, headers = f"{self.base}/api/v1/accounts/{self.account}/{path}", {"api_access_token": self.token}
        try:
            answer = self.client.request(method, url, json=body, params=params, headers=headers, timeout=seconds)
            if answer.is_success:
                return answer.json() if answer.content else {}
        except (httpx.HTTPError, ValueError) as error:
            log.info("chatwoot.no_answer", path=path, why=type(error).__name__)
            raise Unavailable() from error
        if answer.status_code in allowed:
            return None
        log.info("chatwoot.refused", path=path, status=answer.status_code)
        if answer.status_code == 404:
            raise Gone()
        raise Unavailable()


def _id(contact: Found) -> int:
    return int(contact.get("id") or contact["payload"]["contact"]["id"])


def _listed(found: Any) -> Sequence[Found]:
    """Under `payload`, as Chatwoot answers, or bare, as its OpenAPI document says."""
    return list((found.get("payload") if isinstance(found, dict) else found) or ())
