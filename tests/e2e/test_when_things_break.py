"""Processes die, webhooks are forged or lost, two want the last piece: nobody is left in silence, no cent is lost."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

from floorwalker.bootstrap import open_desk, open_shop
from floorwalker.cli.processes import wait_healthy
from floorwalker.domain.handoff import Agent
from floorwalker.testing.dialogue.state import look
from floorwalker.testing.dialogue.world import World
from tests.e2e.conftest import Shopper

MARTA = Agent("agent-1", "Marta")


def state(world: World, shopper: Shopper) -> dict[str, object]:
    return look(world, shopper.conversation, ("order", "ledger"))


def test_the_action_server_dies_and_comes_back(world: World, shopper: Shopper) -> None:
    shopper.say("hello")
    world.stack.kill("actions")
    said = shopper.say("what's in my cart")
    assert shopper.responses(world, said) == ["utter_error_unavailable"]
    world.stack.restart("actions")
    assert shopper.responses(world, shopper.say("what's in my cart")) == ["utter_cart_empty"]


def test_rasa_dies_and_what_was_written_meanwhile_is_not_lost(world: World, shopper: Shopper) -> None:
    shopper.say("add the rook beanie in pine")
    world.stack.restart("rasa")
    assert shopper.responses(world, shopper.say("what's in my cart")) == ["utter_cart_shown"]


def test_the_bank_is_away_when_a_dear_order_is_placed_and_a_person_comes(world: World, shopper: Shopper) -> None:
    environ = world.stack.environ
    house = open_shop(environ)
    house.desk.open_desk("open")
    for name in ("kelder long", "kelder rain jacket"):
        shopper.say(f"add the {name} in slate, M")
    shopper.say("check out")
    world.stack.kill("sandbox")
    said = shopper.say("yes")
    assert shopper.responses(world, said) == ["utter_payment_unavailable", "utter_handoff_nobody"]
    found = house.handoffs.current(shopper.conversation)
    assert found and (found.state, found.reason, found.detail) == ("queued", "high_value", "action_checkout_place")
    world.stack.start("sandbox")
    open_desk(environ, house).take(found.id, MARTA)
    open_desk(environ, house).give_back(found.id, MARTA)
    assert "utter_handoff_back" in shopper.responses(world, shopper.wait_push(60))
    shopper.say("check out")
    assert shopper.responses(world, shopper.say("yes")) == ["utter_payment_link"]


def test_a_payment_made_while_web_is_down_is_settled_after_its_start(world: World, shopper: Shopper) -> None:
    shopper.say("add the rook beanie in pine")
    number = shopper.order()
    world.stack.kill("web")
    world.at_bank(str(world.payment_of(number)), "pay")
    assert state(world, shopper)["order"]["state"] == "awaiting_payment"  # type: ignore[index]
    world.stack.child("web").start()
    assert wait_healthy([world.stack.child("web")], 60, lambda _: None)
    events = shopper.wait_push(60)
    assert "utter_payment_received" in shopper.responses(world, events)
    assert state(world, shopper)["order"]["payment"] == "paid"  # type: ignore[index]


def test_a_forged_or_stale_webhook_changes_nothing(world: World, shopper: Shopper) -> None:
    shopper.say("add the rook beanie in pine")
    number = shopper.order()
    session = {"id": world.payment_of(number), "object": "checkout.session", "payment_status": "paid"}
    event = {"id": "evt_forged", "object": "event", "type": "checkout.session.completed", "created": 1}
    body = json.dumps({**event, "data": {"object": session}}).encode()
    before = state(world, shopper)
    assert world.post_webhook(body, secret="whsec_wrong").status_code == 400
    assert world.post_webhook(body, age=301).status_code == 400
    assert world.post_webhook(body).status_code == 200  # signed by us, but only a hint: the provider says open
    world.settle()
    assert state(world, shopper) == before


def test_two_shoppers_and_the_last_piece(world: World, shopper: Shopper, other: Shopper) -> None:
    world.stock_up({"KELDER-SLATE-M": 1})
    for one in (shopper, other):
        one.say("add the kelder rain jacket in slate, M")
        one.say("check out")
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda one: one.responses(world, one.say("yes")), (shopper, other)))
    won = [a for a in answers if a == ["utter_payment_link"]]
    lost = [a for a in answers if a != ["utter_payment_link"]]
    assert (len(won), len(lost)) == (1, 1)
    assert lost[0][0] in ("utter_checkout_gone", "utter_stock_gone_instead", "utter_stock_short")
    stock = look(world, shopper.conversation, ("stock",))["stock"]["KELDER-SLATE-M"]
    assert stock == {"on_hand": 1, "reserved": 1}


def test_a_second_tab_and_a_reload_show_the_whole_conversation(world: World, shopper: Shopper) -> None:
    shopper.say("hello")
    shopper.say("what's in my cart")
    tab = Shopper(world.stack.web, token=shopper.token)
    tab.open()
    seen = [(e["seq"], e["from"]) for e in tab.history()]
    again = [(e["seq"], e["from"]) for e in shopper.history()]
    tab.http.close()
    assert tab.conversation == shopper.conversation
    assert seen == again
    assert [who for _, who in seen].count("shopper") == 2


def test_a_message_sent_twice_is_answered_once(world: World, shopper: Shopper) -> None:
    shopper.say("hello")
    url, headers = f"{world.stack.web}/webhooks/web/webhook", {"authorization": f"Bearer {shopper.token}"}
    posts = [
        shopper.http.post(url, headers=headers, json={"id": "m1", "message": "hi"})
        for _ in range(3)
    ]
    world.settle()
    assert [answer.status_code for answer in posts] == [202, 200, 200]
    assert [e["from"] for e in shopper.history()].count("shopper") == 2
