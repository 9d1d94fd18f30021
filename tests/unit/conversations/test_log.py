from dataclasses import replace

from floorwalker.conversations.log import shopper_text
from floorwalker.domain.message import button, card, text
from floorwalker.domain.transcript import Entry
from tests.unit.conversations.fakes import CONVERSATION, memory_log


def said(words: str, provider_id: str | None = None) -> Entry:
    return Entry(CONVERSATION, "in", "shopper", shopper_text(words), provider_id=provider_id, state="received")


def test_rows_are_numbered_from_one_without_gaps_in_each_conversation() -> None:
    log = memory_log()
    rows = [log.say(CONVERSATION, text("one")), log.say("c2", text("other")), log.say(CONVERSATION, text("two"))]
    assert [row.seq for row in rows] == [1, 1, 2]


def test_a_payload_never_leaves_and_its_token_finds_it() -> None:
    log = memory_log()
    log.say(CONVERSATION, text("first"))
    row = log.say(CONVERSATION, text("which?", [button("Add", '/cart_add{"sku": "A"}')]))
    shown = log.shown(row)
    assert shown["quick_replies"] == [{"kind": "postback", "title": "Add", "id": "2.1"}]
    assert log.payload(CONVERSATION, "2.1") == '/cart_add{"sku": "A"}'


def test_a_token_of_another_conversation_or_of_nothing_means_nothing() -> None:
    log = memory_log()
    log.say(CONVERSATION, text("which?", [button("Add", "/cart_add")]))
    assert log.payload("c2", "1.1") is None
    assert [log.payload(CONVERSATION, token) for token in ("1.2", "9.1", "x", "", "1")] == [None] * 5


def test_personal_data_is_sealed_and_the_shopper_still_sees_it() -> None:
    log = memory_log()
    row = log.write(said("mail me at jo@example.org"))
    assert row is not None
    assert row.body["text"] == "mail me at [e-mail]"
    assert "jo@example.org" not in str(row.sealed)
    assert log.shown(row)["text"] == "mail me at jo@example.org"


def test_the_same_provider_message_is_stored_once() -> None:
    log = memory_log()
    assert log.write(said("hi", "m1")) is not None
    assert log.write(said("hi", "m1")) is None
    assert len(log.rows.since(CONVERSATION, 0)) == 1


def test_a_key_lives_on_so_that_a_later_row_replaces_the_card() -> None:
    log = memory_log()
    row = log.say(CONVERSATION, card("payment", key="payment:o1", text="paid"))
    assert (row.key, log.say(CONVERSATION, text("x")).key) == ("payment:o1", "2")


def test_a_turn_moves_forward_only() -> None:
    log = memory_log()
    row = log.write(said("hi"))
    assert row is not None
    assert [log.advance(row, "handed"), log.advance(row, "done"), log.advance(row, "handed")] == [True, True, False]


def test_whoever_waits_is_woken_by_a_new_row_and_not_by_a_repeat() -> None:
    woken: list[str] = []
    log = replace(memory_log(), wake=woken.append)
    for id_ in ("m1", "m1", "m2"):
        log.write(said("hi", id_))
    assert woken == [CONVERSATION, CONVERSATION]
