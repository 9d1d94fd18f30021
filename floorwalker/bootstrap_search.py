"""Wiring of the command line's search: the shop's index, or one of any catalogue."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from floorwalker.bootstrap import build_index, open_books, open_search
from floorwalker.errors import BadFile
from floorwalker.search.build import build_from
from floorwalker.search.finder import Finder
from floorwalker.search.index import Index, usable
from floorwalker.search.jsonl import JsonLines
from floorwalker.settings import Settings

Meter = Callable[[int, int], None]
"""Told (done, total)."""


def index_catalogue(
    environ: Mapping[str, str], catalogue: Path | None, out: Path | None, meter: Meter
) -> tuple[Path, int]:
    """Builds an index and says where it is and how many products it has: of the shop, or of a JSON Lines file.

    Raises BadFile, naming the line.
    """
    data = Settings.read(environ).data
    if catalogue is None:
        return build_index(environ, open_books(environ)), _products(data / "search.db")
    source = JsonLines(catalogue)
    source.prepare()
    path = out or data / "indexes" / f"{catalogue.name.split('.')[0]}.db"
    return path, build_from(source, path, lambda done: meter(done, source.count))


def open_finder(environ: Mapping[str, str], index: Path | None) -> Finder:
    """Raises BadFile where there is no index, BadSettings where there is no shop."""
    if index is not None:
        if not usable(index):
            raise BadFile((f"{index}: no index of this version; build it with `floorwalker index --catalogue FILE`",))
        return Finder(Index.open(index))
    shop = open_search(environ, open_books(environ))
    return Finder(shop.index, shop.offers)


def _products(path: Path) -> int:
    with Index.open(path).reading() as snapshot:
        return snapshot.products
