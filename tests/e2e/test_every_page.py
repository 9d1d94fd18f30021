"""Every page and card in a real browser: nothing that axe finds, nothing too wide, no control too small to tap.

PICTURES=folder keeps the screenshots, of all sizes, schemes and languages.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from floorwalker.bootstrap import open_desk, open_shop
from floorwalker.bootstrap_staff import open_staff
from floorwalker.domain.handoff import Agent
from floorwalker.testing.dialogue.world import World
from tests.e2e.conftest import JO, Shopper
from tests.e2e.test_browser import browser_is_there

ROOT = Path(__file__).parents[2]
PASSWORD = "a lantern in the larch"
ENGLISH = (
    "I'm looking for a warm jacket for a rainy hike, under 200", "is the kelder rain jacket waterproof?",
    "add the kelder rain jacket in slate, M", "use code WELCOME10", "what can you do?", "check out",
)  # fmt: skip
GERMAN = (
    "ich suche eine warme Jacke für Regen, unter 200", "ist die Kelder Regenjacke wasserdicht?",
    "leg die Kelder Regenjacke in Schiefer, M in den Warenkorb", "Code WELCOME10 einlösen", "was kannst du?",
    "zur Kasse",
)  # fmt: skip


@dataclass
class Guests:
    """Shoppers whose connections end with the test."""

    world: World
    all: list[Shopper] = field(default_factory=list)

    def guest(self, locale: str = "en") -> Shopper:
        one = Shopper(self.world.stack.web, locale=locale)
        one.open()
        self.world.introduce(one.conversation, JO)
        self.all.append(one)
        return one


@pytest.fixture
def guests(world: World) -> Iterator[Guests]:
    every = Guests(world)
    yield every
    for one in every.all:
        one.http.close()


def bought(guests: Guests, lines: tuple[str, ...], yes: str, outcome: str = "pay") -> tuple[Shopper, str]:
    """A whole purchase in one talk, whose every card stands on its screen, and the order's number."""
    world, one = guests.world, guests.guest("de" if yes == "ja" else "en")
    for line in lines:
        one.say(line)
    order = next(e["msg"]["order"] for e in one.say(yes) if e["msg"]["type"] == "payment")
    world.at_bank(str(world.payment_of(order)), outcome)
    one.wait_push(30)
    world.settle()
    return one, str(order)


def page(name: str, url: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "url": url, **more}


def talk(name: str, base: str, one: Shopper, language: str, path: str = "/") -> dict[str, Any]:
    """The whole talk at once, on a screen that is high enough."""
    return page(name, base + path, storage={"fw-token": one.token}, open=True, height=4200, languages=[language])


def shop_pages(base: str) -> Iterator[dict[str, Any]]:
    paths = {"home": "/", "department": "/c/rainwear", "narrowed": "/c/rainwear?colour=pine&sort=price",
             "product": "/p/kelder"}  # fmt: skip
    yield from (page(f"shop-{name}", base + path) for name, path in paths.items())
    yield page("shop-missing", f"{base}/p/nothing", status=404)
    yield page("shop-chat-empty", base + "/p/kelder", open=True)


def staff_pages(base: str, number: str, talks: dict[str, str], cookies: dict[str, str]) -> Iterator[dict[str, Any]]:
    paths = {
        "start": "/office", "orders": "/office/orders", "order": f"/office/orders/{number}", "stock": "/office/stock",
        "count": "/office/stock/ROOK-PINE", "products": "/office/products", "promotions": "/office/promotions",
        "callbacks": "/office/callbacks", "news": "/office/news",
        "talks": "/office/talks", "talk": f"/office/talks/{talks['english']}",
        "audit": "/office/audit", "password": "/staff/password",
        "nothing-found": "/office/orders?text=nothing-like-it",
    }  # fmt: skip
    yield from (page(f"office-{name}", base + path, cookies=cookies) for name, path in paths.items())
    yield page("office-missing", f"{base}/office/nowhere", cookies=cookies, status=404)
    desk = {
        "desk": "/desk", "desk-floor": "/desk/floor", "desk-waiting": f"/desk/{talks['waits']}",
        "desk-talk": f"/desk/{talks['person']}?view=mine",
        "desk-customer": f"/desk/{talks['person']}?view=mine#customer",
        "desk-assistant": f"/desk/{talks['english']}?view=bot",
    }  # fmt: skip
    yield from (page(name, base + path, cookies=cookies) for name, path in desk.items())


