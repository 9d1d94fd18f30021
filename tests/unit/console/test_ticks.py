"""An agent sees how far each message has come, and who is writing."""

from __future__ import annotations

import pytest

from floorwalker.domain.handoff import Agent
from tests.unit.console.test_console import DeskHouse
from tests.unit.console.test_live import house, told

__all__ = ["house"]
MARTA = Agent("m1", "Marta")


def said(house: DeskHouse) -> int:
    house.shopper("c1", "hello")
    seq: int = house.desk.say("c1", MARTA, "Good morning.").seq
    return seq


@pytest.mark.parametrize(
    ("state", "words"),
    [(None, "Kept until the chat is open"), ("sent", "Sent"), ("delivered", "Delivered")],
)
def test_the_page_says_how_far_a_message_has_come(house: DeskHouse, state: str | None, words: str) -> None:
    seq = said(house)
    if state:
        house.log.handed_on("c1", seq, state)
    page = house.visit("agent").get("/desk/c1").text
    assert f'data-tick="{seq}"' in page and f"<span>{words}</span></p>" in page


def test_what_a_channel_turned_away_says_why(house: DeskHouse) -> None:
    assert house.log.turned_away("c1", said(house), "the 24 hours are over <b>")
    page = house.visit("agent").get("/desk/c1").text
    assert "Not delivered: the 24 hours are over &lt;b&gt;" in page


def test_the_shoppers_and_the_assistants_words_have_no_tick(house: DeskHouse) -> None:
    house.shopper("c1", "hello")
    house.log.say("c1", {"type": "text", "text": "hi"}, "bot")
    assert "data-tick" not in house.visit("agent").get("/desk/c1").text


def test_an_open_page_hears_of_each_step_once(house: DeskHouse) -> None:
    seq = said(house)
    found = told(house, lambda: house.log.handed_on("c1", seq, "sent"), 2, f"{seq}.0")
    assert [name for name, _ in found] == ["tick", "tick"]  # as it stood when the page came, and as it went on
    assert "Kept until" in found[0][1] and "<span>Sent</span>" in found[1][1]


def test_who_writes_is_told_to_the_open_page(house: DeskHouse) -> None:
    seq = said(house)
    found = told(house, lambda: house.bench.shop.handoffs.typing("c1"), 2, f"{seq}.0")
    assert found[1] == ("typing", "c1")


def test_who_writes_elsewhere_is_told_to_the_queue(house: DeskHouse) -> None:
    seq = said(house)
    house.shopper("c2", "hello")
    house.desk.say("c2", MARTA, "Good morning.")
    house.log.handed_on("c1", seq, "delivered")
    found = told(house, lambda: house.bench.shop.handoffs.typing("c2"), 2, f"{seq}.0")
    assert found[1] == ("typing", "c2")
