"""Wiring: from the environment to a shop that works. Nothing happens at import."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial
from pathlib import Path

from floorwalker.adapters.chance import RandomIds
from floorwalker.adapters.payments.stripe_gateway import StripeGateway
from floorwalker.adapters.rasa_http import RasaTracker
from floorwalker.adapters.sql import migrate as schema
from floorwalker.adapters.sql.books import SqlBooks
from floorwalker.adapters.sql.heard import heard as heard_in
from floorwalker.adapters.time import RealClock, ShiftedClock
from floorwalker.bootstrap_talk import (
    ROOT,
    Channel,
    channel_of,
    engine_of,
    open_forwarder,
    open_log,
    open_pictures,
    open_sessions,
    open_wakes,
    open_wording,
    open_worker,
    rasa_address,
)
from floorwalker.conversations.desk import Desk
from floorwalker.conversations.guard import Guard, read_commands
from floorwalker.conversations.mood import Thresholds, Weights, kept_weights
from floorwalker.domain.store import Store
from floorwalker.errors import BadFile, BadSettings
from floorwalker.ports import Books, Clock, PaymentGateway, ProductSearch
from floorwalker.search.build import build
from floorwalker.search.index import Index, usable
from floorwalker.search.shop_search import NoSearch, ShopSearch
from floorwalker.services.catalogue import Catalogue
from floorwalker.services.catalogue_file import ALL_FILES, read_catalogue
from floorwalker.services.customers import Customers
from floorwalker.services.handoffs import Handoffs
from floorwalker.services.handoffs_time import HandoffTime
from floorwalker.services.importing import Imported, import_catalogue
from floorwalker.services.shop import Shop
from floorwalker.services.store_file import read_store
from floorwalker.services.wiring import build_shop
from floorwalker.settings import Settings

__all__ = [
    "build_index",
    "heard",
    "migrate",
    "mood_settings",
    "open_books",
    "open_channel",
    "open_clock",
    "open_desk",
    "open_forwarder",
    "open_gateway",
    "open_log",
    "open_pictures",
    "open_sessions",
    "open_shop",
    "open_store",
    "open_wakes",
    "open_wording",
    "open_worker",
    "seed",
    "take_in",
]

SAMPLE = Path("data") / "catalogue"


# the shop


def open_shop(
    environ: Mapping[str, str],
    *,
    books: Books | None = None,
    gateway: PaymentGateway | None = None,
    clock: Clock | None = None,
    search: ProductSearch | None = None,
) -> Shop:
    """The shop over what the environment names; parts may be handed in. Raises BadSettings, BadFile."""
    settings = Settings.read(environ)
    books = books or open_books(environ)
    return build_shop(
        open_store(environ),
        books,
        gateway or open_gateway(environ),
        search or open_search(environ, books),
        clock or open_clock(environ),
        RandomIds(),
        public_url=settings.public_url,
        secrets=settings.webhook_secrets,
        doing=RasaTracker(rasa_address(settings), settings.rasa_token).doing,
    )


def open_store(environ: Mapping[str, str]) -> Store:
    """What store.yml says. Raises BadFile; BadSettings where it names what the environment lacks."""
    settings = Settings.read(environ)
    store = read_store(_read(settings.store_file), settings.store_file.name)
    if missing := _missing(store, settings):
        raise BadSettings(missing)
    return store


def _missing(store: Store, settings: Settings) -> tuple[str, ...]:
    """What store.yml names and the environment lacks."""
    support, problems = store.support, []
    if support.crm and not settings.crm_url:
        problems.append("CRM_WEBHOOK_URL: `support: crm: webhook` in store.yml needs it; set it or write none")
    if support.helpdesk == "webhook" and not settings.helpdesk_url:
        problems.append("HELPDESK_WEBHOOK_URL: `support: helpdesk: webhook` in store.yml needs it, or write embedded")
    if support.helpdesk == "chatwoot":
        needs = "`support: helpdesk: chatwoot` in store.yml needs it, or write embedded"
        problems += [f"{name}: {needs}" for name in settings.chatwoot_missing]
    return tuple(problems)


def mood_settings(environ: Mapping[str, str]) -> tuple[Weights, Thresholds]:
    """What the signs of a mood weigh, and the scores from which a person is offered and fetched."""
    support = open_store(environ).support
    return kept_weights(Settings.read(environ).data), Thresholds(support.offer_score, support.force_score)


def open_books(environ: Mapping[str, str]) -> SqlBooks:
    """The shop's books. Raises BadSettings for a database that is not migrated."""
    engine = engine_of(Settings.read(environ).database_url)
    if not schema.is_current(engine):
        raise BadSettings(("DATABASE_URL: the database lacks the newest tables; run `floorwalker up` once",))
    return SqlBooks(engine)


