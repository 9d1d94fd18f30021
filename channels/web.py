"""The shop's own chat: POST in; the event stream out is served by the web process from the message table."""

from __future__ import annotations

import os
from typing import Any

from rasa.core.channels.channel import InputChannel

from channels.base import ShopInput
from floorwalker.bootstrap import open_channel


class WebInput(ShopInput):
    """`/webhooks/web/webhook`: bearer token of a chat session, one message a POST."""

    channel = "web"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> InputChannel:
        channel = open_channel("web", os.environ)
        return cls(channel.wire, channel.turns)
