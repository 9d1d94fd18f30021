"""Callbacks, conversations, and what the staff did."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from floorwalker.domain.office import TALK_KINDS
from floorwalker.domain.staff import AuditQuery
from floorwalker.errors import ShopError
from web.office.csv_file import csv_file
from web.office.forms import reason
from web.office.frame import (
    EVERYBODY_AT_WORK,
    PAGE,
    READERS,
    WATCHERS,
    back_to,
    done,
    facts_of,
    missing,
    page,
    paging,
    rooms,
    skipped,
)
from web.staff.guard import staff

MOST_ROWS = 500
AREAS = ("order", "stock", "product", "promotion", "callback", "news", "talk", "staff")


@staff(*EVERYBODY_AT_WORK)
def callbacks(request: Request) -> Response:
    """Who waits to be written to, longest first, and who was."""
    return _callbacks(request, done=done(request, "finish", "reopen"))


@staff(*EVERYBODY_AT_WORK)
def finish(request: Request) -> Response:
    note = request.state.form.get("note", "")[:400]
    rooms(request).work.finish(request.path_params["callback"], note, request.state.member.name)
    return back_to("/office/callbacks", "finish")


@staff(*EVERYBODY_AT_WORK)
def reopen(request: Request) -> Response:
    try:
        rooms(request).work.reopen(request.path_params["callback"], request.state.member.name)
    except ShopError as no:
        return _callbacks(request, 422, error=reason(no))
    return back_to("/office/callbacks", "reopen")


def _callbacks(request: Request, status: int = 200, done: str = "", error: str = "") -> Response:
    waiting, seen_to = rooms(request).lists.callbacks()
    return page(request, "office/callbacks.html", status, waiting=waiting, seen_to=seen_to, done=done, error=error)


@staff(*READERS)
def talks(request: Request) -> Response:
    """Conversations, newest first; `?kind=` one of TALK_KINDS."""
    facts = facts_of(request)
    kind = next((one for one in TALK_KINDS if one == facts["kind"]), None)
    found, total = rooms(request).lists.talks(kind, PAGE, skipped(request))
    shown = {"talks": found, "kinds": TALK_KINDS}
    return page(request, "office/talks.html", paging=paging(request, len(found), total), **facts, **shown)


@staff(*READERS)
def talk(request: Request) -> Response:
    """A transcript as it is stored in the open: without personal data. Reading it is noted."""
    conversation = request.path_params["conversation"]
    found = rooms(request).lists.talk(conversation)
    if found is None:
        return missing(request)
    rooms(request).work.read(conversation, request.state.member.name)
    rows = request.app.state.log.rows.since(conversation, 0, MOST_ROWS)
    said = [row for row in rows if row.direction != "control"]
    return page(request, "office/talk.html", talk=found, said=said, cut=len(rows) == MOST_ROWS)


@staff(*WATCHERS)
def audit(request: Request) -> Response:
    """What the staff did, newest first; `?who=` a name, `?kind=` one of AREAS."""
    facts, query = facts_of(request, who=request.query_params.get("who", "")[:80]), _asked(request)
    entries, total = rooms(request).work.audit(query, PAGE, skipped(request))
    shown = {"entries": entries, "areas": AREAS}
    return page(request, "office/audit.html", paging=paging(request, len(entries), total), **facts, **shown)


@staff(*WATCHERS)
def audit_csv(request: Request) -> Response:
    entries, _ = rooms(request).work.audit(_asked(request), 100_000)
    head = ["at", "who", "what", "subject", "before", "after", "why"]
    rows = [[e.at, e.who, e.what, e.subject, str(dict(e.before)), str(dict(e.after)), e.why] for e in entries]
    return csv_file("audit", head, rows)


def _asked(request: Request) -> AuditQuery:
    area, who = request.query_params.get("kind", ""), request.query_params.get("who", "").strip()
    return AuditQuery(who=who[:80] or None, what=f"{area}." if area in AREAS else None)
