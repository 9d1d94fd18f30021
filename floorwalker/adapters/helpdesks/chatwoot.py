"""Chatwoot as the helpdesk: an inbox of the kind "API". Our conversation's id is the contact's source in that inbox,
so that every webhook names it; our messages carry a source id, so that their echoes are known (service.md 4.1)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from floorwalker.adapters.helpdesks.chatwoot_api import ChatwootApi, Found
from floorwalker.domain.helpdesk import HelpdeskEvent, Kind, Opening, Said
from floorwalker.domain.message import legible
from floorwalker.errors import BadSettings, BadValue, Gone, Unavailable
from floorwalker.rendering.plain import plain

API_INBOX = "Channel::Api"
ATTRIBUTE = "floorwalker_conversation"
OURS = "fw:"
PAGE = 20
"""So many messages Chatwoot answers at once."""
WAITING_SECONDS = 3.0
"""Chatwoot gives a webhook up after five."""
PRIORITIES = ("low", "medium", "high", "urgent")
ENDED: Mapping[str, Kind] = {"pending": "gave_back", "resolved": "resolved"}


@dataclass(frozen=True)
class Chatwoot:
    """Keeps the port's promises over Chatwoot's API. Webhooks are not signed: their address is the secret, and a
    change of state counts only as Chatwoot itself confirms it."""

    api: ChatwootApi
    name: str = "chatwoot"

    def open(self, opening: Opening) -> str:
        api = self.api
        ref = self._known(opening) or self._made(opening)
        if api.conversation(ref).get("status") != "open":
            api.set_status(ref, "open")
        api.set_priority(ref, PRIORITIES[opening.priority])
        self._note(ref, _mark(opening), opening.note)
        return ref

    def say(self, ref: str, said: Said, again: bool) -> None:
        source = f"{OURS}{said.conversation}:{said.seq}"
        if again and self.api.has(ref, source):
            return
        self.api.write(ref, source, plain(said.body), incoming=said.author == "shopper")

    def close(self, ref: str, handoff: str, event: str, note: str) -> None:
        if note:
            self._note(ref, f"{OURS}{event}", note)
        if self.api.conversation(ref).get("status") != "resolved":
            self.api.set_status(ref, "resolved")

    def read(self, headers: Mapping[str, str], body: bytes) -> Sequence[HelpdeskEvent]:
        try:
            told = json.loads(body)
            return list(self._events(told)) if isinstance(told, dict) else []
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as wrong:
            raise BadValue("body", legible(f"{type(wrong).__name__}: {wrong}"[:80])) from None

    def missed(self, ref: str, conversation: str, handoff: str) -> Sequence[HelpdeskEvent]:
        latest = _since(self.api.messages(ref), f"{OURS}{handoff}:")
        said = [_message(one, conversation, ref) for one in latest if _by_agent(one)]
        status = str(self.api.conversation(ref).get("status"))
        over = [HelpdeskEvent(f"status:{ref}", ENDED[status], conversation, ref)] if status in ENDED else []
        return [*said, *over]

    def check(self) -> str:
        try:
            kind = self.api.inbox_kind()
        except Gone:
            raise BadSettings((f"CHATWOOT_INBOX_ID: there is no inbox {self.api.inbox} in this account",)) from None
        except Unavailable:
            raise BadSettings((f"CHATWOOT_TOKEN: {self.api.base} does not answer, or refuses this token",)) from None
        if kind != API_INBOX:
            problem = f"CHATWOOT_INBOX_ID: inbox {self.api.inbox} is a {kind}; make one of the kind API"
            raise BadSettings((problem,))
        return f"{self.api.base}: inbox {self.api.inbox} answers"

    # out

    def _known(self, opening: Opening) -> str:
        """The conversation as it was called before; "" where it is gone, or another shop's."""
        if not opening.ref:
            return ""
        try:
            ours = self._is(self.api.conversation(opening.ref), opening.conversation)
        except Gone:
            return ""
        return opening.ref if ours else ""

    def _made(self, opening: Opening) -> str:
        contact = self.api.contact(opening.customer, opening.guest)
        self.api.attach(contact, opening.conversation)
        known = [one for one in self.api.conversations(contact) if self._is(one, opening.conversation)]
        if known:
            return str(max(int(one["id"]) for one in known))
        attributes = {ATTRIBUTE: opening.conversation, "reason": opening.reason, "team": opening.team,
                      "channel": opening.channel, "language": opening.language}  # fmt: skip
        return str(self.api.create(contact, opening.conversation, attributes))

    def _is(self, found: Found, conversation: str) -> bool:
        return found.get("inbox_id") == self.api.inbox and _attributes(found).get(ATTRIBUTE) == conversation

    def _note(self, ref: str, source: str, words: str) -> None:
        if not self.api.has(ref, source):
            self.api.write(ref, source, words, private=True)

    # in

    def _events(self, told: Mapping[str, Any]) -> Iterator[HelpdeskEvent]:
        event = told.get("event")
        if self._inbox(told) != self.api.inbox:  # an account's webhook tells of every inbox
            return
        if event == "message_created" and _by_agent(told, private=True):
            where = told["conversation"]
            yield _message(told, _ours(where), str(where["id"]))
        elif event == "conversation_status_changed":
            yield from self._ended(told)
        elif event == "conversation_updated" and _assigned(told):
            who = _called((told.get("meta") or {}).get("assignee") or {})
            yield HelpdeskEvent(f"assigned:{told['id']}", "taken", _ours(told), str(told["id"]), who)
        elif event == "conversation_typing_on" and _typed_by_agent(told):
            where = told["conversation"]
            yield HelpdeskEvent("typing", "typing", _ours(where), str(where["id"]), _called(told["user"]))

    def _inbox(self, told: Mapping[str, Any]) -> Any:
        conversation = told.get("conversation") or told
        return (told.get("inbox") or {}).get("id") or conversation.get("inbox_id")

    def _ended(self, told: Mapping[str, Any]) -> Iterator[HelpdeskEvent]:
        """Only what still is so: the echo of our own closing may come when the conversation is open again."""
        status, ref = str(told.get("status")), str(told["id"])
        if status in ENDED and self._still(ref) == status:
            who = _called((told.get("meta") or {}).get("assignee") or {})
            yield HelpdeskEvent(f"status:{ref}", ENDED[status], _ours(told), ref, who)


    def _still(self, ref: str) -> str:
        """Its status now, asked while a webhook waits. "" where it is gone. Raises Unavailable: told again later."""
        try:
            return str(self.api.conversation(ref, WAITING_SECONDS).get("status"))
        except Gone:
            return ""


