"""Only webhooks go to Rasa: whatever a path is made to look like, its private API stays private."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from floorwalker.adapters.channels.web import Sessions
from floorwalker.adapters.rasa_http import Answer
from web.forward import webhook
from web.limits import TokenBucket

KEY = b"k" * 32


class FakeForwarder:
    def __init__(self) -> None:
        self.paths: list[str] = []

    async def send(self, method: str, path: str, query: str, headers: object, body: bytes) -> Answer:
        self.paths.append(path)
        return Answer(202, "application/json", b"{}")


@pytest.fixture
def forwarder() -> FakeForwarder:
    return FakeForwarder()


@pytest.fixture
def client(forwarder: FakeForwarder) -> TestClient:
    app = Starlette(routes=[Route("/webhooks/{path:path}", webhook, methods=["GET", "POST"])])
    app.state.forwarder, app.state.sessions, app.state.message_limit = forwarder, Sessions(KEY), TokenBucket(2, 0.001)
    return TestClient(app)


def test_a_webhook_goes_on_as_it_came(client: TestClient, forwarder: FakeForwarder) -> None:
    assert client.post("/webhooks/web/webhook", json={}).status_code == 202
    assert client.get("/webhooks/telegram/a-b_c.d~1").status_code == 202
    assert forwarder.paths == ["/webhooks/web/webhook", "/webhooks/telegram/a-b_c.d~1"]


@pytest.mark.parametrize(
    "path",
    ["/webhooks/%2e%2e/model/parse", "/webhooks/web/%2E%2E/%2E%2E/status", "/webhooks//status", "/webhooks/..",
     "/webhooks/web%5c..%5cstatus", "/webhooks/web/webhook%3Ftoken=x", "/webhooks/"],
)  # fmt: skip
def test_a_path_that_leads_elsewhere_is_no_webhook(client: TestClient, forwarder: FakeForwarder, path: str) -> None:
    assert client.get(path).status_code == 404
    assert forwarder.paths == []


def test_a_conversation_has_a_pace_of_its_own(client: TestClient) -> None:
    mine, yours = ({"authorization": f"Bearer {Sessions(KEY).issue(one)}"} for one in ("c1", "c2"))
    assert [client.post("/webhooks/web/webhook", headers=mine).status_code for _ in range(3)] == [202, 202, 429]
    assert client.post("/webhooks/web/webhook", headers=yours).status_code == 202
