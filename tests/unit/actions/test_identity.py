"""Order numbers that are not theirs: two are answered alike, whatever they are; the third one is for a person."""

from __future__ import annotations

from actions.order import OrderStatus


def ask(talk, number):
    return talk.turn(OrderStatus, f"where is {number}", "order_status", order_number=number)


def test_the_third_wrong_number_fetches_a_person(talk, bench):
    bench.shop.desk.open_desk("open")
    strangers = bench.paid("somebody else")
    for number in (strangers.number, "LL-1111111"):
        assert ask(talk, number).responses == ["utter_order_none"]
    assert ask(talk, "LL-2222222").responses == ["utter_handoff_nobody"]
    found = bench.shop.handoffs.current("c1")
    assert (found.state, found.reason) == ("queued", "identity")


def test_ones_own_number_begins_anew(talk, bench):
    mine = bench.paid("c1")
    for _ in range(2):
        ask(talk, "LL-1111111")
    assert ask(talk, mine.number).responses == ["utter_order_placed"]
    assert ask(talk, "LL-1111111").responses == ["utter_order_none"]
    assert bench.shop.handoffs.current("c1") is None
