"""`python -m components.launch …` is the `rasa` command without the warnings of its dependencies."""

from __future__ import annotations

import os
import sys
import warnings

from components.quirks import check_the_schema_once
from floorwalker import logs

os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")


def quieten() -> None:
    """Sanic's import switches deprecation warnings on again, so they are switched off after it."""
    import sanic.app  # noqa: F401

    for category in (DeprecationWarning, FutureWarning, PendingDeprecationWarning):
        warnings.filterwarnings("ignore", category=category)
    warnings.filterwarnings("ignore", module="pyparsing|matplotlib")


def keep_token() -> None:
    """Rasa takes its API's token only as an argument, which every user of the machine could read among the processes;
    so it comes in by the environment."""
    token = os.environ.get("RASA_TOKEN")
    told = any(word.startswith("--auth-token") for word in sys.argv)
    if token and sys.argv[1:2] == ["run"] and "--enable-api" in sys.argv and not told:
        sys.argv.append(f"--auth-token={token}")  # in one word: a token may begin with a dash


def main() -> None:
    quieten()
    keep_token()
    logs.without_locals()
    if sys.argv[1:2] == ["run"]:
        check_the_schema_once()
    from rasa.__main__ import main as rasa

    rasa()


if __name__ == "__main__":
    main()
