"""The days in figures, where the shop is."""

from __future__ import annotations

from floorwalker.adapters.sql.transcript import SqlTranscript
from floorwalker.domain.transcript import Entry
from tests.unit.staff.house import House


def say(house: House, conversation: str, response: str) -> None:
    entry = Entry(conversation, "out", "bot", {"type": "text", "text": "x"}, response=response)
    SqlTranscript(house.bench.engine).append(entry, entry.body, None)


def test_days_count_visits_talks_carts_orders_revenue_and_fallbacks(house: House, monkeypatch) -> None:
    monkeypatch.setattr("floorwalker.adapters.sql.transcript.time.time", lambda: house.bench.clock.now)
    for conversation, responses in {
        "c1": ("utter_cart_added", "utter_cart_added_several", "utter_fallback_first"),
        "c2": ("utter_smalltalk_hello", "utter_fallback_again"),
    }.items():
        house.bench.shop.customers.ensure(conversation)
        for response in responses:
            say(house, conversation, response)
    house.bench.shop.customers.ensure("silent")
    order = house.bench.paid("c1")
    house.rooms.work.refund(order.number, order.total - order.total.percent(50), "late", "form", "ines")
    house.rooms.insight.visited(5)
    house.rooms.insight.visited(2)
    today = house.rooms.insight.days()[-1]
    assert (today.visits, today.talks, today.carts, today.orders, today.fallbacks) == (7, 2, 1, 1, 2)
    assert today.revenue == 6695


def test_a_day_ends_at_midnight_where_the_shop_is(house: House) -> None:
    house.bench.paid("c1")
    before = house.rooms.insight.days()
    assert [day.orders for day in before] == [0] * 13 + [1]
    house.bench.clock.move(24 * 3600)
    after = house.rooms.insight.days()
    assert [day.orders for day in after] == [0] * 12 + [1, 0]
    assert after[-2].day == before[-1].day and len({day.day for day in after}) == 14
