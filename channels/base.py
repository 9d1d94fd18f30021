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
from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from channels.output import NeutralOutput
from floorwalker.conversations.intake import Accepted
from floorwalker.conversations.turns import Turns
from floorwalker.domain.transcript import Inbound, Row
from floorwalker.errors import BadSignature, BadValue

log = structlog.get_logger()

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
        self.tails: dict[str, asyncio.Task[None]] = {}
        self.handler: Handler | None = None

    @classmethod
    def name(cls) -> str:
        return cls.channel

    def get_output_channel(self) -> OutputChannel:
        output = NeutralOutput(self.turns.log)
        output.channel = self.channel
        return output

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        self.handler = on_new_message
        routes = Blueprint(f"floorwalker_{self.channel}")

        @routes.get("/")  # functions, since Sanic writes attributes to its handlers
        async def health(_: Request) -> HTTPResponse:
            return json({"status": "ok"})

        @routes.post("/webhook")
        async def webhook(request: Request) -> HTTPResponse:
            return await self.receive(request)

        async def started(*_: Any) -> None:
            await self.take_up()

        routes.listener("after_server_start")(started)
        return routes

    async def receive(self, request: Request) -> HTTPResponse:
        """Stores what came and acknowledges; the turn goes on by itself."""
        try:
            messages = self.wire.receive(dict(request.headers), request.body)
            taken = [await asyncio.to_thread(self.turns.accept, message) for message in messages]
        except BadSignature:
            return json({"ok": False, "error": "session"}, status=401)
        except BadValue as wrong:
            return json({"ok": False, "error": f"{wrong.what}: {wrong.value}"}, status=422)
        for accepted, message in zip(taken, messages, strict=True):
            self.enqueue(accepted, message.metadata)
        repeated = all(accepted.route == "duplicate" for accepted in taken)
        return json({"ok": True, "duplicate": True} if repeated else {"ok": True}, status=200 if repeated else 202)

    async def take_up(self) -> None:
        """After a start: turns that wait are handed to Rasa, turns cut in the middle get an answer."""
        for accepted in await asyncio.to_thread(self.turns.left_over, self.channel):
            self.enqueue(accepted, {})

    def enqueue(self, accepted: Accepted, metadata: Mapping[str, Any]) -> None:
        """Queues the turn behind the conversation's last one."""
        if accepted.route != "assistant":
            return
        conversation = accepted.row.conversation
        turn = self._turn(self.tails.get(conversation), accepted.row, accepted.text, metadata)
        task = asyncio.get_running_loop().create_task(turn)
        self.tails[conversation] = task
        task.add_done_callback(lambda done: self._forget(conversation, done))

    async def _turn(
        self, before: asyncio.Task[None] | None, row: Row, text: str, metadata: Mapping[str, Any]
    ) -> None:
        if before:
            await asyncio.wait([before])
        try:
            await asyncio.to_thread(self.turns.hand_over, row)
            await self._ask_rasa(row, text, metadata)
        except Exception:
            log.exception("turn.failed", conversation=row.conversation, seq=row.seq)
        finally:
            await asyncio.to_thread(self.turns.finish, row)

    async def _ask_rasa(self, row: Row, text: str, metadata: Mapping[str, Any]) -> None:
        assert self.handler is not None  # noqa: S101  (blueprint() came first)
        message = UserMessage(
            text,
            self.get_output_channel(),
            row.conversation,
            input_channel=self.channel,
            message_id=row.provider_id,
            metadata=dict(metadata),
        )
        await self.handler(message)

    def _forget(self, conversation: str, done: asyncio.Task[None]) -> None:
        if self.tails.get(conversation) is done:
            del self.tails[conversation]
