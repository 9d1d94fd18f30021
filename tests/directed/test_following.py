"""Webhooks are hints: lost, repeated, late or in any order, the outcome is the same."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from floorwalker.domain.money import Money
from floorwalker.domain.records import LedgerEntry
from floorwalker.errors import BadSignature, NoOrder, PaymentUnavailable
from floorwalker.testing.shop_bench import ShopBench, crashing
from floorwalker.testing.stripe_bench import session_params


def letters(bench: ShopBench) -> list[tuple[bytes, str]]:
    bench.post()
    taken, bench.box.letters = bench.box.letters, []
    return taken


def test_a_webhook_places_the_order_once(bench: ShopBench) -> None:
    placed = bench.placed()
    bench.buyer(bench.session(placed.order), "pay")
    for letter in letters(bench) * 2:
        bench.shop.payments.handle_event(*letter)
    order = bench.shop.orders.by_id(placed.order)
    assert (order.state, order.payment, order.card_last4) == ("placed", "paid", "4242")
    assert bench.money(placed.order) == [("charge", 13390)] and bench.pieces() == (2, 0)
    assert bench.told() == [f"paid:{placed.order}"] and bench.shop.carts.show("c1").lines == ()


def test_a_second_delivery_is_a_duplicate_and_what_we_do_not_need_is_ignored(bench: ShopBench) -> None:
    placed = bench.placed()
    bench.buyer(bench.session(placed.order), "pay")
    said = {}
    for body, signature in letters(bench) * 2:
        said.setdefault(json.loads(body)["type"], []).append(bench.shop.payments.handle_event(body, signature))
    assert said["checkout.session.completed"] == ["done", "duplicate"]
    assert said["charge.succeeded"] == ["ignored", "ignored"]


def test_events_in_reverse_order_end_the_same(bench: ShopBench) -> None:
    placed = bench.placed()
    bench.buyer(bench.session(placed.order), "decline")
    bench.buyer(bench.session(placed.order), "pay")
    for letter in reversed(letters(bench)):
        bench.shop.payments.handle_event(*letter)
    assert bench.shop.orders.by_id(placed.order).state == "placed"
    assert bench.money(placed.order) == [("charge", 13390)]


def test_a_stale_expired_event_cannot_close_a_paid_order(bench: ShopBench) -> None:
    expired = bench.placed("c2", "CAP")
    bench.buyer(bench.session(expired.order), "expire")
    body, signature = next(one for one in letters(bench) if b"session.expired" in one[0])
    paid = bench.paid()
    stale = body.replace(bench.session(expired.order).encode(), bench.session(paid.order).encode())
    with pytest.raises(BadSignature):
        bench.shop.payments.handle_event(stale, signature)
    assert bench.shop.payments.sync(bench.session(paid.order)) == "succeeded"
    bench.shop.payments.handle_event(body, signature)
    assert bench.shop.orders.by_id(paid.order).state == "placed" and bench.pieces() == (2, 0)


def test_an_answer_older_than_what_we_know_changes_nothing(bench: ShopBench, monkeypatch: pytest.MonkeyPatch) -> None:
    placed = bench.paid()
    now = bench.gateway.retrieve(bench.session(placed.order))
    for status in ("expired", "open"):
        old = replace(now, status=status, payment_status="unpaid")
        monkeypatch.setattr(bench.gateway, "retrieve", lambda _, old=old: old)
        assert bench.shop.payments.sync(now.id) == "succeeded"
    monkeypatch.undo()
    assert bench.shop.orders.by_id(placed.order).state == "placed" and bench.pieces() == (2, 0)


def test_an_order_is_placed_only_when_its_money_is_there(bench: ShopBench) -> None:
    placed = bench.placed()
    part = LedgerEntry("pi_part", "charge", placed.order, Money(13389, "EUR"), 1)
    with pytest.raises(ZeroDivisionError), bench.books.begin() as work:
        order = work.orders.get(placed.order)
        work.payments.book(part)
        assert not bench.shop.payments.ordering.settle(work, order)
        assert work.orders.get(placed.order).state == "awaiting_payment"
        raise ZeroDivisionError  # take it back


def test_a_lost_webhook_is_made_up_for_by_the_next_round(bench: ShopBench) -> None:
    placed = bench.placed()
    bench.buyer(bench.session(placed.order), "pay")
    assert bench.shop.payments.reconcile() == 0
    assert bench.shop.orders.by_id(placed.order).state == "placed"


def test_an_event_that_could_not_be_followed_is_finished_by_the_next_round(bench: ShopBench) -> None:
    placed = bench.placed()
    bench.buyer(bench.session(placed.order), "pay")
    letter = next(one for one in letters(bench) if b"session.completed" in one[0])
    crashing(bench, "after-store-event", lambda: bench.shop.payments.handle_event(*letter))
    assert bench.shop.payments.reconcile() == 0
    assert bench.shop.payments.handle_event(*letter) == "duplicate"
    assert bench.shop.orders.by_id(placed.order).state == "placed"


def test_an_event_while_the_provider_is_silent_is_kept(bench: ShopBench) -> None:
    placed = bench.placed()
    bench.buyer(bench.session(placed.order), "pay")
    letter = next(one for one in letters(bench) if b"session.completed" in one[0])
    bench.transport.faults = ["lost request"]
    assert bench.shop.payments.handle_event(*letter) == "done"
    assert bench.shop.orders.by_id(placed.order).state == "awaiting_payment"
    assert bench.shop.payments.reconcile() == 0
    assert bench.shop.orders.by_id(placed.order).state == "placed"


def test_events_that_never_arrived_are_fetched_every_hour(bench: ShopBench) -> None:
    placed = bench.paid()
    bench.control("faults", webhooks="drop")
    bench.shop.payments.refund(placed.order, placed.total)
    refund = next(iter(bench.sandbox.context.store.all("refund")))
    bench.control("reject", refund=refund["id"])
    bench.clock.move(3700)
    assert bench.shop.payments.reconcile() == 0
    assert bench.money(placed.order) == [("charge", 13390), ("refund", -13390), ("refund_failed", 13390)]


@pytest.mark.parametrize("harm", ["forged", "truncated", "altered", "unsigned", "old"])
def test_a_message_that_is_not_from_the_provider_is_refused(bench: ShopBench, harm: str) -> None:
    placed = bench.placed()
    bench.buyer(bench.session(placed.order), "pay")
    body, signature = next(one for one in letters(bench) if b"session.completed" in one[0])
    bad = {
        "forged": (body, signature[:-4] + "beef"),
        "truncated": (body[:-1], signature),
        "altered": (body.replace(b"13390", b"00001"), signature),
        "unsigned": (body, None),
        "old": (body, signature),
    }
    bench.clock.move(301 if harm == "old" else 0)
    with pytest.raises(BadSignature):
        bench.shop.payments.handle_event(*bad[harm])
    assert bench.shop.orders.by_id(placed.order).state == "awaiting_payment"


def test_a_declined_try_is_told_once_a_charge_and_the_page_stays_open(bench: ShopBench) -> None:
    placed = bench.placed()
    for _ in range(2):
        bench.buyer(bench.session(placed.order), "decline")
        for letter in letters(bench) * 2:
            bench.shop.payments.handle_event(*letter)
    order = bench.shop.orders.by_id(placed.order)
    assert (order.live_payment, order.url) == ("declined", placed.url)
    told = bench.told()
    assert len(told) == 2 and all(key.startswith("declined:ch_") for key in told)


def test_another_shops_session_is_ignored(bench: ShopBench) -> None:
    placed = bench.placed()
    theirs = bench.gateway.create(session_params(bench.clock.now, "p-theirs"), "their-key")
    thief = bench.gateway.create(session_params(bench.clock.now, bench.payment(placed.order).id, 50), "thief")
    for session in (theirs, thief):
        bench.buyer(session.id, "pay")
        assert bench.shop.payments.sync(session.id) == "ignored"
        assert bench.shop.payments.returned(session.id) is None
    assert bench.shop.orders.by_id(placed.order).state == "awaiting_payment"


def test_an_amount_that_is_not_ours_places_nothing(bench: ShopBench) -> None:
    placed = bench.placed()
    session = bench.session(placed.order)
    with bench.sandbox._work() as provider:
        tampered = provider.need("checkout.session", session)
        provider.store.save(tampered | {"amount_total": 100, "amount_subtotal": 100})
    bench.buyer(session, "pay")
    bench.shop.payments.sync(session)
    with bench.books.view() as work:
        assert work.orders.get(placed.order).flags == {"amount_mismatch"}
    assert bench.shop.orders.by_id(placed.order).state == "awaiting_payment"
    assert bench.money(placed.order) == [] and bench.pieces() == (3, 1)


def test_a_delayed_payment_places_the_order_when_it_arrives(bench: ShopBench) -> None:
    placed = bench.placed()
    bench.buyer(bench.session(placed.order), "delay")
    order = bench.shop.payments.sync_conversation("c1")
    assert (order.state, order.live_payment) == ("awaiting_payment", "waiting")
    assert bench.shop.carts.show("c1").lines == () and bench.pieces() == (3, 1)
    bench.control("settle", session=bench.session(placed.order))
    assert bench.shop.payments.sync_conversation("c1").state == "placed"


def test_a_delayed_payment_that_fails_frees_the_stock(bench: ShopBench) -> None:
    placed = bench.placed()
    bench.buyer(bench.session(placed.order), "delay_fail")
    bench.shop.payments.reconcile()
    assert bench.pieces() == (3, 1)
    bench.control("settle", session=bench.session(placed.order))
    bench.shop.payments.reconcile()
    assert bench.shop.orders.by_id(placed.order).closed_because == "failed" and bench.pieces() == (3, 0)


def test_expiry_frees_the_stock_only_when_the_provider_says_so(bench: ShopBench) -> None:
    placed = bench.placed()
    bench.clock.move(36 * 60)
    bench.transport.faults = ["lost request"] * 2  # the session, and the hourly look
    assert bench.shop.payments.reconcile() == 2
    assert bench.pieces() == (3, 1)
    bench.clock.move(60)
    assert bench.shop.payments.reconcile() == 0
    assert bench.pieces() == (3, 0) and bench.told() == [f"closed:{placed.order}"]
    assert bench.shop.orders.by_id(placed.order).closed_because == "expired"


def test_money_for_a_closed_order_goes_back_by_itself(bench: ShopBench) -> None:
    placed = bench.placed()
    payment = bench.payment(placed.order).id
    with bench.books.begin() as work:  # must not happen; if it does, the money must not stay
        work.payments.advance(payment, "expired")
        work.stock.release(placed.order)
        work.orders.close(placed.order, "expired")
    bench.buyer(bench.session(placed.order), "pay")
    for _ in range(2):
        bench.shop.payments.sync(bench.session(placed.order))
    assert bench.money(placed.order) == [("charge", 13390), ("refund", -13390)]
    with bench.books.view() as work:
        assert work.orders.get(placed.order).flags == {"late_money"}


def test_the_return_page_tells_how_it_stands_and_nothing_else(bench: ShopBench) -> None:
    placed = bench.placed()
    session, total = bench.session(placed.order), placed.total
    assert bench.shop.payments.returned(session) == ("checking", total)
    bench.transport.faults = ["lost request"]
    assert bench.shop.payments.returned(session) == ("checking", total)
    bench.buyer(session, "pay")
    assert bench.shop.payments.returned(session) == ("paid", total)
    assert bench.shop.payments.returned("cs_test_unknown") is None


def test_i_have_paid_works_without_any_webhook(bench: ShopBench) -> None:
    assert bench.shop.payments.sync_conversation("stranger") is None
    placed = bench.placed()
    bench.buyer(bench.session(placed.order), "pay")
    assert bench.shop.payments.sync_conversation("c1").state == "placed"
    with pytest.raises(NoOrder):
        bench.shop.payments.cancel("c1")


def test_a_silent_provider_is_an_answer_of_its_own(bench: ShopBench) -> None:
    bench.placed()
    bench.transport.faults = ["lost request"]
    with pytest.raises(PaymentUnavailable):
        bench.shop.payments.sync_conversation("c1")
