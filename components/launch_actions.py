"""`python -m components.launch_actions …` is `python -m rasa_sdk …` without the warnings of its dependencies."""

from __future__ import annotations

import runpy

from components.launch import quieten

if __name__ == "__main__":
    quieten()
    runpy.run_module("rasa_sdk", run_name="__main__")