def _mark(opening: Opening) -> str:
    """Source id of the note that says why; another one for another team, and for who waits elsewhere."""
    team = sha256(opening.team.encode()).hexdigest()[:8]
    return f"{OURS}{opening.handoff}:{team}{':contact' if opening.contact else ''}"


def _since(messages: Sequence[Found], mark: str) -> Sequence[Found]:
    """What came after our first note on this episode; on a full page without one everything is later."""
    places = [n for n, one in enumerate(messages) if str(one.get("source_id") or "").startswith(mark)]
    if places:
        return messages[places[0] + 1 :]
    return messages if len(messages) >= PAGE else ()


def _typed_by_agent(told: Mapping[str, Any]) -> bool:
    """Words to the shopper, not a note for colleagues."""
    return (told.get("user") or {}).get("type", "user") == "user" and not told.get("is_private")


def _by_agent(message: Mapping[str, Any], private: bool = False) -> bool:
    """An agent's words to the shopper (or, where asked for, to colleagues): neither our own nor the system's."""
    outgoing = message.get("message_type") in ("outgoing", 1)
    theirs = not str(message.get("source_id") or "").startswith(OURS)
    person = str((message.get("sender") or {}).get("type", "")).lower() == "user"
    open_to_all = private or not message.get("private")
    return bool(outgoing and theirs and person and open_to_all and _words(message).strip())


def _message(message: Mapping[str, Any], conversation: str, ref: str) -> HelpdeskEvent:
    kind: Kind = "noted" if message.get("private") else "said"
    who = _called(message.get("sender") or {})
    return HelpdeskEvent(str(message["id"]), kind, conversation, ref, who, _words(message))


def _words(message: Mapping[str, Any]) -> str:
    """What was written, and where its files are."""
    links = [str(one["data_url"]) for one in message.get("attachments") or () if one.get("data_url")]
    return legible("\n".join([*filter(None, [str(message.get("content") or "")]), *links]))


def _assigned(told: Mapping[str, Any]) -> bool:
    changes = told.get("changed_attributes") or ()
    return any((one.get("assignee_id") or {}).get("current_value") for one in changes)


def _ours(conversation: Mapping[str, Any]) -> str:
    """Our name for a conversation. Raises KeyError where it is not one of ours."""
    source = (conversation.get("contact_inbox") or {}).get("source_id")
    return str(_attributes(conversation).get(ATTRIBUTE) or source or conversation["contact_inbox"]["source_id"])


def _attributes(conversation: Mapping[str, Any]) -> Mapping[str, Any]:
    return conversation.get("custom_attributes") or {}


def _called(person: Mapping[str, Any]) -> str:
    return legible(str(person.get("available_name") or person.get("name") or ""))[:80]
