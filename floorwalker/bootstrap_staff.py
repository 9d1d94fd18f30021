"""Wiring of the staff's side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from floorwalker.adapters.chance import RandomIds
from floorwalker.adapters.passwords import Argon2Passwords
from floorwalker.bootstrap import build_index, open_books, open_clock
from floorwalker.services.handoffs_floor import Floors
from floorwalker.services.handoffs_refunds import DeskRefunds
from floorwalker.services.insight import Insight
from floorwalker.services.office import Office
from floorwalker.services.office_lists import OfficeLists
from floorwalker.services.shop import Shop
from floorwalker.services.staff import Staff
from floorwalker.settings import Settings

__all__ = ["Floors", "OfficeRooms", "furnish", "link_address", "open_office", "open_staff"]


def open_staff(environ: Mapping[str, str]) -> Staff:
    """Who works here, over the shop's books."""
    return Staff(open_books(environ), Argon2Passwords(), open_clock(environ), RandomIds())


@dataclass(frozen=True)
class OfficeRooms:
    """What the office's and the desk's pages work with: lists, changes, figures, money back."""

    lists: OfficeLists
    work: Office
    insight: Insight
    refunds: DeskRefunds


def open_office(environ: Mapping[str, str], shop: Shop, staff: Staff) -> OfficeRooms:
    """The office over the shop that is open."""
    rebuild = partial(build_index, environ, staff.books)
    return furnish(shop, staff, rebuild)


def furnish(shop: Shop, staff: Staff, rebuild: Callable[[], object]) -> OfficeRooms:
    """The office over a shop and its staff; `rebuild` makes the product index anew."""
    books, clock = staff.books, staff.clock
    work = Office(books, staff, shop.orders, shop.payments.refunds, shop.handoffs, rebuild)
    return OfficeRooms(
        OfficeLists(books, shop.store, clock),
        work,
        Insight(books, shop.store, clock),
        DeskRefunds(shop.favours, work, shop.orders),
    )


def link_address(environ: Mapping[str, str], token: str) -> str:
    """Where a one-time link leads."""
    return f"{Settings.read(environ).public_url}/staff/set-up?token={token}"
