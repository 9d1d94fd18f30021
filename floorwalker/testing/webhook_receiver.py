"""A receiver of webhooks on this machine: keeps what came and answers as it is told. For adapter authors' tests."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple


class Came(NamedTuple):
    """One request: header names in lower case."""

    headers: Mapping[str, str]
    body: bytes


class WebhookReceiver(ThreadingHTTPServer):
    """Keeps every request in `came`. Answers with the statuses in `answers` in turn, then 200; `lost` counts answers
    that get lost after the request was kept; `reply` makes status and body of what is not refused. What was refused
    stands in `turned_away`."""

    daemon_threads = True

    def __init__(self, reply: Callable[[Came], tuple[int, bytes]] = lambda _: (200, b"")) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.reply, self.lost = reply, 0
        self.answers: list[int] = []
        self.came: list[Came] = []
        self.turned_away: list[Came] = []
        self._thread = threading.Thread(target=self.serve_forever, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/in"

    def wait(self, count: int, seconds: float = 5) -> list[Came]:
        """What came, once it is so many; sooner or later fewer."""
        end = time.monotonic() + seconds
        while len(self.came) < count and time.monotonic() < end:
            time.sleep(0.01)
        return list(self.came)

    def stop(self) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: WebhookReceiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        came = Came({name.lower(): value for name, value in self.headers.items()}, body)
        refused = self.server.answers.pop(0) if self.server.answers else 0
        status, answer = (refused, b"") if refused else self.server.reply(came)
        (self.server.came if status == 200 else self.server.turned_away).append(came)
        if status == 200 and self.server.lost:
            self.server.lost -= 1
            self.close_connection = True
            return
        self.send_response(status)
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""
