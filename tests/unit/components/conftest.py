"""Rasa's components are tested where Rasa runs: on CPython 3.10."""

import importlib.util

collect_ignore_glob = [] if importlib.util.find_spec("rasa") else ["test_*.py"]
