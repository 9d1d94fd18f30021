"""Wiring of what stands outside: a helpdesk and a CRM, where store.yml names them."""

from __future__ import annotations

from collections.abc import Mapping

from floorwalker.adapters.helpdesks.chatwoot import Chatwoot
from floorwalker.adapters.helpdesks.chatwoot_api import ChatwootApi
from floorwalker.adapters.helpdesks.webhook import WebhookHelpdesk
from floorwalker.adapters.signed_post import SignedPost
from floorwalker.adapters.sql.transcript import SqlTranscript
from floorwalker.bootstrap import open_books, open_clock, open_store
from floorwalker.bootstrap_talk import ROOT, engine_of, open_wording
from floorwalker.conversations.desk import Desk
from floorwalker.conversations.helpdesk import HelpdeskInbox
from floorwalker.conversations.mood import Mood, kept_weights, read_lists
from floorwalker.conversations.packet_words import PacketWords
from floorwalker.conversations.relay import Relay, RelaySink
from floorwalker.conversations.timeline import Timeline
from floorwalker.conversations.wording import skills
from floorwalker.ports_helpdesk import Helpdesk
from floorwalker.secrets import kept_secret
from floorwalker.services.handoffs_desk import HandoffDesk
from floorwalker.services.outbox import Sink
from floorwalker.settings import Settings

__all__ = ["helpdesk_path", "helpdesk_sinks", "open_helpdesk", "open_inbox", "open_relay", "open_timeline"]


def open_helpdesk(environ: Mapping[str, str]) -> Helpdesk | None:
    """The helpdesk that store.yml names; None: people answer in our own console."""
    return _helpdesk(open_store(environ).support.helpdesk, Settings.read(environ))


def helpdesk_path(environ: Mapping[str, str]) -> str:
    """Where the helpdesk's webhooks come in; for one that does not sign them the path is the secret."""
    name = open_store(environ).support.helpdesk
    if name != "chatwoot":
        return f"/helpdesk/{name}"
    hidden = kept_secret(Settings.read(environ).data / "secrets", "helpdesk.key").decode().rstrip("=")
    return f"/helpdesk/chatwoot/{hidden}"


def open_relay(environ: Mapping[str, str]) -> Relay | None:
    """What tells the helpdesk of our side."""
    name = open_store(environ).support.helpdesk
    return Relay(name, open_books(environ), _rows(environ), open_clock(environ)) if name else None


def open_inbox(environ: Mapping[str, str], desk: Desk, episodes: HandoffDesk) -> HelpdeskInbox | None:
    """What hears the helpdesk's side."""
    helpdesk = open_helpdesk(environ)
    if helpdesk is None:
        return None
    return HelpdeskInbox(helpdesk, desk, open_books(environ), episodes.note, open_clock(environ))


def open_timeline(environ: Mapping[str, str]) -> Timeline:
    """What tells a CRM of each conversation once it is quiet."""
    data, settings = ROOT / "data", Settings.read(environ)
    mood = Mood(read_lists(data), lambda _: 0.0, kept_weights(settings.data))
    store, books, rows = open_store(environ), open_books(environ), _rows(environ)
    return Timeline(books, rows, store, open_wording(), skills(data), mood, settings.public_url)


def helpdesk_sinks(environ: Mapping[str, str]) -> Mapping[str, Sink]:
    """Every helpdesk that is set up: what was written before store.yml was changed still gets there."""
    settings, found = Settings.read(environ), {}
    for name in ("chatwoot", "webhook"):
        helpdesk = _helpdesk(name, settings)
        if helpdesk:
            words = PacketWords(open_wording(), open_store(environ), settings.public_url)
            found[f"helpdesk:{name}"] = RelaySink(helpdesk, open_books(environ), _rows(environ), words)
    return found


def _helpdesk(name: str, settings: Settings) -> Helpdesk | None:
    if name == "chatwoot" and settings.chatwoot_ready:
        account, inbox = int(settings.chatwoot_account), int(settings.chatwoot_inbox)
        return Chatwoot(ChatwootApi(settings.chatwoot_url, account, inbox, settings.chatwoot_token))
    if name == "webhook" and settings.helpdesk_url:
        return WebhookHelpdesk(SignedPost(settings.helpdesk_url, settings.helpdesk_secret))
    return None


def _rows(environ: Mapping[str, str]) -> SqlTranscript:
    return SqlTranscript(engine_of(Settings.read(environ).database_url))
