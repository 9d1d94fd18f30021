import json

import pytest

from floorwalker.adapters.channels.web import MOST_BYTES, Sessions, WebWire, context
from floorwalker.errors import BadSignature, BadValue

SESSIONS = Sessions(b"k" * 44)
WIRE = WebWire(SESSIONS)
HEADERS = {"authorization": f"Bearer {SESSIONS.issue('c1')}"}


def post(**body: object) -> bytes:
    return json.dumps(body).encode()


def test_a_text_is_read_for_the_session_s_own_conversation() -> None:
    [message] = WIRE.receive(HEADERS, post(id="m1", message="hi", conversation="other", metadata={"page": "/p"}))
    assert (message.conversation, message.message_id, message.text) == ("c1", "m1", "hi")
    assert message.metadata == {"page": "/p"}


@pytest.mark.parametrize("token", ["", "x.y.z", Sessions(b"z" * 44).issue("c1"), SESSIONS.issue("c1", now=0)])
def test_a_forged_or_expired_session_is_refused(token: str) -> None:
    with pytest.raises(BadSignature):
        WIRE.receive({"authorization": f"Bearer {token}"}, post(id="m1", message="hi"))


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"{", "body"),
        (b"[]", "body"),
        (b"x" * (MOST_BYTES + 1), "body"),
        (post(message="hi"), "id"),
        (post(id="chatwoot:7", message="hi"), "id"),
        (post(id="m1"), "message"),
        (post(id="m1", message="   "), "message"),
        (post(id="m1", message="x" * 2001), "message"),
        (post(id="m1", message=7), "message"),
    ],
)
def test_what_cannot_be_read_is_named(body: bytes, field: str) -> None:
    with pytest.raises(BadValue) as wrong:
        WIRE.receive(HEADERS, body)
    assert wrong.value.what == field


def test_of_a_page_only_the_known_and_short_is_kept() -> None:
    told = {"page": "/x" * 400, "utm_source": "mail", "price": "1", "email": "a@b.c", "locale": 3}
    assert context(told) == {"page": ("/x" * 400)[:300], "utm_source": "mail"}