def open_clock(environ: Mapping[str, str]) -> Clock:
    """The real time, or under test the shop's own."""
    if Settings.read(environ).test_clock:
        return ShiftedClock(open_books(environ))
    return RealClock()


def open_desk(environ: Mapping[str, str], shop: Shop) -> Desk:
    """What agents do, over a shop that is open."""
    sweep = HandoffTime(shop.handoffs, shop.desk).sweep
    return Desk(shop.desk, open_log(environ), open_wording(), shop.store.support, sweep)


def open_handoffs(environ: Mapping[str, str]) -> Handoffs:
    """The guard's part of the handoffs: needs neither catalogue nor gateway."""
    books, clock, ids = open_books(environ), open_clock(environ), RandomIds()
    return Handoffs(books, Customers(books, clock, ids), open_store(environ), clock, ids)


def open_channel(name: str, environ: Mapping[str, str]) -> Channel:
    """A channel's wire and turns, with the guard in front of Rasa. Raises LookupError: no such channel."""
    episodes = lru_cache(maxsize=1)(partial(open_handoffs, environ))
    return channel_of(name, environ, Guard(episodes, read_commands(ROOT / "data")))


def open_gateway(environ: Mapping[str, str]) -> StripeGateway:
    """Stripe, or the sandbox in its place."""
    settings = Settings.read(environ)
    return StripeGateway(settings.stripe_key, settings.stripe_base)


def heard(environ: Mapping[str, str], since: int) -> tuple[str, ...]:
    """What shoppers wrote from `since` (seconds) on, without personal data; nothing where no shop is set up."""
    engine = engine_of(Settings.read(environ).database_url)
    return heard_in(engine, since) if schema.is_current(engine) else ()


def open_search(environ: Mapping[str, str], books: Books) -> ShopSearch:
    """The product index over the newest catalogue; built here where a data folder has lost it or has an older one."""
    path = _index_path(environ)
    if not usable(path):
        build_index(environ, books)
    shelf = Catalogue(books, NoSearch())
    return ShopSearch(Index.open(path), shelf.product, shelf.colours, partial(_free, books))


def build_index(environ: Mapping[str, str], books: Books) -> Path:
    """Builds the index file from the catalogue, beside the old one, and puts it in its place; says where that is."""
    path = _index_path(environ)
    with books.view() as work:
        catalogue = work.catalogue
        build(catalogue.products(), catalogue.categories(), catalogue.colours(), path)
    return path


def _index_path(environ: Mapping[str, str]) -> Path:
    return Settings.read(environ).data / "search.db"


def _free(books: Books) -> Mapping[str, int]:
    with books.view() as work:
        return {sku: level.free for sku, level in work.stock.levels().items()}


# what `up` and `import` do


def migrate(environ: Mapping[str, str]) -> None:
    """Brings the database to the newest schema."""
    schema.upgrade(engine_of(Settings.read(environ).database_url))


def seed(environ: Mapping[str, str]) -> None:
    """Takes in the sample shop where no catalogue was ever imported."""
    with open_books(environ).view() as work:
        empty = work.catalogue.version() == 0
    if empty:
        take_in(environ, SAMPLE)


def take_in(environ: Mapping[str, str], folder: Path, reset_stock: bool = False) -> Imported:
    """Imports a folder's catalogue, all or nothing, and builds the index. Raises BadFile."""
    files = {name: _read(folder / name) for name in ALL_FILES if (folder / name).exists()}
    now, books = open_clock(environ).now(), open_books(environ)
    taken = import_catalogue(books, read_catalogue(files), now, reset_stock)
    build_index(environ, books)
    return taken


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as no:
        raise BadFile((f"{path}: cannot be read ({no.strerror})",)) from None
    except UnicodeDecodeError as no:
        line = no.object[: no.start].count(b"\n") + 1
        raise BadFile((f"{path.name}:{line}: is not UTF-8; save it as UTF-8 and import it again",)) from None
