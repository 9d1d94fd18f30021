"""Handoff skill: fetched, closed, an answer later, and back."""

from __future__ import annotations

import pytest

pytest.importorskip("rasa_sdk")

from actions.handoff import (
    TRIED,
    AskContact,
    Back,
    CallPerson,
    Cancel,
    HandoffCallback,
    PushTask,
    Rate,
    ResumeTask,
    ValidateHandoff,
    Wait,
)
from floorwalker.domain.handoff import Agent, Hint

MARTA = Agent("a1", "Marta")


def hushed(said) -> bool:
    return [event["event"] for event in said.events] == ["active_loop", "slot", "pause"]


def test_a_person_is_fetched_and_the_assistant_falls_silent(talk, bench):
    bench.shop.desk.arrive(MARTA)
    said = talk.turn(CallPerson, "a human please", "handoff_request")
    assert said.responses == ["utter_handoff_coming"] and hushed(said)
    assert bench.shop.handoffs.current("c1").state == "queued"


def test_a_line_and_an_empty_desk_are_told_as_they_are(talk, bench):
    said = talk.turn(CallPerson, "a human", "handoff_request")
    assert said.responses == ["utter_handoff_nobody"] and said.messages[0]["place"] == 1 and hushed(said)
    bench.shop.desk.arrive(MARTA)
    for number in range(4):
        bench.shop.desk.take_over(bench.shop.handoffs.ask(f"o{number}").handoff.conversation, MARTA)
    said = talk.turn(CallPerson, "a human", "handoff_request")
    assert said.responses == ["utter_handoff_line"]
    assert (said.messages[0]["place"], said.messages[0]["minutes"]) == (1, 6)


def test_a_closed_desk_offers_an_answer_later_and_keeps_the_assistant(talk, bench):
    bench.shop.desk.open_desk("closed")
    said = talk.turn(CallPerson, "a human", "handoff_request")
    assert said.responses == ["utter_handoff_closed"] and not hushed(said)
    assert bench.shop.handoffs.current("c1").state == "offered"
    said = talk.turn(Wait, "i'll wait", "handoff_wait")
    assert said.responses == ["utter_handoff_place_kept"] and hushed(said)
    assert bench.shop.handoffs.current("c1").state == "queued"


def test_the_shopper_stays_with_the_assistant(talk, bench):
    talk.turn(CallPerson, "a human", "handoff_request")
    assert talk.tap(Cancel, "handoff_cancel").responses == ["utter_handoff_canceled"]
    assert bench.shop.handoffs.current("c1").outcome == "canceled"


def test_a_callback_is_recorded_and_the_form_is_taken_up_again(talk, bench):
    talk.loop = "checkout_form"
    talk.turn(PushTask)
    talk.loop = "handoff_form"
    assert talk.turn(ValidateHandoff, "by mail please", "handoff_callback").slots["requested_slot"] == "handoff_contact"
    assert talk.turn(AskContact).responses == ["utter_ask_handoff_contact"]
    assert talk.turn(ValidateHandoff, "to anna@example.com", "inform").slots["handoff_contact"] == "anna@example.com"
    said = talk.turn(HandoffCallback)
    assert said.responses == ["utter_handoff_recorded"] and said.messages[0]["contact"] == "anna@example.com"
    assert [row.contact for row in bench.shop.handoffs.callbacks()] == ["anna@example.com"]
    assert "30 days" in bench.shop.handoffs.current("c1").consent
    assert talk.turn(ResumeTask).followups == ["checkout_form"]
    assert talk.turn(ResumeTask).followups == []


def test_a_known_address_is_used_only_after_a_yes(talk, bench):
    bench.shop.checkout.set_email("c1", "anna@example.com")
    assert talk.turn(ValidateHandoff, "by mail", "handoff_callback").slots["handoff_contact"] is None
    assert talk.turn(AskContact).responses == ["utter_handoff_contact_known"]
    assert talk.turn(ValidateHandoff, "yes", "affirm").slots["handoff_contact"] == "anna@example.com"


def test_a_phone_number_will_do_and_what_is_neither_is_asked_again(talk, bench):
    talk.slots["requested_slot"] = "handoff_contact"
    assert talk.turn(ValidateHandoff, "+49 221 123456", "inform").slots["handoff_contact"] == "+49221123456"
    talk.slots["requested_slot"] = "handoff_contact"
    said = talk.turn(ValidateHandoff, "anna@", "inform")
    assert said.responses == ["utter_handoff_unread_contact"] and said.slots["requested_slot"] == "handoff_contact"


def test_an_answer_may_be_declined(talk, bench):
    talk.slots["requested_slot"] = "handoff_contact"
    assert talk.turn(ValidateHandoff, "no", "deny").slots["handoff_contact"] == "no"
    assert talk.turn(HandoffCallback).responses == ["utter_handoff_declined"]
    assert bench.shop.handoffs.callbacks() == ()


@pytest.mark.parametrize(
    ("hint", "forms"),
    [
        (Hint(), ["checkout_form"]),
        (Hint(resume=False), []),
        (Hint("handoff_form"), ["checkout_form", "handoff_form"]),
        (Hint("checkout_form", {"product_id": "cap"}), ["checkout_form"]),
    ],
)
def test_the_assistant_comes_back_and_does_what_the_agent_asked(talk, bench, hint, forms):
    talk.slots["interrupted"] = ["checkout_form"]
    handoff = bench.shop.handoffs.ask("c1").handoff
    bench.shop.desk.take(handoff.id, MARTA)
    bench.shop.desk.give_back(handoff.id, MARTA, hint)
    said = talk.tap(Back, "EXTERNAL_handoff_ended", handoff_id=handoff.id)
    assert said.responses == ["utter_handoff_back"] and said.messages[0]["name"] == "Marta"
    assert said.slots == {**hint.slots, "interrupted": forms}


def test_the_rating_is_kept_once(talk, bench):
    handoff = bench.shop.handoffs.ask("c1").handoff
    bench.shop.desk.take(handoff.id, MARTA)
    bench.shop.desk.resolve(handoff.id, MARTA)
    assert talk.tap(Rate, "handoff_rate", stars="4", remark="quick").responses == ["utter_handoff_rated"]
    assert talk.tap(Rate, "handoff_rate", stars="1").responses == ["utter_handoff_rated_before"]
    assert talk.turn(Rate, "five stars", "handoff_rate").responses == ["utter_handoff_rated_before"]
    found = bench.shop.handoffs.current("c1")
    assert (found.csat, found.csat_text) == (4, "quick")


@pytest.mark.parametrize(
    ("said", "tried"),
    [("ana@example", True), ("ana at example", True), ("0221 12", True), ("where is LL-24817093", False),
     ("do you have the jacket under 1500", False), ("wie lange habt ihr am 24.12.2026", False), ("look at that", False),
     ("be there at 5", False)],
)  # fmt: skip
def test_half_an_address_is_one_that_cannot_be_read_and_a_question_is_a_question(said: str, tried: bool) -> None:
    assert bool(TRIED.search(said)) == tried
