"""`python -m components.launch …` is the `rasa` command without the warnings of its dependencies."""

from __future__ import annotations

import os
import warnings

os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")


def quieten() -> None:
    """Sanic's import switches deprecation warnings on again, so they are switched off after it."""
    import sanic.app  # noqa: F401

    for category in (DeprecationWarning, FutureWarning, PendingDeprecationWarning):
        warnings.filterwarnings("ignore", category=category)
    warnings.filterwarnings("ignore", module="pyparsing|matplotlib")


def main() -> None:
    quieten()
    from rasa.__main__ import main as rasa

    rasa()


if __name__ == "__main__":
    main()
