"""The web process: `uvicorn --factory web.app:create`."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from starlette.applications import Starlette
from starlette.datastructures import State
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from floorwalker import logs
from floorwalker.bootstrap import (
    open_desk,
    open_forwarder,
    open_log,
    open_pictures,
    open_sessions,
    open_shop,
    open_wakes,
    open_worker,
)
from floorwalker.bootstrap_outside import helpdesk_path, helpdesk_sinks, open_inbox, open_relay, open_timeline
from floorwalker.conversations.background import Repeating
from floorwalker.settings import Settings
from web.chat.session import session
from web.chat.signs import TYPING_SECONDS, received, typing
from web.chat.stream import Streams, events
from web.console import setup as console
from web.forward import webhook
from web.headers import SecurityHeaders
from web.helpdesk import helpdesk_webhook
from web.limits import Limits, TokenBucket
from web.office import setup as office
from web.office.visits import CountVisits
from web.staff import setup as staff
from web.storefront import setup as storefront
from web.stripe_webhook import stripe_webhook
from web.worker import Deliveries

OUTBOX_SECONDS, DESK_SECONDS, RECONCILE_SECONDS = 0.2, 1.0, 60.0
RELAY_SECONDS, CATCH_UP_SECONDS, TIMELINE_SECONDS = 0.3, 30.0, 30.0
HERE = Path(__file__).parent


def create(environ: Mapping[str, str] = os.environ) -> Starlette:
    """The application, wired; raises BadSettings before anything is served."""
    logs.configure()
    settings = Settings.read(environ)
    app = Starlette(
        routes=_routes(),
        middleware=[Middleware(SecurityHeaders), Middleware(Limits), Middleware(CountVisits)],
        lifespan=_running,
    )
    state = app.state
    state.settings, state.public_url = settings, settings.public_url
    state.shop, state.log = open_shop(environ), open_log(environ)
    state.desk = open_desk(environ, state.shop)
    state.sessions, state.forwarder = open_sessions(environ), open_forwarder(environ)
    state.streams, state.worker = Streams(state.log), open_worker(environ, helpdesk_sinks(environ))
    state.relay, state.inbox = open_relay(environ), open_inbox(environ, state.desk, state.shop.desk)
    state.helpdesk_path, state.timeline = helpdesk_path(environ), open_timeline(environ)
    state.message_limit, state.typing_limit = TokenBucket(60, 2), TokenBucket(1, 1 / TYPING_SECONDS)
    state.pictures, state.wakes = open_pictures(), open_wakes(environ)
    storefront.prepare(app, environ)
    staff.prepare(app, environ)
    console.prepare(app)
    office.prepare(app, environ)
    return app


async def health(_: Request) -> JSONResponse:
    return JSONResponse({"status": "ok"})


def _routes() -> list[BaseRoute]:
    return [
        Route("/health", health),
        Route("/chat/session", session, methods=["POST"]),
        Route("/chat/events", events),
        Route("/chat/typing", typing, methods=["POST"]),
        Route("/chat/received", received, methods=["POST"]),
        Route("/webhooks/{path:path}", webhook, methods=["GET", "POST"]),
        Route("/stripe/webhook", stripe_webhook, methods=["POST"]),
        Route("/helpdesk/{path:path}", helpdesk_webhook, methods=["POST"]),
        Mount("/widget", StaticFiles(directory=HERE / "widget" / "dist")),
        *staff.routes(),
        *console.routes(),
        *office.routes(),
        *storefront.routes(),
    ]


def _desk(state: State) -> None:
    state.desk.run_due(tuple(state.streams.waiting))


@asynccontextmanager
async def _running(app: Starlette) -> AsyncIterator[None]:
    state = app.state
    deliveries = Deliveries(state.worker)
    state.streams.heard = state.desk_watch.heard
    watches = [asyncio.create_task(one) for one in (state.streams.watch(), state.desk_watch.run())]
    workers = [
        Repeating("outbox", deliveries.run_due, OUTBOX_SECONDS),
        Repeating("visits", state.visits.flush, office.FLUSH_SECONDS),
        Repeating("desk", partial(_desk, state), DESK_SECONDS),
        Repeating("reconcile", state.shop.payments.reconcile, RECONCILE_SECONDS),
    ]
    if state.shop.store.support.crm:
        workers.append(Repeating("timeline", state.timeline.sweep, TIMELINE_SECONDS))
    if state.relay and state.inbox:
        workers += [Repeating("relay", state.relay.collect, RELAY_SECONDS),
                    Repeating("catch-up", state.inbox.catch_up, CATCH_UP_SECONDS)]  # fmt: skip
    if state.wakes:
        loop = asyncio.get_running_loop()
        wake = partial(loop.call_soon_threadsafe, state.streams.wake)
        workers.append(Repeating("wakes", partial(state.wakes.hear, wake), 0))
    for worker in workers:
        worker.start()
    try:
        yield
    finally:
        for watch in watches:
            watch.cancel()
        await asyncio.gather(*watches, return_exceptions=True)
        for worker in workers:
            await asyncio.to_thread(worker.stop)
        if state.wakes:
            state.wakes.close()
        await asyncio.to_thread(deliveries.stop)
        await asyncio.to_thread(state.visits.flush)
        await state.forwarder.close()
