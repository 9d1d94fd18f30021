"""The sandbox on loopback: a thin HTTP server, and a clockwork that sweeps and delivers."""

from __future__ import annotations

import logging
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from floorwalker.sandbox.app import Sandbox

log = logging.getLogger(__name__)

HOST = "127.0.0.1"
LONGEST_BODY = 1_000_000


def post(url: str, headers: Mapping[str, str], body: bytes) -> int:
    """Delivers a webhook: the answer's status, 0 when nobody answered."""
    request = urllib.request.Request(url, body, dict(headers))  # noqa: S310 - an endpoint that the operator named
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as no:
        no.close()
        return no.code
    except (OSError, HTTPException):
        return 0


class Server(ThreadingHTTPServer):
    """Serves a sandbox until `close`. Port 0 takes a free one; the sandbox's links then name it."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, sandbox: Sandbox, port: int) -> None:
        super().__init__((HOST, port), Handler)
        self.sandbox, self.changed, self.stopping = sandbox, threading.Event(), threading.Event()
        sandbox.context.base = f"http://{HOST}:{self.server_port}"
        self.clockwork = threading.Thread(target=self._tick, name="sandbox-clockwork", daemon=True)
        self.serving = threading.Thread(target=self.serve_forever, args=(0.05,), name="sandbox-http", daemon=True)

    def start(self) -> Server:
        self.clockwork.start()
        self.serving.start()
        return self

    def close(self) -> None:
        self.stopping.set()
        self.changed.set()
        self.shutdown()
        self.server_close()
        self.clockwork.join()
        self.sandbox.close()

    def handle_error(self, request: object, client_address: object) -> None:
        """A buyer who closes the page early is no error."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    def _work(self) -> None:
        """What fails now is tried in the next second: the clockwork never stops."""
        try:
            self.sandbox.tick()
        except Exception:
            log.exception("the sandbox's clockwork failed")

    def _tick(self) -> None:
        """Every second, and at once after a request that may have changed something."""
        while not self.stopping.is_set():
            self.changed.clear()
            self._work()
            self.changed.wait(1)


class Handler(BaseHTTPRequestHandler):
    """One request; quiet."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "sandbox"
    sys_version = ""
    timeout = 60

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()
        self.server.changed.set()

    def do_HEAD(self) -> None:
        self._answer()

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > LONGEST_BODY:
            self.close_connection = True
            self.send_error(413)
            return
        method = "GET" if self.command == "HEAD" else self.command
        headers = dict(self.headers.items())
        status, answered, body = self.server.sandbox.handle(method, self.path, headers, self.rfile.read(length))
        self.send_response(status)
        for name, value in {**answered, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a session's id is the key to its page."""
