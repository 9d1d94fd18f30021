"""`make bench-nlu`: how well messages are understood, beside Rasa's default pipeline trained on the same lines now.

`python -m benchmarks.nlu errors` writes the misread lines too; `ours` leaves the default pipeline out.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.nlu_sets import COARSE, ROOT, Line, misfits, mistyped, own, shared

MODEL = ROOT / "models" / "floorwalker.tar.gz"
NEW = ROOT / "tests" / "nlu" / "new_products.jsonl"
KEPT = 0.9
DEFAULT = """recipe: default.v1
assistant_id: default
language: en
pipeline:
- name: WhitespaceTokenizer
- name: RegexFeaturizer
- name: LexicalSyntacticFeaturizer
- name: CountVectorsFeaturizer
- name: CountVectorsFeaturizer
  analyzer: char_wb
  min_ngram: 1
  max_ngram: 4
- name: DIETClassifier
  epochs: 100
  constrain_similarities: true
- name: EntitySynonymMapper
- name: FallbackClassifier
  threshold: 0.3
  ambiguity_threshold: 0.1
policies: []
"""
"""What `rasa init` writes, without its ResponseSelector, which changes no intent."""
Ranked = list[list[tuple[str, float]]]


def main(arguments: Sequence[str]) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        os.environ["FLOORWALKER_DATA"] = str(folder / "shop")
        os.environ.pop("DATABASE_URL", None)
        prepare_shop()
        sets = {"real customers, other trades": shared(), "own, English": own("english"), "own, German": own("german")}
        before = memory()
        ours = reader(MODEL)
        if not sets["real customers, other trades"]:
            print("Real customers' lines are absent: that row is not measured.\n")
        sets = {name: lines for name, lines in sets.items() if lines}
        table("Floorwalker", figures(ours, sets))
        if "ours" not in arguments:
            table("Rasa's default pipeline", figures(reader(default_model(folder)), sets))
        print(f"entities, F1 on the own lines: {entity_f1(ours, folder):.3f} (new products among them)")
        speed(ours, [line.text for lines in sets.values() for line in lines], before)
        if "errors" in arguments:
            for lines in sets.values():
                print("", *misfits(lines, [names(one)[0] for one in ranked(ours, lines)]), sep="\n")


def prepare_shop() -> None:
    from floorwalker.bootstrap import migrate, seed

    migrate(os.environ)
    seed(os.environ)


def reader(model: Path) -> Any:
    from components.understand import Reader

    return Reader(model)


def default_model(folder: Path) -> Path:
    """Trained anew on the examples of `data`, which have nothing else in them."""
    (folder / "default.yml").write_text(DEFAULT)
    for path in sorted((ROOT / "data").rglob("nlu.yml")):
        shutil.copy(path, _made(folder / "lines") / f"{path.parent.name}.yml")
    command = [sys.executable, "-m", "components.launch", "train", "nlu", "--config", str(folder / "default.yml"),
               "--nlu", str(folder / "lines"), "--out", str(folder), "--fixed-model-name", "default"]  # fmt: skip
    started = time.monotonic()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=3000)
    print(f"Rasa's default pipeline: trained in {time.monotonic() - started:.0f} s.\n", flush=True)
    return folder / "default.tar.gz"


def figures(model: Any, sets: Mapping[str, list[Line]]) -> list[Sequence[str]]:
    return [_row(name, model, lines) for name, lines in sets.items()]


def _row(name: str, model: Any, lines: list[Line]) -> Sequence[str]:
    read, slipped = ranked(model, lines), ranked(model, mistyped(lines))
    first = right(lines, read, 1)
    slips = f"{right(lines, slipped, 1):.3f} ({right(lines, slipped, 1) - first:+.3f})"
    return name, str(len(lines)), f"{first:.3f}", f"{right(lines, read, 3):.3f}", slips, f"{strangers(lines, read):.3f}"


def ranked(model: Any, lines: list[Line]) -> Ranked:
    return [
        [(rank["name"], rank["confidence"]) for rank in data["intent_ranking"] if rank["name"] != "nlu_fallback"]
        for data in model.parsed([line.text for line in lines])
    ]


def names(ranking: list[tuple[str, float]]) -> list[str]:
    """The intents as the shared labels call them, each once."""
    return list(dict.fromkeys(name for name, _ in ranking))


def right(lines: list[Line], read: Ranked, first: int) -> float:
    hits = [bool(accepted(line) & set(names(ranking)[:first])) for line, ranking in zip(lines, read, strict=True)]
    return sum(hits) / len(hits)


def accepted(line: Line) -> frozenset[str]:
    finer = {fine for fine, coarse in COARSE.items() if coarse in line.intents and fine not in line.intents}
    return line.intents | finer


def strangers(lines: list[Line], read: Ranked) -> float:
    """The share of foreign messages below the bound that keeps nine in ten of the shop's own."""
    score = [1 - dict(ranking).get("out_of_scope", 0.0) for ranking in read]
    home = sorted(value for value, line in zip(score, lines, strict=True) if line.in_scope)
    foreign = [value for value, line in zip(score, lines, strict=True) if line.strange]
    bound = home[int(len(home) * (1 - KEPT))]
    return sum(value < bound for value in foreign) / len(foreign) if foreign else float("nan")


def entity_f1(model: Any, folder: Path) -> float:
    """On the own lines; the new products are taken in while the model runs, and how soon it knows them is told."""
    from floorwalker.bootstrap import take_in

    catalogue = shutil.copytree(ROOT / "data" / "catalogue", folder / "catalogue")
    with (catalogue / "products.jsonl").open("a") as file:
        file.write(NEW.read_text())
    take_in(os.environ, catalogue)
    started = time.monotonic()
    while not model.understood(["Vesper"])[0]["entities"] and time.monotonic() - started < 60:
        time.sleep(0.2)
    print(f"a new product is known after {time.monotonic() - started:.1f} s, without training")
    lines = [*own("english"), *own("german")]
    hits = found = marked = 0
    for line, told in zip(lines, model.understood([line.text for line in lines]), strict=True):
        got = {(e["entity"], e["start"], e["end"]): str(e["value"]) for e in told["entities"]}
        want = {(_entity(m.entity), m.start, m.end): m.value for m in line.marks}
        hits += sum(place in got and value in (None, got[place]) for place, value in want.items())
        found, marked = found + len(got), marked + len(want)
    return 2 * hits / (found + marked)


def _entity(name: str) -> str:
    return "code" if name == "coupon" else name


def speed(model: Any, texts: list[str], before: int) -> None:
    """One message at a time, each as new as at its first time."""
    from components.encoders import sentence_vector

    sentence_vector.cache_clear()
    took = []
    for text in dict.fromkeys(texts):
        started = time.process_time()
        model.parsed([text])
        took.append((time.process_time() - started) * 1000)
    took.sort()
    print(f"one message, CPU: {statistics.median(took):.1f} ms p50, {took[int(len(took) * 0.95)]:.1f} ms p95")
    print(f"the process's memory: {before} MB with Rasa's imports, {memory()} MB with the model and all of this")


def memory() -> int:
    """Peak resident set, MB."""
    import components.understand  # noqa: F401  (Rasa's imports count as before)

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def table(title: str, rows: Sequence[Sequence[str]]) -> None:
    head = (title, "lines", "right", "among three", "with a typo", f"foreign found, {KEPT:.0%} kept")
    for row in (head, ["---"] * len(head), *rows):
        print("| " + " | ".join(row) + " |")
    print(flush=True)


def _made(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder


if __name__ == "__main__":
    main(sys.argv[1:])
