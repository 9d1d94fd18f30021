"""The sandbox itself: one request in, one answer out. No HTTP in here, and no threads."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from floorwalker.sandbox import buyer, pages, routes, webhooks
from floorwalker.sandbox.clock import Clock, FileClock
from floorwalker.sandbox.context import Context, Faults
from floorwalker.sandbox.errors import FAULTS, ApiError, invalid, key_reused, unauthorized
from floorwalker.sandbox.forms import Form, decode
from floorwalker.sandbox.lists import expand
from floorwalker.sandbox.store import Answer, Object, Store, fresh

Response = tuple[int, dict[str, str], bytes]

KEY_SECONDS = 86400
NOT_KEPT = (400, 401, 404, 409, 429, 503)


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(self.path.encode() + b"\n" + self.body).hexdigest()

    @property
    def idempotency_key(self) -> str | None:
        return self.headers.get("idempotency-key") if self.method == "POST" else None

    def form(self) -> Form:
        """The parameters, from the body (form or JSON) or the query."""
        if self.body and "json" in self.headers.get("content-type", ""):
            read = json.loads(self.body)
            return read if isinstance(read, dict) else {}
        return decode(self.body.decode() if self.body else self.query)


@dataclass
class Sandbox:
    """`store` is the path of its SQLite file; `key` the one key it takes (without: any sk_test_ key);
    `base` its own public address, which links begin with; `deliver` posts webhooks."""

    store: str = ":memory:"
    key: str | None = None
    base: str = "http://127.0.0.1:8100"
    clock: Clock = field(default_factory=FileClock)
    deliver: webhooks.Deliver = lambda url, headers, body: 0
    shop: str = "the shop"

    def __post_init__(self) -> None:
        if self.key is not None and not self.key.startswith("sk_test_"):
            raise ValueError("the sandbox takes a key that begins with sk_test_ only")
        self.context = Context(Store(self.store), self.clock, self.base, self.shop)
        self.lock = threading.RLock()
        self.delivering = threading.Lock()

    @property
    def faults(self) -> Faults:
        return self.context.faults

    def endpoint(self, url: str, secret: str) -> None:
        """Sends every event to this address, signed with this secret."""
        with self._work() as ctx:
            webhooks.register(ctx, url, secret)

    def handle(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Response:
        """Answers one request; `path` may carry a query."""
        parts = urlsplit(path)
        low = {name.lower(): value for name, value in headers.items()}
        request = Request(method, parts.path, parts.query, low, body)
        self.sweep()
        if request.path == "/health":
            return _json(200, {"status": "ok"})
        if request.path == "/favicon.ico":
            return 204, {}, b""
        if request.path.startswith("/c/"):
            with self._work() as ctx:
                return pages.handle(ctx, method, request.path, request.form())
        return self._call(request)

    def sweep(self) -> None:
        """Does what time does: closes sessions, settles delays."""
        with self._work() as ctx:
            buyer.sweep(ctx)

    def tick(self) -> int:
        """A sweep, and every webhook that is due: how many were sent."""
        self.sweep()
        with self.delivering:
            with self._work() as ctx:
                parcels = webhooks.parcels(ctx)
            for parcel in parcels:
                status = self.deliver(parcel.url, parcel.headers, parcel.body)  # the lock is free: it may call us
                with self._work() as ctx:
                    webhooks.delivered(ctx, parcel.delivery, status)
        return len(parcels)

    def close(self) -> None:
        with self.lock:
            self.context.store.close()

    @contextmanager
    def _work(self) -> Iterator[Context]:
        with self.lock, self.context.store.begin():
            yield self.context

    def _call(self, request: Request) -> Response:
        """A call of the API. An ApiError is an answer: what happened up to there stays."""
        with self._work() as ctx:
            try:
                self._authorize(request)
                return self._once(ctx, request)
            except ApiError as no:
                return _json(no.status, {"error": no.error})

    def _authorize(self, request: Request) -> None:
        key = _key(request.headers.get("authorization", ""))
        if not key.startswith("sk_test_") or (self.key is not None and key != self.key):
            raise unauthorized()

    def _ordered(self, request: Request) -> Response | None:
        """The answer that a test ordered for the next call of the API."""
        if not self.faults.answers or not request.path.startswith("/v1/"):
            return None
        status = self.faults.answers.pop(0)
        return _json(status, {"error": FAULTS.get(status, FAULTS[500])})

    def _once(self, ctx: Context, request: Request) -> Response:
        """The first answer again, when its key is remembered."""
        key, now = request.idempotency_key, ctx.now
        if key is None:
            return self._answer(ctx, request)
        known = ctx.store.answer(key, now - KEY_SECONDS)
        if known is None:
            status, headers, body = self._answer(ctx, request)
            if status not in NOT_KEPT:
                ctx.store.keep_answer(key, Answer(request.fingerprint, status, body), now)
            return status, headers, body
        if known.fingerprint != request.fingerprint:
            raise key_reused(key)
        return known.status, {**_headers(), "Idempotent-Replayed": "true"}, known.body

    def _answer(self, ctx: Context, request: Request) -> Response:
        ctx.idempotency_key = request.idempotency_key
        try:
            return self._ordered(request) or _json(200, _obj(ctx, request))
        except ApiError as no:
            return _json(no.status, {"error": no.error})
        finally:
            ctx.idempotency_key = None


def _obj(ctx: Context, request: Request) -> Object:
    try:
        form = request.form()
        return expand(ctx.store, routes.find(request.method, request.path)(ctx, form), form.get("expand", ()))
    except ValueError:
        raise invalid("The request could not be read.") from None


def _key(authorization: str) -> str:
    """The key of `Bearer …`, or the user's name of `Basic …`."""
    scheme, _, value = authorization.partition(" ")
    if scheme == "Basic":
        try:
            return base64.b64decode(value).decode().split(":")[0]
        except (binascii.Error, UnicodeDecodeError):
            return ""
    return value if scheme == "Bearer" else ""


def _headers() -> dict[str, str]:
    return {"Content-Type": "application/json", "Request-Id": fresh("req"), "Cache-Control": "no-store"}


def _json(status: int, obj: Object) -> Response:
    return status, _headers(), json.dumps(obj).encode()
