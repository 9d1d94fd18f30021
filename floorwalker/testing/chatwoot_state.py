"""What a Chatwoot account knows, as far as an API inbox goes, and the webhooks its changes cause.

Shapes after Chatwoot 4.x's source. Where the published OpenAPI document says otherwise (lists without `payload`, the
kind of a message as a word) `published` answers as the document does; an adapter has to take both.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ACCOUNT, INBOX, TOKEN = 3, 7, "token-of-a-bot"
API_USER = {"id": 1, "name": "Floorwalker", "type": "user"}
STATUSES = ("open", "resolved", "pending", "snoozed")
Json = dict[str, Any]


class Refusal(Exception):
    """An answer that is no success."""

    def __init__(self, status: int, **body: Any) -> None:
        super().__init__(status)
        self.status, self.body = status, body


@dataclass
class Talk:
    """One conversation; `id` is what agents call it."""

    id: int
    contact: int
    source: str
    attributes: Mapping[str, Any]
    status: str = "open"
    priority: str | None = None
    assignee: Json | None = None
    messages: list[Json] = field(default_factory=list)


@dataclass
class Account:
    """Acts return nothing; `hooks` are the webhooks they caused, oldest first."""

    published: bool = False
    contacts: dict[int, Json] = field(default_factory=dict)
    sources: dict[str, int] = field(default_factory=dict)
    talks: dict[int, Talk] = field(default_factory=dict)
    hooks: list[Json] = field(default_factory=list)
    ids: Any = field(default_factory=lambda: itertools.count(11))

    # the API

    def search(self, words: str) -> list[Json]:
        return [one for one in self.contacts.values() if words and words in (one["identifier"], one["name"])]

    def add_contact(self, identifier: str, name: str) -> Json:
        if any(one["identifier"] == identifier for one in self.contacts.values()):
            raise Refusal(422, message="Identifier has already been taken", attributes=["identifier"])
        contact = {"id": next(self.ids), "identifier": identifier, "name": name}
        self.contacts[contact["id"]] = contact
        return contact

    def attach(self, contact: int, source: str) -> Json:
        self.known(self.contacts, contact)
        if self.sources.setdefault(source, contact) != contact:
            raise Refusal(422, message="Source has already been taken")
        return {"source_id": source, "inbox": {"id": INBOX, "channel_type": "Channel::Api"}}

    def open(self, contact: int, source: str, status: str, attributes: Mapping[str, Any]) -> Talk:
        if self.sources.get(source) != contact:
            raise Refusal(404, error="Resource could not be found")
        talk = Talk(next(self.ids), contact, source, dict(attributes), status)
        self.talks[talk.id] = talk
        self.hooks.append({"event": "conversation_created", **self.told(talk)})
        return talk

    def say(self, talk: Talk, body: Mapping[str, Any], sender: Mapping[str, Any], *files: str) -> Json:
        """A message by whom it is; an incoming one opens what was resolved, as Chatwoot does."""
        message = {
            "id": next(self.ids), "content": body.get("content"), "content_type": "text", "content_attributes": {},
            "message_type": body.get("message_type", "outgoing"), "private": bool(body.get("private")),
            "created_at": 1_700_000_000, "source_id": body.get("source_id"), "sender": dict(sender),
            "conversation_id": talk.id,
        }  # fmt: skip
        if files:
            message["attachments"] = [{"id": 1, "file_type": "image", "data_url": url} for url in files]
        talk.messages.append(message)
        where = {"account": {"id": ACCOUNT}, "inbox": {"id": INBOX, "name": "Shop"}, "conversation": self.told(talk)}
        self.hooks.append({"event": "message_created", **message, **where})
        if message["message_type"] == "incoming" and talk.status == "resolved":
            self.set_status(talk, "open")
        return message

    def set_status(self, talk: Talk, status: str) -> None:
        if status not in STATUSES:
            raise Refusal(422, message=f"'{status}' is not a valid status")
        before, talk.status = talk.status, status
        if before != status:
            changed = [{"status": {"previous_value": before, "current_value": status}}]
            self.hooks.append(
                {"event": "conversation_status_changed", "changed_attributes": changed, **self.told(talk)}
            )

    def assign(self, talk: Talk, agent: Json) -> None:
        before, talk.assignee = talk.assignee, agent
        changed = [{"assignee_id": {"previous_value": before and before["id"], "current_value": agent["id"]}}]
        self.hooks.append({"event": "conversation_updated", "changed_attributes": changed, **self.told(talk)})

    # shapes

    def told(self, talk: Talk) -> Json:
        """A conversation as webhooks tell it."""
        contact = {"id": 5, "contact_id": talk.contact, "inbox_id": INBOX, "source_id": talk.source}
        meta = {"sender": self.contacts.get(talk.contact, {}), "assignee": talk.assignee}
        return {**self.shown(talk), "contact_inbox": contact, "meta": meta, "channel": "Channel::Api"}

    def shown(self, talk: Talk) -> Json:
        """A conversation as the API shows it."""
        meta: Json = {"sender": {"id": talk.contact, "name": self.contacts.get(talk.contact, {}).get("name", "")}}
        if talk.assignee:
            meta["assignee"] = {"id": talk.assignee["id"], "name": talk.assignee["name"]}
        return {"id": talk.id, "account_id": ACCOUNT, "inbox_id": INBOX, "status": talk.status,
                "custom_attributes": dict(talk.attributes), "messages": [], "meta": meta}  # fmt: skip

    def listed(self, found: list[Json]) -> Any:
        return found if self.published else {"meta": {}, "payload": found}

    def message(self, message: Json) -> Json:
        number = {"incoming": 0, "outgoing": 1}[message["message_type"]]
        return message if self.published else {**message, "message_type": number}

    def contact(self, contact: Json) -> Json:
        inner = {**contact, "additional_attributes": {}, "custom_attributes": {}}
        return {"payload": {"contact": inner}, **({"id": contact["id"]} if self.published else {})}

    @staticmethod
    def known(shelf: Mapping[int, Any], id_: int) -> Any:
        if id_ not in shelf:
            raise Refusal(404, error="Resource could not be found")
        return shelf[id_]
