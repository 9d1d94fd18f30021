"""`make bench`: training, start, turns beside the bare bot, memory, widget bytes; a rush of buyers, writes at once.

`python -m benchmarks strength` measures the last two alone, `python -m benchmarks desk` the agents' desk.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks import bare, buyers, desk, turns, writes
from floorwalker.cli.chat_client import ChatClient
from floorwalker.cli.processes import Child
from floorwalker.testing.dialogue import stack

ROOT = Path(__file__).parents[1]
MODEL = ROOT / "models" / "floorwalker.tar.gz"
LINES = (
    "hi", "what do you sell?", "I'm looking for a warm jacket for a rainy hike, under 200", "show me more",
    "the second one", "how long does delivery take?", "what's in my cart", "is it waterproof?",
)  # fmt: skip
CROWD = 16


def main() -> None:
    environ = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        print(f"Measured on {os.cpu_count()} cores, CPython {sys.version.split()[0]}.\n", flush=True)
        trained = train_seconds(folder, environ)
        with bare.running(folder / "bare", environ) as bot:
            theirs = {n: turns.measure(bot.shopper, bare.LINES, n, max(n, 4)) for n in (1, CROWD)}
            their_memory = memory(bot.children)
        started = time.monotonic()
        with stack.running(folder / "shop", MODEL) as shop:
            healthy = time.monotonic() - started
            ours = {n: turns.measure(lambda: shopper(shop), LINES, n, max(n, 4)) for n in (1, CROWD)}
            our_memory = memory(shop.children)
            slow_phone = list(phone_rows(shop.web))
        table(("what", "Floorwalker", "bare bot"), [
            ("training everything, s", f"{trained:.0f}", f"{bot.train_seconds:.0f}"),
            ("start to healthy, s", f"{healthy:.0f}", f"{bot.start_seconds:.0f}"),
        ])  # fmt: skip
        table(("turn", "Floorwalker p50 / p95, ms", "bare p50 / p95, ms", "ratio p50"), turn_rows(ours, theirs))
        table(("process", "peak memory, MB"), [*our_memory, *((f"bare {name}", mb) for name, mb in their_memory)])
        table(("file", "bytes", "gzip"), widget_rows())
        table(("on a slow phone", "median of three"), slow_phone)
        strength(folder)
        at_the_desk(folder)


def at_the_desk(folder: Path) -> None:
    table(("with 200 conversations and 20 agents", "messages", "p50 / p95, ms"), desk.rows(folder, MODEL))


def strength(folder: Path) -> None:
    """SQLite always; PostgreSQL with two Rasa workers where TEST_DATABASE_URL and TEST_REDIS_URL are set."""
    server = "TEST_DATABASE_URL" in os.environ
    table(("database", "writes", "p50, ms", "p95, ms", "p99, ms", "most, ms", "errors"),
          writes.rows(folder, ["sqlite", "postgresql"]))  # fmt: skip
    kinds = ["sqlite", "postgres"] if server and "TEST_REDIS_URL" in os.environ else ["sqlite"]
    table(("database", "sold", "answered", "wish to answer p50 / p99, s", "violations"),
          buyers.rows(folder, MODEL, kinds))  # fmt: skip


def train_seconds(folder: Path, environ: dict[str, str]) -> float:
    """A training from nothing: no cache is found in the copy's place."""
    for name in ("config.yml", "domain.yml", "data", "components", "floorwalker", "actions", "store.yml"):
        target = folder / "fresh" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.symlink_to(ROOT / name)
    started = time.monotonic()
    command = [sys.executable, "-m", "components.launch", "train", "--out", str(folder / "fresh-models")]
    inside = {**environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(command, cwd=folder / "fresh", env=inside, check=True, capture_output=True, timeout=1200)
    return time.monotonic() - started


def shopper(shop: stack.Stack) -> ChatClient:
    client = ChatClient(shop.web)
    client.open()
    return client


def turn_rows(ours: dict[int, turns.Figures], theirs: dict[int, turns.Figures]) -> Iterable[Sequence[object]]:
    for crowd, figures in ours.items():
        for place, (middle, slow) in figures.at.items():
            other_middle, other_slow = theirs[crowd].at[place]
            name = f"turn {place}, {crowd} shopper{'s at once' if crowd > 1 else ''}"
            ratio = f"{middle / other_middle:.2f}"
            yield name, f"{middle:.0f} / {slow:.0f}", f"{other_middle:.0f} / {other_slow:.0f}", ratio


def memory(children: Iterable[Child]) -> list[tuple[str, str]]:
    return [(child.name, f"{_peak(child) / 1024:.0f}") for child in children]


def _peak(child: Child) -> int:
    assert child.process is not None
    status = Path(f"/proc/{child.process.pid}/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))


def widget_rows() -> Iterable[Sequence[object]]:
    for path in sorted((ROOT / "web" / "widget" / "dist").glob("*.*s")):
        yield path.name, path.stat().st_size, len(gzip.compress(path.read_bytes(), 9))


def phone_rows(address: str) -> Iterable[Sequence[object]]:
    """The home page and the chat's first opening under 150 ms latency, 1.6 Mb/s and a CPU four times slower."""
    if not (shutil.which("node") and (ROOT / "web/widget/node_modules/puppeteer-core").exists()):
        return [("not measured", "needs node, chromium and `npm ci` in web/widget")]
    script = ["node", "benchmarks/widget.mjs", address]
    done = subprocess.run(script, cwd=ROOT, check=True, capture_output=True, text=True, timeout=180)
    found = json.loads(done.stdout)
    names = {"loaded": "home page loaded, ms", "ready": "tap until the chat can be written in, ms",
             "pageBytes": "home page, bytes over the wire", "chatBytes": "chat, bytes over the wire"}  # fmt: skip
    return [(name, found[key]) for key, name in names.items()]


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(map(str, row)) + " |")
    print(flush=True)


if __name__ == "__main__":
    alone = {"strength": strength, "desk": at_the_desk}.get("".join(sys.argv[1:2]))
    if alone:
        with tempfile.TemporaryDirectory() as temporary:
            alone(Path(temporary))
    else:
        main()
