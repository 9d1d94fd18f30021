"""Databases in memory are closed after each test; Rasa, which warns of others' code, is loaded before the tests."""

import importlib.util
import warnings

from tests.unit.conversations.conftest import closed

if importlib.util.find_spec("rasa"):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import channels.base  # noqa: F401

__all__ = ["closed"]