def door_pages(world: World) -> Iterator[dict[str, Any]]:
    staff = open_staff(world.stack.environ)
    yield page("door-sign-in", f"{world.stack.web}/staff/sign-in")
    yield page("door-set-up", f"{world.stack.web}/staff/set-up?token={staff.add('Ines', 'agent')}")
    yield page("door-old-link", f"{world.stack.web}/staff/set-up?token=old", status=404)


def pay_pages(world: World, other: Shopper) -> Iterator[dict[str, Any]]:
    """A page that is to be paid, and the ends of one that is."""
    url = next(e["msg"]["url"] for e in other.screen.values() if e["msg"]["type"] == "payment")
    yield page("pay", url)


def signed_in(world: World, name: str) -> dict[str, str]:
    staff = open_staff(world.stack.environ)
    return {"fw_staff": staff.set_up(staff.add(name, "merchant"), name, PASSWORD).token}


def desk_talks(guests: Guests) -> tuple[Shopper, Shopper]:
    """One who waits, one whose talk a person has."""
    shop = open_shop(guests.world.stack.environ)
    shop.desk.open_desk("open")
    shop.desk.arrive(Agent("marta", "Marta"))
    found = []
    for words in ("my zip broke, I want a person", "let me talk to a human please"):
        one = guests.guest()
        one.say("add the rook beanie in pine")
        one.say(words)
        found.append(one)
    return found[0], found[1]


def taken_by(world: World, name: str, one: Shopper) -> None:
    """The agent has answered, sent a card, and kept a note."""
    shop = open_shop(world.stack.environ)
    desk = open_desk(world.stack.environ, shop)
    member = next(member for member in open_staff(world.stack.environ).members() if member.name == name)
    agent = Agent(member.id, name, "merchant")
    desk.say(one.conversation, agent, "Hello Jo, Marta here. I have read everything.")
    shop.desk.note(one.conversation, agent, "third zip of this batch")
    one.say("oh nice, thank you")


@pytest.mark.skipif(not browser_is_there(), reason="needs node, chromium, and `npm ci` in web/widget")
def test_every_page_is_for_everybody(world: World, guests: Guests, tmp_path: Path) -> None:
    base = world.stack.web
    (english, number), (german, _) = bought(guests, ENGLISH, "yes"), bought(guests, GERMAN, "ja")
    declined, _ = bought(guests, ("add the rook beanie in pine", "check out"), "yes", "decline")
    waits, person = desk_talks(guests)
    cookies = signed_in(world, "Marta")
    taken_by(world, "Marta", person)
    talks = {"english": english.conversation, "waits": waits.conversation, "person": person.conversation}
    pages = [
        *shop_pages(base), *staff_pages(base, number, talks, cookies), *door_pages(world),
        *pay_pages(world, declined),
        talk("chat-bought", base, english, "en"), talk("chat-bought", base, german, "de"),
        talk("chat-declined", base, declined, "en"), talk("chat-waits", base, waits, "en"),
        talk("chat-person", base, person, "en"),
    ]  # fmt: skip
    keep = os.environ.get("PICTURES")
    command = ["node", "tests/e2e/browser/pages.mjs", "all" if keep else "some", keep or str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, input=json.dumps(pages), capture_output=True, text=True, timeout=900)
    if done.returncode:
        pytest.fail(done.stderr + done.stdout, pytrace=False)
