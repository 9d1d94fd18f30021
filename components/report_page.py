"""`make nlu-report`: writes the designer's page. Every line that could be trained has one click that copies the one
command which adds it."""

from __future__ import annotations

import os
import shlex
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any

from components import report
from components.catalogue import shop_names
from components.examples import Example, training
from components.overlaps import HIDDEN
from components.report import Learned
from components.understand import Reader
from floorwalker.bootstrap import heard

DAYS, DAY = 30, 86_400
MOST = 200
MODEL = Path("models") / "floorwalker.tar.gz"
PAGE = Path("nlu-report.html")
COMMAND = "python -m components.check_examples"
HEAD = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>How well messages are understood</title><style>
body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fbfaf7}
table{border-collapse:collapse;width:100%;margin:.5rem 0 2rem}
td,th{text-align:left;padding:.35rem .6rem;vertical-align:top;border-bottom:1px solid #ddd8cc}
small{color:#666}button{font:inherit;cursor:pointer}
</style><script>
function copy(button){navigator.clipboard.writeText(button.dataset.command);button.textContent="copied"}
</script>"""


def main(arguments: Sequence[str]) -> int:
    """An argument names the folder of the page; else it is the shop's data folder."""
    folder = Path(arguments[0]) if arguments else Path(os.environ.get("FLOORWALKER_DATA", "var"))
    folder.mkdir(parents=True, exist_ok=True)
    result = report.learned(training())
    body = "".join(sections(result, unsure(), shop_names().vocabulary.meanings.values()))
    (folder / PAGE).write_text(f"{HEAD}<h1>How well messages are understood</h1>{body}</html>\n", encoding="utf-8")
    sys.stdout.write(f"{folder / PAGE}\n")
    return 0


def unsure() -> list[dict[str, Any]]:
    """Real messages of the last thirty days that the assistant would ask about: as logged, without personal data."""
    said = Counter(heard(os.environ, int(time.time()) - DAYS * DAY))
    if not said or not MODEL.exists():
        return []
    found = Reader(MODEL).understood(list(said))
    doubtful = [one for one in found if not one["sure"] or one["intent"] == "out_of_scope"]
    return sorted(doubtful, key=lambda one: -said[one["text"]])[:MOST]


def sections(result: Learned, unsure: Sequence[dict[str, Any]], facets: Iterable[Any]) -> Iterable[str]:
    yield f"<p>{len(result.lines)} examples; {report.accuracy(result):.0%} are understood by a model that had not seen "
    yield "them.</p>"
    yield _table("Real messages that were not understood", "the last thirty days", ("message", "likeliest", ""), [
        (one["text"], f"{one['intent']} {one['confidence']:.0%}", *_buttons(one)) for one in unsure
    ])  # fmt: skip
    yield _table("Confusions", "lines of one intent that are read as another", ("of", "read as", "lines"), [
        (c.intent, c.other, " · ".join(line.text for line in c.lines)) for c in report.confusions(result)
    ])  # fmt: skip
    yield _table("Weak intents", f"less than {report.WEAK:.0%} of their lines", ("intent", "lines", "understood"), [
        (name, str(count), f"{share:.0%}") for name, count, share in report.weak(result)
    ])  # fmt: skip
    yield _table("Lines that look mislabelled", "", ("line", "stands in", "looks like", "place"), [
        (d.line.text, d.line.intent, f"{d.other} {d.confidence:.0%}", d.line.place) for d in report.doubts(result)
    ])  # fmt: skip
    yield _table("Lines that say the same", "", ("line", "like", "intents", "place"), [
        (d.line.text, d.twin.text, f"{d.line.intent} / {d.other}", d.line.place) for d in report.twins(result) if d.twin
    ])  # fmt: skip
    yield _table("Learning curve", "understood with so many lines an intent", ("lines", "understood"), [
        (str(most), f"{share:.0%}") for most, share in report.curve(result)
    ])  # fmt: skip
    yield _table("Entities", "how often the examples name them", ("entity", "named", "values never named"), [
        *coverage(result.lines, facets)
    ])  # fmt: skip


def coverage(lines: Sequence[Example], facets: Iterable[Any]) -> list[tuple[str, str, str]]:
    """Of each entity: how many lines name it, and which of the catalogue's values none does."""
    from components.entities import grammar
    from components.gazetteer import ENTITIES, Gazetteer

    gazetteer = Gazetteer(shop_names(), ("en", "de"))
    seen: Counter[str] = Counter()
    values: set[tuple[str, str]] = set()
    for line in lines:
        found = [*gazetteer.found(line.text), *grammar(line.text)]
        seen.update({one.entity for one in found} - set(HIDDEN))
        values |= {(one.entity, str(one.value)) for one in found}
    known = {(ENTITIES[name], value) for facet in facets for name, held in facet if name in ENTITIES for value in held}
    missing = {name: sorted(value for entity, value in known - values if entity == name) for name in seen}
    return [(name, str(count), ", ".join(missing[name])) for name, count in seen.most_common()]


def _buttons(one: dict[str, Any]) -> list[str]:
    """A click copies the command that adds the message to one of the likeliest intents."""
    names = [one["intent"], *(other["intent"] for other in one["alternatives"][:2])]
    keys = [one.get("faq") if name == "faq" else name for name in names]
    return ["\0" + "".join(_button(key, one["text"]) for key in keys if key)]


def _button(intent: str, text: str) -> str:
    command = escape(f"{COMMAND} {intent} {shlex.quote(text)}", quote=True)
    return f'<button onclick="copy(this)" data-command="{command}" title="{command}">{escape(intent)}</button> '


def _table(title: str, note: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    top = "".join(f"<th>{escape(name)}" for name in head)
    body = "".join("<tr>" + "".join(f"<td>{_cell(cell)}" for cell in row) for row in rows)
    shown = f"<table><tr>{top}{body}</table>" if rows else "<p>None.</p>"
    return f"<h2>{escape(title)} <small>{escape(note)}</small></h2>{shown}"


def _cell(cell: str) -> str:
    """What begins with a zero byte is HTML already."""
    return cell[1:] if cell.startswith("\0") else escape(cell)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
