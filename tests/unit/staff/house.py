"""A whole shop with its staff: the bench's books, quick hashes, and the web pages over both."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from argon2 import PasswordHasher
from cryptography.fernet import Fernet
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from floorwalker.adapters.passwords import Argon2Passwords
from floorwalker.adapters.seal import FernetSealer
from floorwalker.adapters.sql.transcript import SqlTranscript
from floorwalker.bootstrap_staff import OfficeRooms, furnish
from floorwalker.conversations.log import MessageLog
from floorwalker.conversations.wording import Wording
from floorwalker.services.staff import Staff
from floorwalker.testing.fakes import FakeIds
from floorwalker.testing.shop_bench import PUBLIC, BenchClock, ShopBench
from tests.unit.web.fakes import ROOT
from web import theme
from web.limits import TokenBucket
from web.office import setup as office
from web.office.visits import CountVisits, Visits
from web.staff import pages
from web.storefront.frame import Frame
from web.storefront.pages import error_handlers
from web.storefront.pages import routes as shop_pages

PASSWORD = "a lantern in the larch"
QUICK = Argon2Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
WORDS = Wording.load(ROOT / "data")


@dataclass
class House:
    """`visit(role)`: a browser in which somebody of that role is signed in; `visit(None)`: a stranger's."""

    bench: ShopBench
    url: str = PUBLIC
    staff: Staff = field(init=False)
    rooms: OfficeRooms = field(init=False)
    app: Starlette = field(init=False)
    rebuilt: int = 0

    def __post_init__(self) -> None:
        self.staff = Staff(self.bench.books, QUICK, BenchClock(self.bench.clock), FakeIds())
        self.rooms = furnish(self.bench.shop, self.staff, self._rebuild)
        routes = [*pages.routes, *office.routes(), *shop_pages]
        self.app = Starlette(routes=routes, exception_handlers=error_handlers, middleware=[Middleware(CountVisits)])
        state, store = self.app.state, self.bench.shop.store
        state.staff, state.shop, state.public_url = self.staff, self.bench.shop, self.url
        state.places = [*office.PLACES]
        state.office, state.visits = self.rooms, Visits(self.rooms.insight.today, self.rooms.insight.visited)
        state.log = MessageLog(SqlTranscript(self.bench.engine), FernetSealer(Fernet.generate_key()))
        state.storefront = Frame(store, WORDS, theme.css(theme.COUNTER))
        state.sign_in_limits = (TokenBucket(5, 1 / 60), TokenBucket(50, 1 / 20))

    def _rebuild(self) -> None:
        self.rebuilt += 1

    def hire(self, name: str, role: str = "merchant") -> None:
        self.staff.set_up(self.staff.add(name, role), "", PASSWORD)

    def browser(self) -> TestClient:
        return TestClient(self.app, base_url=self.url, follow_redirects=False)

    def visit(self, role: str | None = "merchant") -> TestClient:
        browser = self.browser()
        if role:
            if self.staff_named(role) is None:
                self.hire(role, role)
            assert sign_in(browser, role).status_code == 303
        return browser

    def staff_named(self, name: str) -> object:
        return next((one for one in self.staff.members() if one.name == name), None)

    def audited(self) -> list[tuple[str, str, str]]:
        """Who, what, subject: newest first, without the comings and goings of the staff."""
        from floorwalker.domain.staff import AuditQuery

        with self.bench.books.view() as work:
            found = work.audit.entries(AuditQuery(), 100)
        return [(one.who, one.what, one.subject) for one in found if not one.what.startswith("staff.")]


def csrf(browser: TestClient, address: str = "/staff/sign-in") -> str:
    """The form token of a page."""
    found = re.search(r'name="csrf" value="(\w+)"', browser.get(address).text)
    assert found, address
    return found[1]


def sign_in(browser: TestClient, name: str, password: str = PASSWORD, address: str = "/staff/sign-in"):
    fields = {"csrf": csrf(browser), "name": name, "password": password}
    return browser.post(address, data=fields)
