"""`make bench-search`: the search on a collection that others made and people judged.

Needs its two files, `products.jsonl.gz` and `queries.jsonl.gz`, in the folder that SEARCH_DATA names (without:
`../shared/data/search` beside the project). Products by Icecat (Open Content License), collected by the Chorus project,
grades by annotators of Supahands.
"""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a scan by two threads on busy cores waits for them

from benchmarks.search_figures import Judged, interval, mean, ndcg, percentile, read_queries
from floorwalker.search.build import build_from
from floorwalker.search.entry import Entry
from floorwalker.search.finder import Finder
from floorwalker.search.index import Index
from floorwalker.search.jsonl import JsonLines
from floorwalker.search.words import split

ROOT = Path(__file__).parents[1]
TIMES = 10
"""The large shop is the small one so many times, titles varied."""

Search = Callable[[str], Sequence[str]]


def folder() -> Path:
    return Path(os.environ.get("SEARCH_DATA") or ROOT.parent / "shared" / "data" / "search")


def main() -> int:
    place = folder()
    if not (place / "products.jsonl.gz").exists():
        print(f"Skipped: no products.jsonl.gz in {place}; SEARCH_DATA names another folder.")
        return 0
    queries = read_queries(place / "queries.jsonl.gz")
    with tempfile.TemporaryDirectory() as temporary:
        small, large = Path(temporary) / "small.db", Path(temporary) / "large.db"
        rows = [cost(JsonLines(place / "products.jsonl.gz"), small)]
        quality(queries, small)
        rows.append(cost(Many(place / "products.jsonl.gz"), large))
    head = ("products", "build, s", "index, MB", "vectors, MB", "a query p50 / p95, ms", "memory of a process, MB")
    table(head, rows)
    return 0


def quality(queries: Sequence[Judged], index: Path) -> None:
    finder = Finder(Index.open(index))
    systems = {"FTS5 alone": plain(index), "Floorwalker": lambda text: finder.find(text, limit=100).ids}
    figures = {name: graded(search, queries) for name, search in systems.items()}
    head = ("system", "NDCG@10 clean / typo", "judged only", "no result, of both")
    table(head, ((name, *row(clean, typo)) for name, (clean, typo) in figures.items()))
    for place, what in enumerate(("clean", "typo")):
        ours, theirs = ([g[0] for g in figures[name][place]] for name in ("Floorwalker", "FTS5 alone"))
        low, high = interval(ours, theirs)
        print(f"{what}: {mean(ours) - mean(theirs):+.3f} over FTS5 alone (95 %: {low:+.3f} to {high:+.3f})")
    print(flush=True)


Grade = tuple[float, float, bool]
"""NDCG@10, the same over judged products only, whether nothing was found."""


def graded(search: Search, queries: Sequence[Judged]) -> tuple[list[Grade], list[Grade]]:
    return ([grade(search(q.query), q) for q in queries], [grade(search(q.typo or q.query), q) for q in queries])


def grade(ids: Sequence[str], query: Judged) -> Grade:
    return ndcg(ids, query.grades), ndcg(ids, query.grades, judged_only=True), not ids


def row(clean: Sequence[Grade], typo: Sequence[Grade]) -> tuple[str, str, str]:
    def both(place: int) -> str:
        return " / ".join(f"{mean([g[place] for g in some]):.3f}"[1:] for some in (clean, typo))

    return both(0), both(1), f"{mean([g[2] for g in (*clean, *typo)]):.1%}"


def plain(index: Path) -> Search:
    """What SQLite does by itself: all words, else any, by bm25 over all columns alike."""
    db = sqlite3.connect(f"{index.as_uri()}?mode=ro", uri=True)
    sql = "SELECT id FROM f JOIN product ON n = f.rowid WHERE f MATCH ? ORDER BY f.rank LIMIT 100"

    def find(text: str) -> list[str]:
        words = [f'"{word}"' for word in split(text)]
        every = [id_ for (id_,) in db.execute(sql, (" AND ".join(words),))]
        return every or [id_ for (id_,) in db.execute(sql, (" OR ".join(words),))]

    return find


class Many(JsonLines):
    """The catalogue several times over; a copy's titles have a word of their own."""

    def entries(self) -> Iterable[Entry]:  # type: ignore[override]
        for copy in range(TIMES):
            for entry in super().entries():
                texts = replace(entry.texts, title=f"{entry.texts.title} {'' if not copy else f'series{copy}'}")
                yield replace(entry, id=f"{entry.id}-{copy}", texts=texts) if copy else entry


def cost(source: JsonLines, path: Path) -> tuple[str, ...]:
    started = time.monotonic()
    products = build_from(source, path)
    built = time.monotonic() - started
    rows = next(path.parent.glob(f"{path.name}.*.vectors"), None)
    middle, slow, memory = asked(path)
    sizes = [f"{file.stat().st_size / 1e6:.0f}" if file else "none" for file in (path, rows)]
    return f"{products:,}", f"{built:.0f}", *sizes, f"{middle} / {slow}", memory


def asked(path: Path) -> tuple[str, str, str]:
    """Times in a process of its own, whose memory is what it grew by."""
    command = [sys.executable, "-m", "benchmarks.search", "ask", str(path)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=600)
    middle, slow, memory = done.stdout.split()
    return middle, slow, memory


def ask(path: Path) -> None:
    queries = [text for q in read_queries(folder() / "queries.jsonl.gz") for text in (q.query, q.typo or q.query)]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    finder = Finder(Index.open(path))
    finder.find("the first loads the words")
    times = []
    for text in queries:
        started = time.perf_counter()
        finder.find(text)
        times.append((time.perf_counter() - started) * 1000)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(f"{percentile(times, 0.5):.0f} {percentile(times, 0.95):.0f} {grown / 1024:.0f}")


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    for line in (head, ["---"] * len(head), *rows):
        print("| " + " | ".join(map(str, line)) + " |")
    print(flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["ask"]:
        ask(Path(sys.argv[2]))
    else:
        raise SystemExit(main())
