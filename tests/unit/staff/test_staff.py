"""Who may come in: links that work once, sessions that end, and a shop that never loses its last merchant."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from floorwalker.adapters.sql import tables_staff as t
from floorwalker.domain.staff import AuditQuery, SignedIn
from floorwalker.errors import BadValue, NotAllowed, NotYours
from floorwalker.services.staff import IDLE_SECONDS, LINK_SECONDS, SESSION_SECONDS
from tests.unit.staff.house import PASSWORD, House


def log(house: House) -> list[tuple[str, str, str]]:
    with house.bench.books.view() as work:
        return [(one.who, one.what, one.subject) for one in work.audit.entries(AuditQuery(), 50)][::-1]


def test_the_first_merchant_chooses_name_and_password_once(house: House) -> None:
    token = house.staff.first_link()
    assert token and house.staff.invited(token) is None
    session = house.staff.set_up(token, "Ines", PASSWORD)
    assert (session.member.name, session.member.role) == ("Ines", "merchant")
    assert house.staff.who(session.token) == session.member
    assert house.staff.first_link() is None
    with pytest.raises(NotYours):
        house.staff.set_up(token, "Mallory", PASSWORD)
    assert [one.name for one in house.staff.members()] == ["Ines"]
    assert [entry[:2] for entry in log(house)] == [("set-up link", "staff.add"), ("Ines", "staff.password")]


def test_a_newer_first_link_replaces_the_older(house: House) -> None:
    old, new = house.staff.first_link(), house.staff.first_link()
    with pytest.raises(NotYours):
        house.staff.invited(str(old))
    assert house.staff.invited(str(new)) is None


def test_a_link_is_too_old_after_a_day(house: House) -> None:
    token = house.staff.add("marta", "agent")
    house.bench.clock.move(LINK_SECONDS)
    with pytest.raises(NotYours):
        house.staff.set_up(token, "", PASSWORD)
    assert not house.staff.members()[0].ready


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaaaa", "x" * 201, "martamartamarta"])
def test_an_easy_password_is_refused_and_the_link_still_works(house: House, password: str) -> None:
    token = house.staff.add("marta", "agent")
    with pytest.raises(BadValue):
        house.staff.set_up(token, "", password)
    assert house.staff.set_up(token, "", PASSWORD).member.name == "marta"


@pytest.mark.parametrize(("name", "role"), [("", "agent"), ("a b", "agent"), ("<b>", "agent"), ("ok", "boss")])
def test_what_cannot_be_a_name_or_a_role(house: House, name: str, role: str) -> None:
    with pytest.raises(BadValue):
        house.staff.add(name, role)
    assert house.staff.members() == () and log(house) == []


def test_a_name_is_taken_however_it_is_written(house: House) -> None:
    house.hire("Jonas", "agent")
    with pytest.raises(NotAllowed, match="name_taken"):
        house.staff.add("JONAS", "merchant")
    assert [(one.name, one.role) for one in house.staff.members()] == [("Jonas", "agent")]


def test_wrong_name_wrong_password_disabled_and_unready_look_alike(house: House) -> None:
    house.hire("jonas", "agent")
    house.staff.add("new", "agent")
    house.hire("gone", "agent")
    house.staff.disable("gone")
    tries = [("jonas", "wrong"), ("ghost", PASSWORD), ("new", ""), ("new", PASSWORD), ("gone", PASSWORD)]
    for name, password in tries:
        with pytest.raises(NotYours):
            house.staff.sign_in(name, password)
    assert house.staff.sign_in("JONAS", PASSWORD).member.name == "jonas"


def test_a_session_ends_when_left_alone_and_after_a_working_day(house: House) -> None:
    house.hire("jonas", "agent")
    left = house.staff.sign_in("jonas", PASSWORD).token
    house.bench.clock.move(IDLE_SECONDS // 2)
    assert house.staff.who(left, used=False)  # an open page alone keeps nobody signed in
    house.bench.clock.move(IDLE_SECONDS - IDLE_SECONDS // 2)
    assert house.staff.who(left) is None
    used = house.staff.sign_in("jonas", PASSWORD).token
    for _ in range(SESSION_SECONDS // (IDLE_SECONDS // 2) - 1):
        house.bench.clock.move(IDLE_SECONDS // 2)
        assert house.staff.who(used)
    house.bench.clock.move(IDLE_SECONDS // 2)
    assert house.staff.who(used) is None


def test_disabling_and_resetting_end_every_session(house: House) -> None:
    house.hire("jonas", "agent")
    first = house.staff.sign_in("jonas", PASSWORD).token
    house.staff.disable("jonas")
    assert house.staff.who(first) is None
    token = house.staff.reset("jonas")
    with pytest.raises(NotYours):
        house.staff.sign_in("jonas", PASSWORD)
    house.staff.set_up(token, "", "another lantern")
    assert house.staff.sign_in("jonas", "another lantern").member.active


def test_the_link_of_a_disabled_one_no_longer_works(house: House) -> None:
    token = house.staff.add("jonas", "agent")
    house.staff.disable("jonas")
    with pytest.raises(NotYours):
        house.staff.set_up(token, "", PASSWORD)
    assert not house.staff.members()[0].ready


def test_the_last_merchant_cannot_be_disabled(house: House) -> None:
    house.hire("ines")
    house.staff.add("later", "merchant")  # has no password yet
    session = house.staff.sign_in("ines", PASSWORD)
    with pytest.raises(NotAllowed, match="last_merchant"):
        house.staff.disable("ines")
    assert house.staff.who(session.token) == session.member
    house.hire("second")
    house.staff.disable("ines")
    assert house.staff.who(session.token) is None


def test_a_changed_password_ends_the_other_sessions(house: House) -> None:
    house.hire("jonas", "agent")
    here, there = house.staff.sign_in("jonas", PASSWORD), house.staff.sign_in("jonas", PASSWORD)
    with pytest.raises(NotYours):
        house.staff.change_password(here, "wrong", "another lantern")
    with pytest.raises(BadValue):
        house.staff.change_password(here, PASSWORD, "short")
    assert house.staff.who(there.token)
    house.staff.change_password(SignedIn(here.token, here.member), PASSWORD, "another lantern")
    assert house.staff.who(here.token) and house.staff.who(there.token) is None


def test_the_books_hold_hashes_only(house: House) -> None:
    token = house.staff.add("jonas", "agent")
    session = house.staff.set_up(token, "", PASSWORD)
    with house.bench.engine.connect() as db:
        rows = [str(row) for table in (t.staff, t.links, t.sessions) for row in db.execute(select(table))]
    assert "$argon2id$" in rows[0]
    for secret in (token, session.token, PASSWORD):
        assert not any(secret in row for row in rows)
