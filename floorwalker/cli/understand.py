"""`floorwalker understand`: what the assistant reads in a message, or in each line of a file."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from floorwalker.cli.train import MODEL, fingerprint
from floorwalker.errors import BadFile, BadSettings

STEP = 500
"""Messages between two words about progress."""


def add(commands: Any) -> None:
    parser = commands.add_parser("understand", help="show what the assistant reads in messages")
    parser.add_argument("text", nargs="*", help="one message")
    parser.add_argument("--file", type=Path, metavar="FILE", help="one message a line, UTF-8; - reads standard input")
    parser.add_argument("--after", default="", metavar="ACTION", help="the action or response the message answers")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Raises BadFile for a file that cannot be read, BadSettings without a model."""
    messages = _messages(args)
    model = _model()
    with _shop() as environ:
        for n, found in enumerate(_understood(model, messages, args.after, environ), 1):
            print(json.dumps(found, ensure_ascii=False) if args.json else _told(found), flush=n == 1)
            if n % STEP == 0:
                print(f"{n} of {len(messages)} messages", file=sys.stderr, flush=True)
    return 0


def _messages(args: argparse.Namespace) -> list[str]:
    if bool(args.text) == bool(args.file):
        raise BadFile(("understand: give one message, or --file FILE with one a line",))
    if args.text:
        return [" ".join(args.text)]
    if str(args.file) == "-":
        return sys.stdin.read().splitlines()
    try:
        text = args.file.read_text(encoding="utf-8-sig")
    except OSError as no:
        raise BadFile((f"{args.file}: cannot be read ({no.strerror})",)) from None
    except UnicodeDecodeError as no:
        raise BadFile((f"{args.file}: is not UTF-8 (byte {no.start})",)) from None
    return text.replace("\r\n", "\n").removesuffix("\n").split("\n") if text else []


def _model() -> Path:
    path = Path("models") / f"{MODEL}.tar.gz"
    if not path.exists():
        raise BadSettings((f"{path}: there is no trained model; run `floorwalker train`",))
    stamp = path.with_name(f"{MODEL}.sha256")
    if not stamp.exists() or stamp.read_text().strip() != fingerprint(Path()):
        print("note: the model is older than its data; `floorwalker train` brings it up to date", file=sys.stderr)
    return path


@contextmanager
def _shop() -> Iterator[Mapping[str, str]]:
    """The environment with a shop in it: the one that is there, else the sample shop in a passing folder."""
    if _has_catalogue():
        yield os.environ
        return
    from floorwalker.bootstrap import migrate, seed

    print("note: no catalogue is imported yet; names are those of the sample shop", file=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        passing = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        passing["FLOORWALKER_DATA"] = folder
        migrate(passing)
        seed(passing)
        yield passing


def _has_catalogue() -> bool:
    from floorwalker.bootstrap import open_books

    try:
        with open_books(os.environ).view() as work:
            return bool(work.catalogue.version())
    except BadSettings:
        return False


def _understood(
    model: Path, messages: Sequence[str], after: str, environ: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """Rasa's graph runs in a process of its own: it needs Rasa, which the shop's commands do not."""
    command = [sys.executable, "-m", "components.understand", str(model), *([after] if after else [])]
    quiet = {"SQLALCHEMY_SILENCE_UBER_WARNING": "1", "TF_CPP_MIN_LOG_LEVEL": "3", "RASA_TELEMETRY_ENABLED": "false"}
    with subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        env={**environ, **quiet},
    ) as process:  # fmt: skip
        assert process.stdin and process.stdout and process.stderr  # noqa: S101  (pipes were asked for)
        said: list[str] = []
        threads = [
            threading.Thread(target=_write, args=(process.stdin, messages), daemon=True),
            threading.Thread(target=said.extend, args=(process.stderr,), daemon=True),
        ]
        for thread in threads:
            thread.start()
        yield from map(json.loads, process.stdout)
        process.wait()
        threads[1].join()
    if process.returncode:
        raise BadSettings((f"understand: the model could not be read: {''.join(said[-3:]).strip()}",))


def _write(pipe: IO[str], messages: Iterable[str]) -> None:
    with pipe:
        pipe.writelines(json.dumps(message) + "\n" for message in messages)


def _told(found: Mapping[str, Any]) -> str:
    """For people: the message, the intent, what else it may be, and what it names."""
    lines = [
        found["text"],
        f"  {found['intent']}  {found['confidence']:.2f}{'' if found['sure'] else '  (unsure: the assistant asks)'}",
        "  else  " + ", ".join(f"{other['intent']} {other['confidence']:.2f}" for other in found["alternatives"]),
    ]
    lines += [f"  {e['entity']}  {e['value']}  “{found['text'][e['start'] : e['end']]}”" for e in found["entities"]]
    if len(found["clauses"]) > 1:
        lines += [f"  wish  {clause['intent']}  “{clause['text']}”" for clause in found["clauses"]]
    return "\n".join(lines)
