"""`floorwalker train`: trains the assistant when something that it learns from has changed, with progress."""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SOURCES = ("config.yml", "domain.yml", "data", "components", "floorwalker/search", "uv.lock")
MODEL = "floorwalker"


def add(commands: Any) -> None:
    parser = commands.add_parser("train", help="train the assistant if its data have changed")
    parser.add_argument("--force", action="store_true", help="train even when nothing has changed")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    stamp, now = Path("models") / f"{MODEL}.sha256", fingerprint(Path())
    trained = stamp.exists() and stamp.read_text().strip() == now and (stamp.with_suffix(".tar.gz")).exists()
    if trained and not arguments.force:
        print("The assistant is trained: nothing has changed.")
        return 0
    started = time.monotonic()
    print("Training the assistant (one to three minutes) …", flush=True)
    code = _train(started)
    if code == 0:
        stamp.write_text(now + "\n")
        print(f"Trained in {time.monotonic() - started:.0f} s.")
    return code


def fingerprint(root: Path) -> str:
    """A hash over everything that training reads."""
    digest = hashlib.sha256()
    for path in _files(root):
        digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _files(root: Path) -> Iterator[Path]:
    for source in SOURCES:
        place = root / source
        found = sorted(place.rglob("*")) if place.is_dir() else [place]
        yield from (path for path in found if path.suffix in (".yml", ".py", ".jsonl", ".lock") and path.is_file())


def _train(started: float) -> int:
    # our policies learn stories as they are written: Rasa need not make longer ones of them
    command = [sys.executable, "-m", "components.launch", "train", "--augmentation", "0", "--fixed-model-name", MODEL]
    quiet = {"RASA_TELEMETRY_ENABLED": "false", "SQLALCHEMY_SILENCE_UBER_WARNING": "1", "TF_CPP_MIN_LOG_LEVEL": "3"}
    with subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, **quiet}
    ) as process:
        said = list(_progress(process, started))
    if process.returncode:
        print("\n".join(said[-30:]), file=sys.stderr)
    return process.returncode


def _progress(process: subprocess.Popen[str], started: float) -> Iterator[str]:
    assert process.stdout is not None  # noqa: S101  (a pipe was asked for)
    for line in process.stdout:
        step = line.rpartition("Starting to train component ")[2] if "Starting to train" in line else ""
        if step:
            print(f"  {time.monotonic() - started:4.0f} s  {step.strip().strip(chr(39) + '.')}", flush=True)
        yield line.rstrip()
