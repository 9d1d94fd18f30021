"""The signed webhook as a helpdesk: what it tells, what it hears, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from floorwalker.adapters.helpdesks.webhook import WebhookHelpdesk
from floorwalker.adapters.signed_post import SignedPost
from floorwalker.domain.signature import is_signed, signature
from floorwalker.errors import BadSettings, BadSignature, BadValue
from floorwalker.testing.helpdesk_bench import HelpdeskHouse
from floorwalker.testing.helpdesk_contract import HelpdeskContract, Webhook
from floorwalker.testing.webhook_receiver import Came, WebhookReceiver

SECRET = "h" * 32
NOW = 1_700_000_000


@pytest.fixture
def receiver() -> Iterator[WebhookReceiver]:
    receiver = WebhookReceiver()
    yield receiver
    receiver.stop()


@pytest.fixture
def house(receiver: WebhookReceiver) -> Iterator[HelpdeskHouse]:
    house = HelpdeskHouse(WebhookHelpdesk(SignedPost(receiver.url, SECRET, lambda: NOW)))
    yield house
    house.close()


def told(receiver: WebhookReceiver) -> list[dict[str, Any]]:
    return [json.loads(one.body) for one in receiver.came]


def event(**facts: Any) -> tuple[dict[str, str], bytes]:
    body = json.dumps({"id": "e1", "conversation": "c1", **facts}).encode()
    return {"floorwalker-signature": signature(SECRET, NOW, body)}, body


def test_a_handoff_is_told_signed_with_its_packet_and_what_was_said(
    house: HelpdeskHouse, receiver: WebhookReceiver
) -> None:
    house.shopper("c1", "where is my parcel", "I want a human, mail me at anna@example.com")
    house.asks()
    opened, *said = told(receiver)
    assert (opened["event"], opened["reason"], opened["conversation"]) == ("handoff.opened", "asked", "c1")
    assert "cart" in opened["packet"] and "Asked for a person" in opened["note"]
    assert [one["text"] for one in said][0] == "where is my parcel" and "anna@" not in json.dumps(said)
    for one in receiver.came:
        assert is_signed(SECRET, NOW, one.body, one.headers["floorwalker-signature"])
    assert len({one.headers["floorwalker-event"] for one in receiver.came}) == 3


def test_the_agents_words_reach_the_shopper_once(house: HelpdeskHouse) -> None:
    house.asks()
    assert house.hear(*event(event="said", agent="Marta", text="Hello, I look")) == 1
    assert house.hear(*event(event="said", agent="Marta", text="Hello, I look")) == 0
    assert house.heard() == [("agent", "Marta", "Hello, I look")] and house.state() == ("human", "webhook")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"event": "shouted"}, "event"), ({"event": "said"}, "text"), ({"event": "said", "text": 5}, "text"),
        ({"event": "said", "text": "x", "id": ""}, "id"), ({"event": "taken", "conversation": None}, "conversation"),
        ({"event": "said", "text": "x" * 4001}, "text"), ({"event": "taken", "agent": "x" * 81}, "agent"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_and_changes_nothing(
    house: HelpdeskHouse, change: dict[str, Any], field: str
) -> None:
    house.asks()
    with pytest.raises(BadValue) as refused:
        house.hear(*event(**change))
    assert refused.value.what == field and house.state() == ("queued", "") and house.heard() == []


@pytest.mark.parametrize("late", [0, -301, 301])
def test_what_is_not_signed_or_old_is_refused(house: HelpdeskHouse, late: int) -> None:
    house.asks()
    headers, body = event(event="said", text="give me the money")
    signed = signature(SECRET, NOW + late, body) if late else "t=1,v1=" + "0" * 64
    with pytest.raises(BadSignature):
        house.hear({**headers, "floorwalker-signature": signed}, body)
    with pytest.raises(BadSignature):
        house.hear({}, body)
    assert house.heard() == [] and house.state() == ("queued", "")


def test_a_conversation_that_does_not_exist_is_refused(house: HelpdeskHouse) -> None:
    with pytest.raises(LookupError):
        house.hear(*event(event="said", conversation="nobody", text="hello"))


def test_the_check_names_the_setting(receiver: WebhookReceiver) -> None:
    helpdesk = WebhookHelpdesk(SignedPost(receiver.url, SECRET, lambda: NOW))
    assert receiver.url in helpdesk.check()
    receiver.answers = [500]
    with pytest.raises(BadSettings, match="HELPDESK_WEBHOOK_URL"):
        helpdesk.check()


def test_an_address_of_any_language_gets_there(house: HelpdeskHouse, receiver: WebhookReceiver) -> None:
    house.bench.shop.customers.ensure("c1", "web", "", "c1", locale="en")
    house.bench.shop.handoffs.request_callback("c1", "jörg@müller.de", "yes")
    house.tick()
    assert told(receiver)[0]["contact"] == "jörg@müller.de"
    assert "@" not in receiver.came[0].headers["floorwalker-event"]


def test_half_a_character_is_mended_before_it_is_kept(house: HelpdeskHouse) -> None:
    house.asks()
    headers, body = event(event="said", agent="M\ud83d", text="see you \ud83d\x00")
    assert b"\\ud83d" in body and house.hear(headers, body) == 1
    assert house.heard() == [("agent", "M?", "see you ?")]


def test_a_body_that_is_nested_without_end_is_refused(house: HelpdeskHouse) -> None:
    body = b"[" * 100_000
    with pytest.raises(BadValue):
        house.hear({"floorwalker-signature": signature(SECRET, NOW, body)}, body)


class Elsewhere:
    """A helpdesk that keeps the receiver's side of docs/reference/helpdesk.md: skips the ids it had."""

    def __init__(self) -> None:
        self.receiver = WebhookReceiver(self.reply)
        self.helpdesk = WebhookHelpdesk(SignedPost(self.receiver.url, SECRET, lambda: NOW))
        self.had: set[str] = set()
        self.events: list[dict[str, Any]] = []
        self.gone: set[str] = set()
        self.number = 0

    def reply(self, came: Came) -> tuple[int, bytes]:
        told, id_ = json.loads(came.body), came.headers["floorwalker-event"]
        if told.get("ref") in self.gone:
            return 410, b""
        new = id_ not in self.had
        self.had.add(id_)
        if told["event"] == "handoff.opened" and not told["ref"]:
            self.number += new
            told["ref"] = f"T-{self.number}"
        self.events += [told] if new else []
        return 200, json.dumps({"ref": told["ref"]}).encode()

    def _of(self, ref: str, event: str) -> list[dict[str, Any]]:
        return [one for one in self.events if one.get("ref") == ref and one["event"] == event]

    def transcript(self, ref: str) -> list[tuple[str, str]]:
        said = self._of(ref, "message")
        return [("shopper" if one["author"] == "shopper" else "house", one["text"]) for one in said]

    def notes(self, ref: str) -> list[str]:
        return [one["note"] for one in self._of(ref, "handoff.opened")]

    def is_open(self, ref: str) -> bool:
        return len(self._of(ref, "handoff.opened")) > len(self._of(ref, "handoff.closed"))

    def _event(self, event_: str, ref: str, **facts: Any) -> list[Webhook]:
        self.number += 1
        body = {"id": f"x{self.number}", "conversation": "c1", "ref": ref, "event": event_, **facts}
        raw = json.dumps(body).encode()
        return [({"floorwalker-signature": signature(SECRET, NOW, raw)}, raw)]

    def writes(self, ref: str, name: str, words: str) -> list[Webhook]:
        return self._event("said", ref, agent=name, text=words)

    def notes_down(self, ref: str, name: str, words: str) -> list[Webhook]:
        return self._event("noted", ref, agent=name, text=words)

    def takes(self, ref: str, name: str) -> list[Webhook]:
        return self._event("taken", ref, agent=name)

    def gives_back(self, ref: str) -> list[Webhook]:
        return self._event("gave_back", ref)

    def resolves(self, ref: str) -> list[Webhook]:
        return self._event("resolved", ref)

    def echoes(self) -> list[Webhook]:
        return []

    def broken(self) -> list[Webhook]:
        (good,) = self._event("said", "", text="hello")
        forged = {"floorwalker-signature": "t=1700000000,v1=" + "0" * 64}
        bodies = (b"", b"[]", b"{", b'{"event": "said"}', b"\xff")
        return [(forged, good[1]), *(({"floorwalker-signature": signature(SECRET, NOW, b)}, b) for b in bodies)]

    def fails(self, times: int, status: int) -> None:
        self.receiver.answers += [status] * times

    def loses_answers(self, times: int) -> None:
        self.receiver.lost = times

    def forgets(self, ref: str) -> None:
        self.gone.add(ref)


@pytest.fixture
def far() -> Iterator[Elsewhere]:
    far = Elsewhere()
    yield far
    far.helpdesk.post.client.close()
    far.receiver.stop()


class TestTheContract(HelpdeskContract):
    """The promises of the port."""
