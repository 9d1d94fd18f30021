"""The signed webhook: any helpdesk that speaks JSON; its side is described in docs/reference/helpdesk.md."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, get_args

import httpx
import structlog

from floorwalker.adapters.signed_post import SignedPost
from floorwalker.domain.helpdesk import HelpdeskEvent, Kind, Opening, Said
from floorwalker.domain.message import legible
from floorwalker.domain.signature import is_signed
from floorwalker.errors import BadSettings, BadSignature, BadValue, Gone, Unavailable
from floorwalker.rendering.plain import plain

log = structlog.get_logger()
LONGEST = {"id": 120, "conversation": 36, "ref": 160, "agent": 80, "text": 4000}


@dataclass(frozen=True)
class WebhookHelpdesk:
    """Tells by signed POST and is told by signed POST; both sides skip an event id that they had before."""

    post: SignedPost
    name: str = "webhook"

    def open(self, opening: Opening) -> str:
        """The receiver may answer `{"ref": …}`; else it is called as we call it."""
        facts = {name: value for name, value in asdict(opening).items() if name not in ("ref", "event")}
        answer = self._tell(opening.event, "handoff.opened", {**facts, "ref": opening.ref or None})
        try:
            ref = answer.json().get("ref")
        except (ValueError, AttributeError):
            ref = None
        return legible(str(ref or opening.ref or opening.conversation))[:160]

    def say(self, ref: str, said: Said, again: bool) -> None:
        facts = {"conversation": said.conversation, "seq": said.seq, "author": said.author, "text": plain(said.body)}
        self._tell(f"said:{said.conversation}:{said.seq}", "message", {"ref": ref, **facts})

    def close(self, ref: str, handoff: str, event: str, note: str) -> None:
        self._tell(event, "handoff.closed", {"ref": ref, "handoff": handoff, "note": note})

    def read(self, headers: Mapping[str, str], body: bytes) -> Sequence[HelpdeskEvent]:
        if not is_signed(self.post.secret, self.post.now(), body, headers.get("floorwalker-signature", "")):
            raise BadSignature()
        try:
            told = json.loads(body)
        except (ValueError, RecursionError):
            raise BadValue("body", "no JSON") from None
        if not isinstance(told, dict):
            raise BadValue("body", "no JSON object")
        return [_event(told)]

    def missed(self, ref: str, conversation: str, handoff: str) -> Sequence[HelpdeskEvent]:
        return ()

    def check(self) -> str:
        try:
            self._tell(f"check:{self.post.now()}", "check", {})
        except (Unavailable, Gone):
            problem = f"HELPDESK_WEBHOOK_URL: {self.post.url} does not answer 2xx to a signed event `check`"
            raise BadSettings((problem,)) from None
        return f"{self.post.url} answers"

    def _tell(self, key: str, event: str, facts: Mapping[str, Any]) -> httpx.Response:
        answer = self.post.send(f"helpdesk/{key}", {"event": event, **facts})
        if answer.status_code == 410:
            raise Gone()
        if not answer.is_success:
            log.info("helpdesk.refused", key=key, status=answer.status_code)
            raise Unavailable()
        return answer


def _event(told: Mapping[str, Any]) -> HelpdeskEvent:
    kind: Kind = told.get("event")  # type: ignore[assignment]
    if kind not in get_args(Kind):
        raise BadValue("event", str(kind)[:40])
    values = {name: _text(told, name, most) for name, most in LONGEST.items()}
    for name in ("id", "conversation"):
        if not values[name]:
            raise BadValue(name, "")
    text = values["text"]
    if kind in ("said", "noted") and not text.strip():
        raise BadValue("text", text)
    return HelpdeskEvent(values["id"], kind, values["conversation"], values["ref"], values["agent"], text, True)


def _text(told: Mapping[str, Any], name: str, most: int) -> str:
    value = told.get(name) or ""
    if not isinstance(value, str) or len(value) > most:
        raise BadValue(name, legible(str(value)[:40]))
    return legible(value)
