"""Who works in the shop: one-time links instead of default passwords, sessions that end, every change noted."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from floorwalker.domain.staff import ROLES, AuditEntry, Link, Member, Role, SignedIn, is_name, weak
from floorwalker.errors import BadValue, NotAllowed, NotYours
from floorwalker.ports import Clock, Ids
from floorwalker.ports_staff import Passwords, StaffBooks, StaffWork

LINK_SECONDS = 24 * 3600
SESSION_SECONDS, IDLE_SECONDS = 12 * 3600, 2 * 3600
"""A session ends after a working day, or earlier when it is left alone."""
SEEN_SECONDS = 60
"""How exactly the books know when a session was last seen."""
COMMAND_LINE = "command line"


@dataclass(frozen=True)
class Staff:
    """Tokens leave as they are and are kept as hashes: who reads the books can use none."""

    books: StaffBooks
    passwords: Passwords
    clock: Clock
    ids: Ids

    def members(self) -> tuple[Member, ...]:
        """By name."""
        with self.books.view() as work:
            return work.staff.members()

    def first_link(self) -> str | None:
        """A link's token for the first merchant; None where a merchant can sign in already."""
        with self.books.begin() as work:
            work.staff.lock()
            if any(_merchant(one) for one in work.staff.members()):
                return None
            return self._link(work, None)

    def add(self, name: str, role: str, by: str = COMMAND_LINE) -> str:
        """A link's token for somebody new. Raises BadValue, NotAllowed for a name that is taken."""
        with self.books.begin() as work:
            return self._link(work, self._new(work, name, role, by).id)

    def disable(self, name: str, by: str = COMMAND_LINE) -> None:
        """Ends every session; what was done stays. Raises BadValue, NotAllowed for the last merchant."""
        with self.books.begin() as work:
            work.staff.lock()
            member = self._named(work, name)
            others = [one for one in work.staff.members() if one.id != member.id]
            if _merchant(member) and not any(_merchant(one) for one in others):
                raise NotAllowed("last_merchant")
            if work.staff.set_active(member.id, False):
                work.staff.end_sessions(member.id)
                self.note(work, by, "staff.disable", member.name, {"active": True}, {"active": False})

    def reset(self, name: str, by: str = COMMAND_LINE) -> str:
        """A link's token to choose a new password; the old one and all sessions end. Lets a disabled one back in."""
        with self.books.begin() as work:
            member = self._named(work, name)
            work.staff.set_active(member.id, True)
            work.staff.set_password(member.id, None)
            work.staff.end_sessions(member.id)
            self.note(work, by, "staff.reset", member.name, {"active": member.active}, {"active": True})
            return self._link(work, member.id)

    def invited(self, token: str) -> Member | None:
        """Whom a link is for; None for the first merchant. Raises NotYours for a link that no longer works."""
        with self.books.view() as work:
            link = work.staff.link(_hash(token))
            if link is None or link.expires <= self.clock.now():
                raise NotYours
            member = work.staff.get(link.member) if link.member else None
        if member is not None and not member.active:
            raise NotYours
        return member

    def set_up(self, token: str, name: str, password: str) -> SignedIn:
        """Chooses the password, and the first merchant's name. Raises NotYours, BadValue; then the link still works."""
        invited = self.invited(token)
        hashed = self._checked(password, invited.name if invited else name)
        with self.books.begin() as work:
            if not work.staff.use_link(_hash(token), self.clock.now()):
                raise NotYours
            member = invited or self._first(work, name)
            work.staff.set_password(member.id, hashed)
            self.note(work, member.name, "staff.password", member.name)
            return self._open(work, replace(member, ready=True))

    def sign_in(self, name: str, password: str) -> SignedIn:
        """Raises NotYours, whatever was wrong, after as long a time."""
        with self.books.view() as work:
            member = work.staff.named(name)
            hashed = work.staff.password(member.id) if member and member.active else None
        if not self.passwords.fits(password, hashed) or member is None or hashed is None:
            raise NotYours
        fresh = self.passwords.hashed(password) if self.passwords.outdated(hashed) else None
        with self.books.begin() as work:
            if fresh and work.staff.password(member.id) == hashed:
                work.staff.set_password(member.id, fresh)
            self.note(work, member.name, "staff.sign_in", member.name)
            return self._open(work, member)

    def sign_out(self, token: str) -> None:
        with self.books.begin() as work:
            work.staff.end_session(_hash(token))

    def who(self, token: str, used: bool = True) -> Member | None:
        """Whose session it is; None where there is none any more. `used`: the person did something, so it goes on."""
        now, hashed = self.clock.now(), _hash(token)
        with self.books.view() as work:
            member = work.staff.session(hashed, now - SESSION_SECONDS, now - IDLE_SECONDS)
            stale = used and member and not work.staff.session(hashed, now - SESSION_SECONDS, now - SEEN_SECONDS)
        if stale:
            with self.books.begin() as work:
                work.staff.touch(hashed, now)
        return member

    def change_password(self, session: SignedIn, old: str, new: str) -> None:
        """Ends every other session. Raises NotYours for a wrong old one, BadValue for a weak new one."""
        member = session.member
        with self.books.view() as work:
            hashed = work.staff.password(member.id)
        if not self.passwords.fits(old, hashed):
            raise NotYours
        fresh = self._checked(new, member.name)
        with self.books.begin() as work:
            work.staff.set_password(member.id, fresh)
            work.staff.end_sessions(member.id, but=_hash(session.token))
            self.note(work, member.name, "staff.password", member.name)

    def looked(self, who: str, what: str, subject: str) -> None:
        """Writes down that somebody read what is a customer's."""
        with self.books.begin() as work:
            self.note(work, who, what, subject)

    def note(
        self,
        work: StaffWork,
        who: str,
        what: str,
        subject: str,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        why: str = "",
    ) -> None:
        """Writes down what somebody did, in the transaction in which it is done."""
        work.audit.note(AuditEntry(self.clock.now(), who, what, subject, before or {}, after or {}, why))

    def _first(self, work: StaffWork, name: str) -> Member:
        """Raises NotYours where somebody was faster."""
        work.staff.lock()
        if any(_merchant(one) for one in work.staff.members()):
            raise NotYours
        return self._new(work, name, "merchant", "set-up link")

    def _new(self, work: StaffWork, name: str, role: str, by: str) -> Member:
        if not is_name(name):
            raise BadValue("name", name)
        member = Member(self.ids.new(), name, _role(role), True, False, self.clock.now())
        if not work.staff.add(member):
            raise NotAllowed("name_taken")
        self.note(work, by, "staff.add", name, {}, {"role": role})
        return member

    def _named(self, work: StaffWork, name: str) -> Member:
        member = work.staff.named(name)
        if member is None:
            raise BadValue("name", name)
        return member

    def _link(self, work: StaffWork, member: str | None) -> str:
        token = secrets.token_urlsafe(24)
        work.staff.put_link(_hash(token), Link(member, self.clock.now() + LINK_SECONDS))
        return token

    def _open(self, work: StaffWork, member: Member) -> SignedIn:
        token = secrets.token_urlsafe(32)
        work.staff.open_session(_hash(token), member.id, self.clock.now())
        return SignedIn(token, member)

    def _checked(self, password: str, name: str) -> str:
        if weak(password, name):
            raise BadValue("password", "")
        return self.passwords.hashed(password)


def _merchant(member: Member) -> bool:
    return member.role == "merchant" and member.active and member.ready


def _role(text: str) -> Role:
    for role in ROLES:
        if role == text:
            return role
    raise BadValue("role", text)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
