"""Buying with everything that can go wrong: any order of events, lost calls, crashes, time that passes.

`PAYMENT_CASES` sets how many runs, 200 in CI; each has up to 40 steps.
"""

from __future__ import annotations

import os
from collections import Counter
from contextlib import suppress
from functools import partial

import stripe
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from floorwalker.errors import ShopError
from floorwalker.sandbox.refunds import BANK_SECONDS
from floorwalker.services.checks import at_rest, check
from floorwalker.testing.shop_bench import STOCK, Crash, ShopBench

CASES = int(os.environ.get("PAYMENT_CASES", "40"))
SHOPPERS = st.sampled_from(["c1", "c2", "c3"])
OUTCOMES = ["pay", "decline", "challenge", "approve", "refuse", "delay", "delay_fail", "refund_fail", "expire"]
POINTS = ["after-tx1", "after-create", "after-retrieve", "before-commit", "after-expire"]
POINTS += ["after-refund-tx", "after-refund", "after-store-event"]
ANY = st.integers(0, 999)


class Payments(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.bench = ShopBench()
        self.real_time = stripe._webhook.time.time
        stripe._webhook.time.time = lambda: self.bench.clock.now
        self.shop = self.bench.shop

    def attempt(self, act):
        try:
            return act()
        except (ShopError, Crash):
            return None

    def one_of(self, things, n):
        return things[n % len(things)] if things else None

    @rule(who=SHOPPERS, sku=st.sampled_from(["JKT-M", "JKT-L", "CAP"]), quantity=st.integers(1, 2))
    def check_out(self, who, sku, quantity):
        self.attempt(lambda: self.bench.placed(who, sku, quantity))

    @rule(who=SHOPPERS, outcome=st.sampled_from(["pay", "delay", "delay_fail", "refund_fail"]))
    def buy(self, who, outcome):
        placed = self.attempt(lambda: self.bench.placed(who, "CAP", 1))
        if placed is not None:
            self.at_provider(self.bench.session(placed.order), outcome)

    @rule(n=ANY, outcome=st.sampled_from(OUTCOMES))
    def at_the_pay_page(self, n, outcome):
        session = self.one_of([one for one in self.bench.sessions() if one["status"] == "open"], n)
        if session:
            self.at_provider(session["id"], outcome)

    def at_provider(self, session, outcome):
        with suppress(AssertionError), self.undisturbed():  # the provider may say that this cannot be done now
            self.bench.buyer(session, outcome)

    @rule(n=ANY)
    def the_bank_settles(self, n):
        session = self.one_of([one for one in self.bench.sessions() if one["payment_status"] == "unpaid"], n)
        if session:
            self.attempt_control("settle", session=session["id"])

    @rule(n=ANY)
    def the_bank_rejects_a_refund(self, n):
        refund = self.one_of(self.provider_refunds(), n)
        if refund:
            self.attempt_control("reject", refund=refund["id"])

    def attempt_control(self, verb, **facts):
        with suppress(AssertionError):  # the provider says that this cannot be done now
            self.bench.control(verb, **facts)

    @rule(who=SHOPPERS)
    def cancel(self, who):
        self.attempt(lambda: self.shop.payments.cancel(who))

    @rule(who=SHOPPERS)
    def renew(self, who):
        self.attempt(lambda: self.shop.payments.renew(who))

    @rule(who=SHOPPERS, percent=st.sampled_from([30, 50, 100]))
    def refund(self, who, percent):
        order = self.shop.orders.latest(who)
        if order is not None:
            part = order.total.percent(percent)
            self.attempt(lambda: self.shop.payments.refund(order.id, part))

    @rule()
    def reconcile(self):
        self.attempt(self.shop.payments.reconcile)

    @rule(n=ANY)
    def come_back_from_the_page(self, n):
        session = self.one_of(self.bench.sessions(), n)
        if session:
            self.attempt(lambda: self.shop.payments.returned(session["id"]))

    @rule(who=SHOPPERS)
    def say_that_it_is_paid(self, who):
        self.attempt(lambda: self.shop.payments.sync_conversation(who))

    @rule(seconds=st.sampled_from([60, 900, 1860, 4000]))
    def time_passes(self, seconds):
        self.bench.clock.move(seconds)

    @rule(fault=st.sampled_from(["lost request", "lost response"]), after=st.integers(0, 1))
    def the_network_fails_next(self, fault, after):
        self.bench.transport.faults += [None] * after + [fault]

    @rule(point=st.sampled_from(POINTS))
    def the_process_crashes_next(self, point):
        self.bench.crash_at = point

    @rule(n=ANY, times=st.integers(1, 2))
    def a_webhook_comes(self, n, times):
        """Any one, in any order, twice or never."""
        self.bench.post()
        letter = self.one_of(self.bench.box.letters, n)
        for _ in range(times if letter else 0):
            if self.bench.clock.now - int(letter[1][2:].split(",")[0]) <= 300:
                self.attempt(partial(self.shop.payments.handle_event, *letter))

    @invariant()
    def the_books_are_sound(self):
        assert check(self.bench.books) == ()

    @invariant()
    def nothing_is_sold_that_was_not_there(self):
        levels = self.shop.catalogue.stock(STOCK)
        sold = Counter()
        for order in self.orders():
            if order.state in ("placed", "completed"):
                sold.update({line.sku: line.quantity for line in order.lines})
        for sku, pieces in STOCK.items():
            assert levels[sku].on_hand == pieces - sold[sku] >= 0

    @invariant()
    def the_ledger_is_never_ahead(self):
        there = self.provider_money()
        for order in self.orders():
            assert sum(minor for _, minor in self.bench.money(order.id)) <= there[order.id]

    def orders(self):
        with self.bench.books.view() as work:
            return work.orders.all()

    def provider_refunds(self):
        return list(self.bench.sandbox.context.store.all("refund"))

    def provider_money(self, refunded=False):
        """What the provider was paid for every order; `refunded`: less what went back."""
        money, orders = Counter(), {}
        for session in self.bench.sessions():
            orders[session["payment_intent"]] = session["client_reference_id"]
            if session["payment_status"] == "paid":
                money[session["client_reference_id"]] += session["amount_total"]
        for refund in self.provider_refunds() if refunded else ():
            if refund["status"] not in ("failed", "canceled"):
                money[orders[refund["payment_intent"]]] -= refund["amount"]
        return money

    def banks_decide(self):
        """A refund that went out only now lies at its bank for a minute."""
        if any(refund["status"] == "pending" for refund in self.provider_refunds()):
            self.bench.clock.move(BANK_SECONDS + 1)
            self.bench.forget()
            self.bench.post()
            assert self.shop.payments.reconcile() == 0

    def undisturbed(self):
        return Undisturbed(self.bench)

    def teardown(self):
        try:
            self.come_to_rest()
        finally:
            stripe._webhook.time.time = self.real_time
            self.bench.close()

    def come_to_rest(self):
        self.bench.crash_at, self.bench.transport.faults = "", []
        for session in self.bench.sessions():
            if session["status"] == "complete" and session["payment_status"] == "unpaid":
                self.attempt_control("settle", session=session["id"])
        self.bench.forget()
        self.bench.post()
        assert self.shop.payments.reconcile() == 0
        self.banks_decide()
        assert at_rest(self.bench.books) == ()
        assert check(self.bench.books, self.bench.gateway) == ()
        paid, left = self.provider_money(), self.provider_money(refunded=True)
        for order in self.orders():
            assert sum(minor for _, minor in self.bench.money(order.id)) == left[order.id]
            late = "late_money" in order.flags
            assert late or (order.state == "placed") == (paid[order.id] > 0)
        told = self.bench.told()
        assert len(told) == len(set(told))


class Undisturbed:
    """What others do is not hit by our faults."""

    def __init__(self, bench):
        self.bench = bench

    def __enter__(self):
        self.faults, self.bench.transport.faults = self.bench.transport.faults, []

    def __exit__(self, *_):
        self.bench.transport.faults = self.faults


TestPayments = Payments.TestCase
TestPayments.settings = settings(
    max_examples=CASES,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
