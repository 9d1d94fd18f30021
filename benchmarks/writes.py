"""How long a write takes while sixteen shoppers write at once, from four processes on one database."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from uuid import uuid4

from benchmarks.turns import quantile
from floorwalker.bootstrap import migrate, open_log, open_shop, seed
from floorwalker.domain.message import text
from floorwalker.domain.transcript import Entry
from floorwalker.testing.databases import database_urls
from floorwalker.testing.races import together

PROCESSES, SHOPPERS, ROUNDS = 4, 4, 20
PAUSE = 0.5
"""Seconds a shopper waits between two turns: 32 turns a second in all, twice what one Rasa answers."""
SKU = "ROOK-PINE"


def rows(folder: Path, kinds: Iterable[str]) -> Iterable[Sequence[object]]:
    """A line a database."""
    for kind in kinds:
        place = folder / f"writes-{kind}"
        place.mkdir()
        with database_urls(kind, place) as url:
            if url is None:
                continue
            environ = {"FLOORWALKER_DATA": str(place), "DATABASE_URL": url}
            migrate(environ)
            seed(environ)
            times, errors = measured(environ)
        figures = [f"{quantile(times, share) * 1000:.1f}" for share in (0.5, 0.95, 0.99)]
        yield kind, len(times), *figures, f"{max(times) * 1000:.0f}", errors


def measured(environ: dict[str, str]) -> tuple[list[float], int]:
    """Seconds of every write, and how many failed, of all processes."""
    command = [sys.executable, "-m", "benchmarks.writes", json.dumps(environ)]
    with ExitStack() as ends:
        started = [ends.enter_context(subprocess.Popen(command, stdout=subprocess.PIPE)) for _ in range(PROCESSES)]
        found = [json.loads(one.communicate(timeout=600)[0]) for one in started]
    return [seconds for times, _ in found for seconds in times], sum(errors for _, errors in found)


def one_process(environ: dict[str, str]) -> tuple[list[float], int]:
    shop, log = open_shop(environ), open_log(environ)
    results = together(*[partial(_shopper, shop, log)] * SHOPPERS)
    failed = [one for one in results if isinstance(one, Exception)]
    for one in failed:
        print(repr(one), file=sys.stderr)
    return [seconds for one in results if not isinstance(one, Exception) for seconds in one], len(failed)


def _shopper(shop, log) -> list[float]:  # type: ignore[no-untyped-def]
    """What one turn writes: the message, the cart, the answer."""
    conversation, times = str(uuid4()), []
    shop.customers.ensure(conversation, "web", "", conversation, locale="en")
    for n in range(ROUNDS):
        time.sleep(PAUSE * random.uniform(0.5, 1.5))
        entry = Entry(conversation, "in", "shopper", text("hello"), provider_id=str(n), state="done")
        for write in (
            partial(log.write, entry),
            partial(shop.carts.add, conversation, SKU, 1) if n % 4 == 0 else partial(shop.carts.clear, conversation),
            partial(log.say, conversation, text("hello")),
        ):
            started = time.perf_counter()
            write()
            times.append(time.perf_counter() - started)
    return times


if __name__ == "__main__":
    print(json.dumps(one_process(json.loads(sys.argv[1]))))
