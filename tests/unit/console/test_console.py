"""The console's pages over a whole shop: queue, take, write, note, give back; who may, and who is too late."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from cryptography.fernet import Fernet
from starlette.testclient import TestClient

from floorwalker.adapters.seal import FernetSealer
from floorwalker.adapters.sql.transcript import SqlTranscript
from floorwalker.conversations.desk import Desk
from floorwalker.conversations.log import MessageLog
from floorwalker.conversations.turns import Turns
from floorwalker.domain.handoff import Agent, Limits, Support
from floorwalker.domain.transcript import Inbound
from floorwalker.testing.shop_bench import ShopBench
from tests.unit.staff.house import WORDS, House, csrf
from web.console import setup

JONAS = Agent("other", "Jonas")


class DeskHouse(House):
    """A house with a console and a message log."""

    def __post_init__(self) -> None:
        super().__post_init__()
        state, shop = self.app.state, self.bench.shop
        self.log = state.log = MessageLog(SqlTranscript(self.bench.engine), FernetSealer(Fernet.generate_key()))
        self.desk = state.desk = Desk(shop.desk, self.log, WORDS, shop.store.support, lambda: 0)
        self.app.router.routes[:0] = setup.routes()
        setup.prepare(self.app)

    def shopper(self, conversation: str, *messages: str) -> None:
        self.bench.shop.customers.ensure(conversation, "web", "", conversation, locale="en")
        for number, words in enumerate(messages):
            Turns(self.log, WORDS).accept(Inbound(conversation, f"m{number}", words))

    def heard(self, conversation: str) -> list[tuple[str, str | None, str]]:
        """What the shopper reads: author, name, words."""
        rows = self.log.rows.since(conversation, 0)
        return [(row.author, row.name, row.body["text"]) for row in rows if row.direction == "out"]


@pytest.fixture
def house() -> Iterator[DeskHouse]:
    bench = ShopBench()
    yield DeskHouse(bench)
    bench.close()


def act(browser: TestClient, conversation: str, name: str, **fields: str):
    token = csrf(browser, f"/desk/{conversation}")
    return browser.post(f"/desk/{conversation}/{name}", data={"csrf": token, **fields})


def state_of(house: DeskHouse, conversation: str = "c1") -> tuple[str, str]:
    found = house.bench.shop.handoffs.current(conversation)
    assert found is not None
    return found.state, found.assignee_name


def test_the_queue_says_who_waits_why_and_how_long(house: DeskHouse) -> None:
    house.shopper("c1abcdef", "my zip broke")
    house.bench.shop.carts.add("c1abcdef", "JKT-M")
    house.bench.shop.handoffs.ask("c1abcdef", "payment_failed")
    house.bench.clock.now += 372
    page = house.visit("agent").get("/desk?view=waiting").text
    for words in ("Guest C1AB", "Payment failed", "€129.00", "6:12", "my zip broke", 'class="q late"', "Waiting 1"):
        assert words in page, words


@pytest.mark.parametrize(("role", "status"), [("agent", 200), ("supervisor", 200), ("merchant", 200), ("privacy", 403)])
def test_who_may_sit_at_the_desk(house: DeskHouse, role: str, status: int) -> None:
    assert house.visit(role).get("/desk").status_code == status


def test_a_stranger_is_led_to_the_door_and_reads_nothing(house: DeskHouse) -> None:
    house.shopper("c1", "my secret")
    answer = house.browser().get("/desk/c1")
    assert answer.status_code == 303 and answer.headers["location"].startswith("/staff/sign-in")
    assert "my secret" not in answer.text


def test_take_write_note_and_give_back(house: DeskHouse) -> None:
    house.shopper("c1", "my zip broke")
    house.bench.shop.handoffs.ask("c1")
    agent = house.visit("agent")
    assert act(agent, "c1", "take").headers["location"] == "/desk/c1?view=all"
    assert state_of(house) == ("human", "agent")
    act(agent, "c1", "say", words="Hello, I read everything.")
    act(agent, "c1", "say", words="third zip of this batch", note="yes")
    assert house.heard("c1") == [("agent", "agent", "Hello, I read everything.")]
    page = agent.get("/desk/c1").text
    assert 'class="say mine">Hello, I read everything.' in page and "third zip of this batch" in page
    act(agent, "c1", "give_back", form="checkout_form", resume="yes")
    assert state_of(house) == ("given_back", "agent")
    found = house.bench.shop.handoffs.current("c1")
    assert found and found.hint == {"form": "checkout_form", "slots": {}, "resume": True}


def test_writing_takes_over_a_talk_with_the_assistant(house: DeskHouse) -> None:
    house.shopper("c1", "hello")
    agent = house.visit("agent")
    assert "Writing takes the conversation over." in agent.get("/desk/c1?view=bot").text
    act(agent, "c1", "say", words="May I help?")
    assert state_of(house) == ("human", "agent") and len(house.heard("c1")) == 1


def test_who_is_too_late_is_told_and_keeps_the_words(house: DeskHouse) -> None:
    house.shopper("c1", "hello")
    house.bench.shop.desk.take_over("c1", JONAS)
    agent = house.visit("agent")
    answer = act(agent, "c1", "say", words="I have it!")
    assert answer.status_code == 409 and "Jonas answers this conversation." in answer.text
    assert ">I have it!</textarea>" in answer.text
    assert house.heard("c1") == [] and state_of(house) == ("human", "Jonas")
    assert act(agent, "c1", "resolve").status_code == 409 and state_of(house) == ("human", "Jonas")


def test_an_empty_message_is_refused(house: DeskHouse) -> None:
    house.shopper("c1", "hello")
    answer = act(house.visit("agent"), "c1", "say", words="  ")
    assert answer.status_code == 422 and house.heard("c1") == []
    assert house.bench.shop.handoffs.current("c1") is None


def test_a_ready_reply_is_filled_in_the_shoppers_language(house: DeskHouse) -> None:
    house.shopper("c1", "hallo")
    house.bench.shop.customers.ensure("c1", "web", "", "c1", locale="de")
    act(house.visit("agent"), "c1", "say", reply="hello")
    assert house.heard("c1")[0][2].startswith("Guten Tag, hier ist agent von Bench.")
    assert '<option value="order">' not in house.visit("agent").get("/desk/c1").text


def test_resolving_asks_once_how_it_was(house: DeskHouse) -> None:
    house.shopper("c1", "hello")
    agent = house.visit("agent")
    act(agent, "c1", "say", words="Done.")
    act(agent, "c1", "resolve")
    assert [words for _, _, words in house.heard("c1")] == ["Done.", "How was that?"]
    assert act(agent, "c1", "resolve").status_code == 409
    assert len(house.heard("c1")) == 2


def test_priority_transfer_snooze_and_judgement(house: DeskHouse) -> None:
    house.shopper("c1", "hello")
    agent = house.visit("agent")
    act(agent, "c1", "say", words="Hello.")
    act(agent, "c1", "priority", priority="3")
    act(agent, "c1", "snooze")
    act(agent, "c1", "right", right="yes")
    found = house.bench.shop.handoffs.current("c1")
    assert found and (found.priority, found.right) == (3, True)
    assert found.snoozed_until == house.bench.clock.now + 1800
    assert act(agent, "c1", "priority", priority="9").status_code == 422
    assert act(agent, "c1", "transfer", team="nowhere").status_code == 422
    assert state_of(house) == ("human", "agent")
    act(agent, "c1", "transfer", team="desk")
    assert state_of(house) == ("queued", "")


def test_reading_a_talk_is_written_down(house: DeskHouse) -> None:
    house.shopper("c1", "hello")
    agent = house.visit("agent")
    agent.get("/desk/c1")
    agent.get("/desk/c1?part=queue")
    assert house.audited() == [("agent", "talk.read", "c1")]


def test_no_way_to_read_a_talk_goes_unwritten(house: DeskHouse) -> None:
    house.shopper("c1", "my secret")
    agent = house.visit("agent")
    assert "my secret" in agent.get("/desk/c1?part=x").text
    assert house.audited() == [("agent", "talk.read", "c1")]
    token = csrf(agent, "/desk")
    assert "my secret" in agent.post("/desk/c1/resolve", data={"csrf": token}).text
    assert house.audited() == [("agent", "talk.read", "c1")] * 2


def test_a_sign_of_writing_reads_nothing(house: DeskHouse) -> None:
    house.shopper("c1", "my secret")
    agent = house.visit("agent")
    token = csrf(agent, "/desk")
    answer = agent.post("/desk/c1/typing", data={"csrf": token}, headers={"hx-request": "true"})
    assert (answer.status_code, answer.content, house.audited()) == (204, b"", [])


def test_a_form_from_elsewhere_changes_nothing(house: DeskHouse) -> None:
    house.shopper("c1", "hello")
    agent = house.visit("agent")
    assert agent.post("/desk/c1/say", data={"words": "spoofed"}).status_code == 403
    assert house.heard("c1") == []


def test_what_a_shopper_writes_is_text_on_the_page(house: DeskHouse) -> None:
    house.shopper("c1", "<script>alert(1)</script>")
    page = house.visit("agent").get("/desk/c1").text
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page


def test_private_data_is_masked_in_the_transcript(house: DeskHouse) -> None:
    house.shopper("c1", "write to anna@example.com")
    assert "anna@example.com" not in house.visit("agent").get("/desk/c1").text


def test_a_product_is_sent_as_a_card_with_the_price_of_now(house: DeskHouse) -> None:
    house.shopper("c1", "hello")
    agent = house.visit("agent")
    assert '<option value="JKT-M">Kelder rain jacket' in agent.get("/desk/c1").text
    act(agent, "c1", "product", sku="JKT-M")
    body = house.log.rows.since("c1", 0)[-1].body
    price = {"amount": 12900, "currency": "EUR"}
    assert (body["type"], body["price"], body["stock"]) == ("product", price, {"state": "in_stock"})
    assert "actions" not in body and house.heard("c1")[0][:2] == ("agent", "agent")


def test_an_article_that_does_not_exist_is_refused(house: DeskHouse) -> None:
    house.shopper("c1", "hello")
    answer = act(house.visit("agent"), "c1", "product", sku="NONE")
    assert answer.status_code == 422 and "There is no article NONE." in answer.text
    assert house.heard("c1") == [] and house.bench.shop.handoffs.current("c1") is None


def support(house: DeskHouse, **percent: int) -> None:
    """Sets what each role may give."""
    shop = house.bench.shop
    limits = {role: Limits(None, most) for role, most in percent.items()}
    object.__setattr__(shop.handoffs, "store", replace(shop.store, support=Support(limits=limits)))


def test_a_coupon_within_the_limit_counts_at_once(house: DeskHouse) -> None:
    support(house, agent=10)
    house.shopper("c1", "hello")
    house.bench.shop.carts.add("c1", "JKT-M")
    agent = house.visit("agent")
    act(agent, "c1", "coupon", code="welcome10")
    assert "<dt>WELCOME10</dt><dd>−€12.90</dd>" in agent.get("/desk/c1").text.replace("-€", "−€")
    assert house.bench.shop.carts.show("c1").discount.minor == 1290
    assert house.bench.shop.favours.asks() == ()


def test_a_coupon_above_the_limit_waits_for_a_supervisor(house: DeskHouse) -> None:
    support(house, agent=5, supervisor=30)
    house.shopper("c1", "hello")
    house.bench.shop.carts.add("c1", "JKT-M")
    agent = house.visit("agent")
    for _ in range(2):
        act(agent, "c1", "coupon", code="WELCOME10")
    (ask,) = house.bench.shop.favours.asks("c1")
    assert (ask.target, ask.amount, ask.asked_name) == ("WELCOME10", 10, "agent")
    assert act(agent, "c1", "decide", ask=ask.id, yes="yes").status_code == 422
    assert house.bench.shop.carts.show("c1").discount.minor == 0
    boss = house.visit("supervisor")
    assert "agent asks for WELCOME10, 10 %" in boss.get("/desk/c1").text
    act(boss, "c1", "decide", ask=ask.id, yes="yes")
    assert house.bench.shop.carts.show("c1").discount.minor == 1290
    assert house.bench.shop.favours.asks() == ()


def test_a_refused_or_unknown_code_changes_nothing(house: DeskHouse) -> None:
    support(house, supervisor=30)
    house.shopper("c1", "hello")
    house.bench.shop.carts.add("c1", "JKT-M")
    agent = house.visit("agent")
    assert act(agent, "c1", "coupon", code="NOPE").status_code == 422
    act(agent, "c1", "coupon", code="WELCOME10")
    (ask,) = house.bench.shop.favours.asks("c1")
    act(house.visit("supervisor"), "c1", "decide", ask=ask.id, yes="no")
    assert house.bench.shop.favours.asks() == () and house.bench.shop.carts.show("c1").discount.minor == 0


def test_what_rests_until_later_is_out_of_sight_until_then_or_until_the_shopper_writes(house: DeskHouse) -> None:
    house.shopper("c1", "hello")
    agent = house.visit("agent")
    act(agent, "c1", "say", words="I look for it and come back.")
    act(agent, "c1", "snooze")
    assert "Nobody waits here." in agent.get("/desk?view=mine").text and "Mine 0" in agent.get("/desk").text
    assert "Guest C1" in agent.get("/desk?view=all").text
    house.bench.clock.now += 1800
    assert "Guest C1" in agent.get("/desk?view=mine").text
    act(agent, "c1", "snooze")
    with house.bench.books.begin() as work:
        work.handoffs.said("c1", house.bench.clock.now)
    assert "Guest C1" in agent.get("/desk?view=mine").text
