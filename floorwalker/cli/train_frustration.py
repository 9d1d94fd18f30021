"""`floorwalker train-frustration`: fits what the signs of anger weigh to the agents' answers."""

from __future__ import annotations

import argparse
import json
import os
from dataclasses import asdict
from importlib import import_module
from typing import Any

from floorwalker.conversations.mood import KEPT_WEIGHTS
from floorwalker.errors import BadSettings
from floorwalker.settings import Settings


def add(commands: Any) -> None:
    parser = commands.add_parser("train-frustration", help="fit the signs of anger to what agents called right")
    parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Raises BadSettings where there are too few answers; nothing is changed then."""
    from floorwalker.bootstrap import mood_settings, open_books

    training: Any = import_module("components.mood_training")
    with open_books(os.environ).view() as work:
        answers = work.handoffs.judged()
    labels = [label for detail, right in answers if (label := training.read_label(detail, right))]
    if why := training.too_few(labels):
        raise BadSettings((f"train-frustration: {why}; agents answer “Right to pass on?” in the console",))
    before, thresholds = mood_settings(os.environ)
    after = training.fitted(labels, before)
    for name, weights in (("now", before), ("fitted", after)):
        print(f"{name}: " + ", ".join(f"{sign} {weight}" for sign, weight in asdict(weights).items()))
        for call, threshold in asdict(thresholds).items():
            count, right = training.called(labels, weights, before, threshold)
            print(f"  {call} from {threshold}: {count} of {len(labels)} conversations, {right} of them rightly")
    if not args.dry_run:
        path = Settings.read(os.environ).data / KEPT_WEIGHTS
        path.write_text(json.dumps(asdict(after)), encoding="utf-8")
        print(f"written to {path}; it counts from the next start")
    return 0
