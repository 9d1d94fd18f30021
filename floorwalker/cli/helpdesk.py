"""`floorwalker helpdesk`: what to enter in the helpdesk that store.yml names, and whether it answers."""

from __future__ import annotations

import argparse
import os
from typing import Any


def add(commands: Any) -> None:
    parser = commands.add_parser("helpdesk", help="what to enter in a helpdesk outside, and whether it answers")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Raises BadSettings where address or key do not work."""
    from floorwalker.bootstrap_outside import helpdesk_path, open_helpdesk
    from floorwalker.settings import Settings

    helpdesk = open_helpdesk(os.environ)
    if helpdesk is None:
        print("People answer in the shop's own console, at /desk.")
        print("To let them answer elsewhere, write `helpdesk: chatwoot` or `webhook` under `support` in store.yml.")
        return 0
    print(f"Webhook address to enter there: {Settings.read(os.environ).public_url}{helpdesk_path(os.environ)}")
    print(helpdesk.check())
    return 0
