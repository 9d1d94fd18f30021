"""Fifty buyers at once for ten pieces, through the whole shop: how many bought, who was answered, how long it took."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks.turns import quantile
from floorwalker.bootstrap import open_books, open_gateway
from floorwalker.cli.chat_client import ChatClient
from floorwalker.services.checks import check
from floorwalker.testing.dialogue.stack import running
from floorwalker.testing.dialogue.state import look
from floorwalker.testing.dialogue.world import World

BUYERS, PIECES, SKU = 50, 10, "KELDER-SLATE-M"
WISH = "add the kelder rain jacket in slate, M"
PERSON = {
    "email": "jo@example.org",
    "address": {"street": "Lindenweg 4", "postcode": "50667", "city": "Köln", "country": "DE"},
    "delivery": "standard",
}


@dataclass(frozen=True)
class Rush:
    """What came of it; `seconds` of each buyer from the wish to the answer to the yes."""

    answers: Counter[str]
    sold: int
    seconds: Sequence[float]
    violations: int


def rows(folder: Path, model: Path, kinds: Iterable[str]) -> Iterable[Sequence[object]]:
    """A line a database."""
    for kind in kinds:
        found = rush(folder / kind, model, kind)
        middle, slow = quantile(found.seconds, 0.5), quantile(found.seconds, 0.99)
        words = ", ".join(f"{count} {response}" for response, count in found.answers.most_common())
        sold = f"{found.sold} of {PIECES}"
        answered = f"{sum(found.answers.values())} of {BUYERS}: {words}"
        yield kind, sold, answered, f"{middle:.1f} / {slow:.1f}", found.violations


def rush(folder: Path, model: Path, kind: str) -> Rush:
    folder.mkdir()
    with running(folder, model, kind=kind) as stack, ExitStack() as ends:
        world = World(stack)
        ends.callback(world.close)
        world.stock_up({SKU: PIECES})
        with ThreadPoolExecutor(BUYERS) as pool:
            came = list(pool.map(lambda _: bought(world), range(BUYERS)))
        world.settle(120)
        stock = look(world, "", ("stock",))["stock"][SKU]
        violations = check(open_books(stack.environ), open_gateway(stack.environ))
        return Rush(
            Counter(answer for answer, _ in came), PIECES - stock["on_hand"], [s for _, s in came], len(violations)
        )


def bought(world: World) -> tuple[str, float]:
    """One buyer: the wish, the checkout, the yes, and the money where there is a link."""
    client, started = ChatClient(world.stack.web), time.monotonic()
    client.open()
    world.introduce(client.conversation, PERSON)
    for line in (WISH, "check out", "yes"):
        events = client.say(line)
    rows = [world.log.rows.get(client.conversation, event["seq"]) for event in events]
    answer = next((str(row.response) for row in rows if row), "nothing")
    taken = time.monotonic() - started
    if answer == "utter_payment_link":
        order = next(event["msg"]["order"] for event in events if event["msg"]["type"] == "payment")
        world.at_bank(str(world.payment_of(order)), "pay")
        client.wait_push(60)
    client.http.close()
    return answer, taken
