"""What an agent sends counts once, however often the browser sends it; and all of what was written counts."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from floorwalker.domain.handoff import Agent
from tests.unit.console.test_console import JONAS, DeskHouse, state_of
from tests.unit.console.test_live import house

__all__ = ["house"]
HERE = Path(__file__).parent


def form(browser: TestClient, act: str, conversation: str = "c1") -> dict[str, str]:
    """The hidden fields of a form as its page holds them."""
    page = browser.get(f"/desk/{conversation}").text
    found = re.search(rf'action="/desk/{conversation}/{act}["#].*?</form>', page, re.S)
    assert found, act
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', found[0]))


def words_of(house: DeskHouse, conversation: str = "c1") -> list[str]:
    return [words for _, _, words in house.heard(conversation)]


@pytest.fixture
def agent(house: DeskHouse) -> TestClient:
    house.shopper("c1", "hello")
    return house.visit("agent")


def test_words_sent_twice_are_said_once_and_both_answers_are_a_success(house: DeskHouse, agent: TestClient) -> None:
    fields = {**form(agent, "say"), "words": "Good morning."}
    assert [agent.post("/desk/c1/say", data=fields).status_code for _ in range(2)] == [303, 303]
    agent.headers["hx-request"] = "true"
    assert agent.post("/desk/c1/say", data=fields).status_code == 204
    assert words_of(house) == ["Good morning."]


def test_the_same_words_of_a_new_page_are_said_again(house: DeskHouse, agent: TestClient) -> None:
    for _ in range(2):
        agent.post("/desk/c1/say", data={**form(agent, "say"), "words": "One moment."})
    assert words_of(house) == ["One moment."] * 2


def test_other_words_of_the_same_page_are_never_dropped(house: DeskHouse, agent: TestClient) -> None:
    fields = form(agent, "say")
    for words in ("One moment.", "Here it is."):
        agent.post("/desk/c1/say", data={**fields, "words": words})
    assert words_of(house) == ["One moment.", "Here it is."]


def test_the_same_form_counts_in_each_conversation(house: DeskHouse, agent: TestClient) -> None:
    house.shopper("c2", "hello")
    fields = {**form(agent, "say"), "words": "Good morning."}
    for conversation in ("c1", "c2"):
        agent.post(f"/desk/{conversation}/say", data=fields)
    assert words_of(house) == words_of(house, "c2") == ["Good morning."]


def test_what_was_said_is_no_reason_to_take_a_talk_back(house: DeskHouse, agent: TestClient) -> None:
    fields = {**form(agent, "say"), "words": "Good morning."}
    agent.post("/desk/c1/say", data=fields)
    handoff = house.bench.shop.handoffs.current("c1")
    house.bench.shop.desk.transfer(handoff.id, Agent("b", "Boss", "supervisor"), "desk", JONAS)
    assert agent.post("/desk/c1/say", data=fields).status_code == 303
    assert state_of(house) == ("human", "Jonas") and words_of(house) == ["Good morning."]


def test_a_note_sent_twice_is_kept_once(house: DeskHouse, agent: TestClient) -> None:
    fields = {**form(agent, "say"), "words": "third zip of this batch", "note": "yes"}
    assert [agent.post("/desk/c1/say", data=fields).status_code for _ in range(2)] == [303, 303]
    assert [note.body for note in house.bench.shop.desk.beside("c1")[0]] == ["third zip of this batch"]
    agent.post("/desk/c1/say", data={**fields, "words": "and a fourth"})
    assert len(house.bench.shop.desk.beside("c1")[0]) == 2


def test_the_words_of_a_note_can_be_said_as_well(house: DeskHouse, agent: TestClient) -> None:
    fields = {**form(agent, "say"), "words": "The zip is on its way."}
    agent.post("/desk/c1/say", data={**fields, "note": "yes"})
    agent.post("/desk/c1/say", data=fields)
    assert words_of(house) == ["The zip is on its way."] and len(house.bench.shop.desk.beside("c1")[0]) == 1


def test_a_product_sent_twice_is_shown_once_and_another_is_shown_too(house: DeskHouse, agent: TestClient) -> None:
    fields = form(agent, "product")
    for sku in ("JKT-M", "JKT-M", "JKT-L"):
        assert agent.post("/desk/c1/product", data={**fields, "sku": sku}).status_code == 303
    assert len(words_of(house)) == 2


def test_a_code_sent_twice_counts_once(house: DeskHouse, agent: TestClient) -> None:
    house.bench.shop.carts.add("c1", "JKT-M")
    fields = {**form(agent, "coupon"), "code": "WELCOME10"}
    assert [agent.post("/desk/c1/coupon", data=fields).status_code for _ in range(2)] == [303, 303]
    assert len(house.bench.shop.favours.asks("c1")) == 1


@pytest.mark.skipif(not shutil.which("node"), reason="needs node")
def test_words_on_their_way_through_a_bad_network() -> None:
    script = ["node", "--test", str(HERE / "sending.test.mjs")]
    done = subprocess.run(script, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
