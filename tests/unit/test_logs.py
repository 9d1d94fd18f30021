"""What is logged holds no shopper's words, wherever they stood when something broke."""

from __future__ import annotations

import subprocess
import sys

WORDS = "jo@example.org lives at Lindenweg 4"
BREAKS = f"""
import structlog
{{arranged}}
def turn():
    words = {WORDS!r}
    raise KeyError("broken")
try:
    turn()
except KeyError:
    structlog.get_logger().exception("turn.failed", conversation="c1")
"""
OURS = "from floorwalker.logs import configure; configure()"
RASAS = """
from floorwalker.logs import without_locals; without_locals()
structlog.configure(processors=[structlog.dev.set_exc_info, structlog.processors.dict_tracebacks,
                                structlog.processors.JSONRenderer()])
"""


def logged(arranged: str) -> str:
    command = [sys.executable, "-c", BREAKS.format(arranged=arranged)]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


def test_our_tracebacks_tell_where_and_nothing_that_stood_there() -> None:
    said = logged(OURS)
    assert "turn.failed" in said and "conversation=c1" in said and "KeyError: 'broken'" in said and "in turn" in said
    assert WORDS not in said


def test_rasas_tracebacks_tell_no_locals() -> None:
    said = logged(RASAS)
    assert "turn.failed" in said and '"name": "turn"' in said
    assert WORDS not in said
