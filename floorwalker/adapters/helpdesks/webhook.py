"""The signed webhook: any helpdesk that speaks JSON; its side is described in docs/reference/helpdesk.md."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, get_args

import httpx
import structlog

from floorwalker.domain.helpdesk import HelpdeskEvent, Kind, Opening, Said
from floorwalker.domain.signature import is_signed, signature
from floorwalker.errors import BadSettings, BadSignature, BadValue, Unavailable
from floorwalker.rendering.plain import plain

log = structlog.get_logger()
ANSWER_SECONDS = 10
LONGEST = {"id": 120, "conversation": 36, "ref": 160, "agent": 80}


def _client() -> httpx.Client:
    return httpx.Client(timeout=ANSWER_SECONDS, trust_env=False)


def _now() -> int:
    return int(time.time())


@dataclass
class WebhookHelpdesk:
    """Tells by signed POST and is told by signed POST; both sides skip an event id that they had before."""

    url: str
    secret: str
    now: Callable[[], int] = _now
    client: httpx.Client = field(default_factory=_client)
    name: str = "webhook"

    def open(self, opening: Opening) -> str:
        """The receiver may answer `{"ref": …}`; else it is called as we call it."""
        facts = {name: value for name, value in asdict(opening).items() if name != "ref"}
        key = f"opened:{opening.handoff}:{opening.priority}:{opening.team}:{opening.contact}:{opening.lost}"
        answer = self._tell(key, "handoff.opened", {**facts, "ref": opening.ref or None})
        try:
            ref = answer.json().get("ref")
        except (ValueError, AttributeError):
            ref = None
        return str(ref or opening.ref or opening.conversation)[:160]

    def say(self, ref: str, said: Said, again: bool) -> None:
        facts = {"conversation": said.conversation, "seq": said.seq, "author": said.author, "text": plain(said.body)}
        self._tell(f"said:{said.conversation}:{said.seq}", "message", {"ref": ref, **facts})

    def close(self, ref: str, handoff: str, note: str) -> None:
        self._tell(f"closed:{handoff}", "handoff.closed", {"ref": ref, "handoff": handoff, "note": note})

    def read(self, headers: Mapping[str, str], body: bytes) -> Sequence[HelpdeskEvent]:
        if not is_signed(self.secret, self.now(), body, headers.get("floorwalker-signature", "")):
            raise BadSignature()
        try:
            told = json.loads(body)
        except ValueError:
            raise BadValue("body", "no JSON") from None
        if not isinstance(told, dict):
            raise BadValue("body", "no JSON object")
        return [_event(told)]

    def missed(self, ref: str, conversation: str) -> Sequence[HelpdeskEvent]:
        return ()

    def check(self) -> str:
        try:
            self._tell(f"check:{self.now()}", "check", {})
        except (Unavailable, LookupError):
            problem = f"HELPDESK_WEBHOOK_URL: {self.url} does not answer 2xx to a signed event `check`"
            raise BadSettings((problem,)) from None
        return f"{self.url} answers"

    def _tell(self, key: str, event: str, facts: Mapping[str, Any]) -> httpx.Response:
        body = json.dumps({"event": event, **facts}, sort_keys=True, ensure_ascii=False).encode()
        headers = {"content-type": "application/json", "floorwalker-event": f"helpdesk/{key}",
                   "floorwalker-signature": signature(self.secret, self.now(), body)}  # fmt: skip
        try:
            answer = self.client.post(self.url, content=body, headers=headers)
        except httpx.HTTPError as error:
            raise Unavailable() from error
        if answer.status_code == 410:
            raise LookupError(key)
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
    text = _text(told, "text", None)
    if kind in ("said", "noted") and not text.strip():
        raise BadValue("text", text)
    return HelpdeskEvent(values["id"], kind, values["conversation"], values["ref"], values["agent"], text)


def _text(told: Mapping[str, Any], name: str, most: int | None) -> str:
    value = told.get(name) or ""
    if not isinstance(value, str) or (most and len(value) > most):
        raise BadValue(name, str(value)[:40])
    return value
