"""`python -m components.launch_actions …` is `python -m rasa_sdk …` without the warnings of its dependencies."""

from __future__ import annotations

import runpy

from components.launch import quieten
from floorwalker import logs

if __name__ == "__main__":
    quieten()
    logs.configure()
    runpy.run_module("rasa_sdk", run_name="__main__")
