"""What the environment says: read once, checked whole, refused by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from floorwalker.errors import BadSettings

PaymentMode = Literal["sandbox", "test", "live"]
SANDBOX_KEY = "sk_test_floorwalker_local_sandbox"
SECRET_LENGTH = 32
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True)
class Settings:
    """Where things are and which keys to use. `stripe_base` is None for Stripe itself,
    `trusted_proxies` a list of addresses whose X-Forwarded-For is believed."""

    data: Path
    database_url: str
    rasa_port: int
    actions_port: int
    web_port: int
    sandbox_port: int
    public_url: str
    stripe_key: str
    webhook_secrets: tuple[str, ...]
    stripe_base: str | None
    payment_mode: PaymentMode
    rasa_token: str
    store_file: Path
    smtp_url: str
    test_clock: bool
    redis_url: str
    rasa_workers: int
    trusted_proxies: str
    crm_url: str
    crm_secret: str
    helpdesk_url: str
    helpdesk_secret: str
    chatwoot_url: str
    chatwoot_account: str
    chatwoot_inbox: str
    chatwoot_token: str

    @property
    def chatwoot_missing(self) -> tuple[str, ...]:
        """Names of what Chatwoot needs and is not set."""
        needed = {"CHATWOOT_URL": self.chatwoot_url, "CHATWOOT_ACCOUNT_ID": self.chatwoot_account,
                  "CHATWOOT_INBOX_ID": self.chatwoot_inbox, "CHATWOOT_TOKEN": self.chatwoot_token}  # fmt: skip
        return tuple(name for name, value in needed.items() if not value)

    @property
    def chatwoot_ready(self) -> bool:
        return not self.chatwoot_missing

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Settings:
        """Raises BadSettings that names every wrong one with its remedy."""
        reader = _Reader(environ)
        data = Path(reader.text("FLOORWALKER_DATA", "var"))
        web_port = reader.port("WEB_PORT", 8000)
        sandbox_port = reader.port("SANDBOX_PORT", 8100)
        key = reader.text("STRIPE_SECRET_KEY")
        settings = cls(
            data=data,
            database_url=reader.text("DATABASE_URL", f"sqlite:///{data / 'shop.db'}"),
            rasa_port=reader.port("RASA_PORT", 5005),
            actions_port=reader.port("ACTIONS_PORT", 5055),
            web_port=web_port,
            sandbox_port=sandbox_port,
            public_url=reader.text("PUBLIC_URL", f"http://localhost:{web_port}").rstrip("/"),
            stripe_key=key or reader.text("SANDBOX_KEY", SANDBOX_KEY),
            webhook_secrets=tuple(filter(None, map(str.strip, reader.text("STRIPE_WEBHOOK_SECRET").split(",")))),
            stripe_base=reader.text("STRIPE_API_BASE") or (None if key else f"http://127.0.0.1:{sandbox_port}"),
            payment_mode=_mode(key),
            rasa_token=reader.text("RASA_TOKEN"),
            store_file=Path(reader.text("STORE_FILE", "store.yml")),
            smtp_url=reader.text("SMTP_URL"),
            test_clock=reader.switch("FLOORWALKER_TEST_CLOCK"),
            redis_url=reader.text("REDIS_URL"),
            rasa_workers=reader.count("RASA_WORKERS", 1, 64),
            trusted_proxies=reader.text("TRUSTED_PROXIES"),
            crm_url=reader.text("CRM_WEBHOOK_URL"),
            crm_secret=reader.text("CRM_WEBHOOK_SECRET"),
            helpdesk_url=reader.text("HELPDESK_WEBHOOK_URL"),
            helpdesk_secret=reader.text("HELPDESK_WEBHOOK_SECRET"),
            chatwoot_url=reader.text("CHATWOOT_URL").rstrip("/"),
            chatwoot_account=reader.text("CHATWOOT_ACCOUNT_ID"),
            chatwoot_inbox=reader.text("CHATWOOT_INBOX_ID"),
            chatwoot_token=reader.text("CHATWOOT_TOKEN"),
        )
        problems = [*reader.problems, *_payment_problems(settings), *_address_problems(settings)]
        if problems := [*problems, *_size_problems(settings), *_outside_problems(settings)]:
            raise BadSettings(tuple(problems))
        return settings


def _mode(key: str) -> PaymentMode:
    if not key:
        return "sandbox"
    return "live" if key.startswith(("sk_live_", "rk_live_")) else "test"


def _payment_problems(settings: Settings) -> list[str]:
    problems, key = [], settings.stripe_key
    if not key.startswith(("sk_test_", "rk_test_", "sk_live_", "rk_live_")):
        name = "SANDBOX_KEY" if settings.payment_mode == "sandbox" else "STRIPE_SECRET_KEY"
        problems.append(f"{name}: must start with sk_test_, rk_test_, sk_live_ or rk_live_")
    if settings.payment_mode == "live" and not settings.webhook_secrets:
        problems.append("STRIPE_WEBHOOK_SECRET: a live key needs it; copy it from Stripe's webhook page")
    if settings.payment_mode == "live" and not settings.public_url.startswith("https://"):
        problems.append("PUBLIC_URL: a live key needs an address that starts with https://")
    if settings.stripe_base is not None:
        problems += _base_problems(settings.stripe_base, key)
    return problems


def _base_problems(base: str, key: str) -> list[str]:
    problems = []
    if urlsplit(base).hostname not in LOOPBACK:
        problems.append("STRIPE_API_BASE: only an address on this machine is allowed, like http://127.0.0.1:8100")
    if not key.startswith("sk_test_"):
        problems.append("STRIPE_API_BASE: only allowed with a key that starts with sk_test_; leave it out")
    return problems


def _address_problems(settings: Settings) -> list[str]:
    problems = []
    if urlsplit(settings.public_url).scheme not in ("http", "https"):
        problems.append("PUBLIC_URL: must be an address like https://shop.example")
    if not settings.database_url.startswith(("sqlite:", "postgresql+psycopg2:")):
        problems.append("DATABASE_URL: must start with sqlite:/// or postgresql+psycopg2://")
    return problems


def _size_problems(settings: Settings) -> list[str]:
    """Several Rasa workers share their locks in Redis and their trackers in PostgreSQL."""
    problems = []
    if settings.redis_url and not settings.redis_url.startswith(("redis://", "rediss://")):
        problems.append("REDIS_URL: must start with redis:// or rediss://")
    if settings.rasa_workers > 1 and not settings.redis_url:
        problems.append("RASA_WORKERS: more than one needs REDIS_URL, where they share their locks")
    if settings.rasa_workers > 1 and settings.database_url.startswith("sqlite"):
        problems.append("RASA_WORKERS: more than one needs DATABASE_URL on PostgreSQL")
    ports = [settings.web_port, settings.rasa_port, settings.actions_port, settings.sandbox_port]
    if len(set(ports)) < len(ports):
        problems.append("WEB_PORT: two of WEB_PORT, RASA_PORT, ACTIONS_PORT and SANDBOX_PORT are the same")
    return problems


def _outside_problems(settings: Settings) -> list[str]:
    """CRM and helpdesk: an address that cannot be overheard, and a secret that cannot be guessed."""
    return [
        *_webhook_problems("CRM_WEBHOOK", settings.crm_url, settings.crm_secret),
        *_webhook_problems("HELPDESK_WEBHOOK", settings.helpdesk_url, settings.helpdesk_secret),
        *_unsafe("CHATWOOT_URL", settings.chatwoot_url),
        *_no_number("CHATWOOT_ACCOUNT_ID", settings.chatwoot_account),
        *_no_number("CHATWOOT_INBOX_ID", settings.chatwoot_inbox),
    ]


def _webhook_problems(name: str, url: str, secret: str) -> list[str]:
    problems = _unsafe(f"{name}_URL", url)
    if url and len(secret) < SECRET_LENGTH:
        problems.append(f"{name}_SECRET: needs {SECRET_LENGTH} characters; make one with `openssl rand -hex 32`")
    return problems


def _unsafe(name: str, url: str) -> list[str]:
    parts = urlsplit(url)
    safe = parts.hostname and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK))
    return [] if safe or not url else [f"{name}: must start with https://; http:// is for this machine only"]


def _no_number(name: str, value: str) -> list[str]:
    return [] if not value or (value.isascii() and value.isdigit()) else [f"{name}: must be a number, not {value!r}"]


class _Reader:
    """Reads single settings; an empty one counts as not set."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.problems: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        return self.environ.get(name, "").strip() or default

    def port(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if value.isascii() and value.isdigit() and 0 < int(value) < 65536:
            return int(value)
        self.problems.append(f"{name}: must be a port number from 1 to 65535, not {value!r}")
        return default

    def count(self, name: str, default: int, most: int) -> int:
        value = self.text(name, str(default))
        if value.isascii() and value.isdigit() and 0 < int(value) <= most:
            return int(value)
        self.problems.append(f"{name}: must be a number from 1 to {most}, not {value!r}")
        return default

    def switch(self, name: str) -> bool:
        value = self.text(name, "0")
        if value not in ("0", "1"):
            self.problems.append(f"{name}: must be 1 or 0, not {value!r}")
        return value == "1"
