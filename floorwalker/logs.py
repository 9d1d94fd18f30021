"""How our processes log: one line an event, and tracebacks without locals, which may hold a shopper's words."""

from __future__ import annotations

import sys
from typing import Any

import structlog


def configure() -> None:
    """For a process whose logs nobody else has arranged. Colours only for a person's eyes."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.dev.set_exc_info,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.dev.ConsoleRenderer(
                colors=sys.stdout.isatty(), exception_formatter=structlog.dev.plain_traceback
            ),
        ]
    )


def without_locals() -> None:
    """For a process whose logs Rasa arranges: its tracebacks in JSON hold every local variable. To be called before
    it does so."""
    plain: Any = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    structlog.processors.dict_tracebacks = structlog.processors.ExceptionRenderer(plain)
