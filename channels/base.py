"""The base of every connector (channels.md section 3).

A message is verified and parsed by the channel's wire, taken in once by `Intake`, acknowledged at once, and then
handed to Rasa: one conversation, one message at a time, in stored order. Every turn ends with `turn_end`, on failure
too, and no turn ends in silence.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

import structlog
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from channels import warmth
from channels.output import NeutralOutput
from channels.queues import Queues, Waiting
from floorwalker.conversations.background import Repeating
from floorwalker.conversations.turns import RENEW_SECONDS, Turns
from floorwalker.domain.transcript import Inbound
from floorwalker.errors import BadSignature, BadValue

log = structlog.get_logger()

TURN_SECONDS = 75
"""A turn that takes longer is given up: its shopper hears that something broke."""
Handler = Callable[[UserMessage], Awaitable[Any]]


class Wire(Protocol):
    """A channel's inbound format: checks the signature, then reads the messages of one POST."""

    def receive(self, headers: Mapping[str, str], body: bytes) -> list[Inbound]:
        """Raises BadSignature (401) or BadValue (422)."""


class ShopInput(InputChannel):
    """Subclasses name the channel and hand over its wire; everything else is the same for all."""

    channel = "base"

    def __init__(self, wire: Wire, turns: Turns) -> None:
        self.wire, self.turns = wire, turns
        self.queues = Queues(turns.claim, self.answer)
        self.handler: Handler | None = None
        self.warm = False

    @classmethod
    def name(cls) -> str:
        return cls.channel

    def get_output_channel(self, in_turn: bool = False) -> NeutralOutput:
        output = NeutralOutput(self.turns.log, in_turn)
        output.channel = self.channel
        return output

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        self.handler = on_new_message
        routes = Blueprint(f"floorwalker_{self.channel}")

        @routes.get("/")  # functions, since Sanic writes attributes to its handlers
        async def health(_: Request) -> HTTPResponse:
            return json({"status": "ok"} if self.warm else {"status": "warming up"}, status=200 if self.warm else 503)

        @routes.post("/webhook")
        async def webhook(request: Request) -> HTTPResponse:
            return await self.receive(request)

        async def started(app: Any, *_: Any) -> None:
            loop = asyncio.get_running_loop()
            await warmth.warm(app.ctx.agent.processor)
            self.warm = True
            keeper = Repeating(f"{self.channel}-turns", lambda: self.keep(loop), RENEW_SECONDS)
            keeper.start()

        routes.listener("after_server_start")(started)
        return routes

    async def receive(self, request: Request) -> HTTPResponse:
        """Stores what came and acknowledges; the turn goes on by itself."""
        try:
            messages = self.wire.receive(dict(request.headers), request.body)
            taken = [await asyncio.to_thread(self.turns.accept, message) for message in messages]
        except (BadSignature, LookupError):  # forged, or of a conversation that is gone
            return json({"ok": False, "error": "session"}, status=401)
        except BadValue as wrong:
            return json({"ok": False, "error": f"{wrong.what}: {wrong.value}"}, status=422)
        for accepted, message in zip(taken, messages, strict=True):
            if accepted.route == "assistant":
                self.queues.add(Waiting(accepted.row, accepted.text, message.metadata))
        repeated = all(accepted.route == "duplicate" for accepted in taken)
        return json({"ok": True, "duplicate": True} if repeated else {"ok": True}, status=200 if repeated else 202)

    def keep(self, loop: asyncio.AbstractEventLoop) -> None:
        """Keeps this process's turns, and takes up what a dead one left: in a thread, since Rasa may hold the loop."""
        self.turns.renew(self.queues.rows())
        for accepted in self.turns.left_over(self.channel):
            loop.call_soon_threadsafe(self.queues.add, Waiting(accepted.row, accepted.text, {}))

    async def answer(self, waiting: Waiting) -> None:
        """One turn, from Rasa's first look to `turn_end`."""
        output = self.get_output_channel(in_turn=True)
        try:
            await asyncio.wait_for(self._ask_rasa(waiting, output), TURN_SECONDS)
        except Exception:
            log.exception("turn.failed", conversation=waiting.row.conversation, seq=waiting.row.seq)
        finally:
            await asyncio.to_thread(self.turns.finish, waiting.row, output.said > 0)

    async def _ask_rasa(self, waiting: Waiting, output: NeutralOutput) -> None:
        assert self.handler is not None  # noqa: S101  (blueprint() came first)
        message = UserMessage(
            waiting.text,
            output,
            waiting.row.conversation,
            input_channel=self.channel,
            message_id=waiting.row.provider_id,
            metadata=dict(waiting.metadata),
        )
        await self.handler(message)
