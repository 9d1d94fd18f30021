"""Runs a command that ends when the process that started it has ended, even by force: `leash.py PID COMMAND …`.

The kernel sends the command SIGTERM then (Linux; elsewhere the command just runs). Nothing stays between the two.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress

PR_SET_PDEATHSIG = 1


def main(arguments: Sequence[str]) -> None:
    """Becomes the command, tied to the process `PID`."""
    parent, *command = arguments
    with suppress(AttributeError, OSError):  # no prctl on this system
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)
    if os.getppid() != int(parent):
        sys.exit(143)  # it ended before we were tied to it
    os.execvp(command[0], command)  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1:])
