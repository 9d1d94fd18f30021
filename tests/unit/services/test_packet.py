"""The packet that goes with a handoff: what a person needs first, never more than a helpdesk takes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from floorwalker.adapters.seal import FernetSealer
from floorwalker.adapters.sql.transcript import SqlTranscript
from floorwalker.conversations.log import MessageLog
from floorwalker.conversations.packet_words import PacketWords
from floorwalker.conversations.wording import Wording
from floorwalker.domain.handoff import Agent
from floorwalker.domain.message import text
from floorwalker.domain.transcript import Entry
from floorwalker.services.handoffs_desk import HandoffDesk
from floorwalker.services.handoffs_packet import MOST_BYTES
from floorwalker.testing.shop_bench import ShopBench

AT_CHECKOUT = {"form": "checkout_form", "asked": "checkout_address", "filled": ["checkout_email"]}


class Talk:
    def __init__(self) -> None:
        self.bench = ShopBench()
        self.log = MessageLog(SqlTranscript(self.bench.engine), FernetSealer(Fernet.generate_key()))
        self.bench.shop.customers.ensure("c1", "web", "", "c1", locale="de")

    def shopper(self, words: str) -> None:
        self.log.write(Entry("c1", "in", "shopper", text(words), state="done"))

    def words(self, locale: str) -> PacketWords:
        return PacketWords(Wording.load(Path("data")), self.bench.shop.store, "https://shop.example", locale)


@pytest.fixture
def talk() -> Iterator[Talk]:
    talk = Talk()
    yield talk
    talk.bench.close()


def test_it_holds_who_it_is_and_what_was_said_last_without_personal_data(talk: Talk) -> None:
    talk.bench.paid("c1")
    for n in range(12):
        talk.shopper(f"line {n}")
    talk.shopper("I am anna@example.com, call +49 221 4567890")
    packet = talk.bench.shop.handoffs.ask("c1", "complaint").handoff.packet
    assert packet["profile"]["orders"] == 1 and packet["profile"]["spent"] > 0 and packet["profile"]["email_known"]
    assert (packet["channel"], packet["language"], packet["window"]) == ("web", "de", None)
    assert len(packet["turns"]) == 10 and packet["turns"][0] == ["shopper", "line 3"]
    assert packet["turns"][-1] == ["shopper", "I am [e-mail], call [phone]"]


@pytest.mark.parametrize("words", ["x" * 4000, "ä" * 4000, "🙂" * 1000])
def test_it_is_never_larger_than_a_helpdesk_takes(talk: Talk, words: str) -> None:
    for n in range(10):
        talk.shopper(f"{n} {words}")
    packet = talk.bench.shop.handoffs.ask("c1").handoff.packet
    assert len(json.dumps(packet, ensure_ascii=False).encode()) <= MOST_BYTES
    assert packet["turns"] and packet["turns"][-1][1].startswith("9 ")


def test_two_sentences_say_where_the_shopper_is_and_why(talk: Talk) -> None:
    talk.bench.shop.carts.add("c1", "JKT-M")
    handoff = talk.bench.shop.handoffs.ask("c1", "payment_failed", "", AT_CHECKOUT).handoff
    english, german = talk.words("en"), talk.words("de")
    assert english.summary(handoff) == (
        "Is in the middle of ordering; asked last: the address. A person is here because: Payment failed."
    )
    assert german.summary(handoff).startswith("Ist mitten in der Bestellung; zuletzt gefragt: die Adresse. Ein Mensch")
    assert dict(english.facts(handoff)) == {
        "Customer": "no order yet", "Told so far": "the e-mail", "The channel is open until": "no limit",
    }  # fmt: skip


def test_without_a_form_the_cart_then_the_orders_speak(talk: Talk) -> None:
    handoffs, words = talk.bench.shop.handoffs, talk.words("en")
    assert words.summary(handoffs.ask("c1").handoff).startswith("Has neither a cart nor an order.")
    handoffs.cancel("c1")
    talk.bench.shop.carts.add("c1", "JKT-M", 2)
    assert words.summary(handoffs.ask("c1").handoff).startswith("Has 2 pieces in the cart for €258.00.")
    handoffs.cancel("c1")
    talk.bench.paid("c1")
    talk.bench.shop.carts.clear("c1")
    assert words.summary(handoffs.ask("c1").handoff).startswith("Has ordered before, last")


def test_who_takes_over_unasked_gets_one_too(talk: Talk) -> None:
    talk.bench.shop.carts.add("c1", "JKT-M")
    taken = talk.bench.shop.desk.take_over("c1", Agent("a1", "Marta"))
    assert taken.packet["cart"]["lines"] == [["JKT-M", 1]]
    with pytest.raises(LookupError):
        talk.bench.shop.desk.take_over("nobody", Agent("a1", "Marta"))


def test_who_takes_over_sees_what_the_assistant_was_at(talk: Talk) -> None:
    shop = talk.bench.shop
    desk = HandoffDesk(shop.handoffs, lambda conversation: {**AT_CHECKOUT, "product": "jacket"})
    taken = desk.take_over("c1", Agent("a1", "Marta"))
    assert taken.packet["situation"] == {**AT_CHECKOUT, "product": shop.catalogue.product("jacket").title}  # type: ignore[union-attr]
    assert talk.words("en").summary(taken).startswith("Is in the middle of ordering; asked last: the address.")


def test_a_product_that_is_gone_is_left_as_it_was_called(talk: Talk) -> None:
    packet = talk.bench.shop.handoffs.ask("c1", situation={"product": "gone"}).handoff.packet
    assert packet["situation"] == {"product": "gone"}
