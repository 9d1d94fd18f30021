"""`make bench-mood`: who has had enough, by the rule and by VADER alone, on rated support dialogues and on own lines.

Needs `dialogues.txt.gz` in `../shared/data/frustration` (or the folder that MOOD_DATA names); the own lines always run.
Dialogues by Lynx1981/dfrustration (MIT). A dialogue is positive where three people gave one of its turns 3 or more on
average.
"""

from __future__ import annotations

import gzip
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import yaml

from components.negativity import negativity
from floorwalker.conversations.mood import Mood, read_lists

ROOT = Path(__file__).parents[1]
OWN = ROOT / "tests" / "mood" / "lines.yml"
RATED = re.compile(r"\s*\{([^}]*)\}\s*$")
POSITIVE = 3.0
Dialogue = tuple[Sequence[str], bool]
Caller = Callable[[Sequence[str]], bool]


def folder() -> Path:
    return Path(os.environ.get("MOOD_DATA") or ROOT.parent / "shared" / "data" / "frustration")


def rated(path: Path) -> Iterator[Dialogue]:
    """The customers' turns of each dialogue and whether one of them is positive; only turns with three ratings tell."""
    with gzip.open(path, "rt", encoding="utf-8") as dialogues:
        blocks = re.split(r"\n\s*\n", dialogues.read())
    for block in blocks:
        turns = [line.partition(":")[2].strip() for line in block.splitlines() if line.startswith("USER:")]
        marks = [_mean(turn) for turn in turns]
        if any(mark is not None for mark in marks):
            yield [RATED.sub("", turn) for turn in turns], any((mark or 0) >= POSITIVE for mark in marks)


def _mean(turn: str) -> float | None:
    found = RATED.search(turn)
    parts = [part.strip() for part in found[1].split(",")] if found else []
    return sum(map(int, parts)) / 3 if len(parts) == 3 and all(part.isdecimal() for part in parts) else None


def own() -> list[Dialogue]:
    lines = yaml.safe_load(OWN.read_text(encoding="utf-8"))
    return [([text], kind == "upset") for kind in ("upset", "calm") for said in lines[kind].values() for text in said]


def called(mood: Mood, threshold: float) -> Caller:
    """Whether the score reaches it at some turn, or a word calls at once."""

    def calls(texts: Sequence[str]) -> bool:
        heard = (mood.judge(texts[: n + 1]) for n in range(len(texts)))
        return any(one.reason in ("abuse", "legal") or one.score >= threshold for one in heard)

    return calls


def vader(threshold: float) -> Caller:
    return lambda texts: any(negativity(text) >= threshold for text in texts)


def row(name: str, calls: Caller, dialogues: Iterable[Dialogue]) -> tuple[str, ...]:
    found = [(calls(texts), upset) for texts, upset in dialogues]
    right = sum(1 for said, upset in found if said and upset)
    said, upset = sum(said for said, _ in found), sum(upset for _, upset in found)
    calm = sum(1 for said, is_upset in found if said and not is_upset) / max(1, len(found) - upset)
    return name, f"{right / max(1, said):.2f}", f"{right / max(1, upset):.2f}", f"{calm:.0%}"


def main() -> None:
    mood = Mood(read_lists(ROOT / "data"), negativity)
    rule = [(f"the rule, S ≥ {at}", called(mood, at)) for at in (0.6, 0.4)]
    alone = [(f"VADER alone, ≥ {at}", vader(at)) for at in (0.6, 0.4)]
    sets = {"200 lines of shop chat, with traps": own()}
    if (folder() / "dialogues.txt.gz").exists():
        sets = {"rated support dialogues": list(rated(folder() / "dialogues.txt.gz")), **sets}
    else:
        print(f"Skipped: no dialogues.txt.gz in {folder()}; MOOD_DATA names another folder.\n")
    for name, dialogues in sets.items():
        print(f"{name}: {len(dialogues)}, of them upset {sum(upset for _, upset in dialogues)}\n")
        for line in (("by", "precision", "recall", "calm ones called"), ("---",) * 4,
                     *(row(what, calls, dialogues) for what, calls in (*rule, *alone))):  # fmt: skip
            print("| " + " | ".join(line) + " |")
        print(flush=True)


if __name__ == "__main__":
    main()
