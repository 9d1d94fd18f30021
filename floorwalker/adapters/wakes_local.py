"""Wake-ups on one machine without Redis: datagrams to a socket file beside the shop's data.

A hint and nothing more, as over Redis: what does not arrive is found by the streams' own look at the table. Where the
system has no such sockets, or the path is too long for one, there are no wake-ups.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

NAME = "wakes.sock"
LONGEST_PATH = 100
LONGEST_ID = 64
WAIT_SECONDS = 1.0


@dataclass
class SocketWakes:
    """Whoever writes tells; the one process that holds the streams hears. Neither raises, and telling never waits."""

    path: Path
    _heard: socket.socket | None = field(default=None, repr=False)

    def tell(self, conversation: str) -> None:
        """There are new rows."""
        with suppress(OSError), _datagrams() as out:  # nobody hears, or too many tell at once
            out.setblocking(False)
            out.sendto(conversation.encode()[:LONGEST_ID], str(self.path))

    def hear(self, wake: Callable[[str], None], seconds: float = WAIT_SECONDS) -> None:
        """Waits for one wake-up; to be called again and again by one thread."""
        if self._heard is None:
            self._heard = self._bound()
        self._heard.settimeout(seconds)
        with suppress(TimeoutError, socket.timeout):
            wake(self._heard.recv(LONGEST_ID).decode(errors="replace"))

    def close(self) -> None:
        heard, self._heard = self._heard, None
        if heard is not None:
            heard.close()
            self.path.unlink(missing_ok=True)

    def _bound(self) -> socket.socket:
        self.path.unlink(missing_ok=True)  # what a dead process left
        heard = _datagrams()
        heard.bind(str(self.path))
        self.path.chmod(0o600)
        return heard


def local_wakes(folder: Path) -> SocketWakes | None:
    """None where the system cannot."""
    path = folder.resolve() / NAME
    if not hasattr(socket, "AF_UNIX") or len(str(path).encode()) > LONGEST_PATH:
        return None
    return SocketWakes(path)


def _datagrams() -> socket.socket:
    return socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
