"""News that reached nobody: what, whom, why, and once more."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from web.office.frame import LEADS, back_to, done, page, rooms
from web.staff.guard import staff

MOST = 200


@staff(*LEADS)
def undelivered(request: Request) -> Response:
    """Newest first."""
    found = rooms(request).lists.undelivered(MOST)
    return page(request, "office/news.html", news=found, done=done(request, "retry", "retry_late"))


@staff("merchant")
def retry(request: Request) -> Response:
    again = rooms(request).work.retry(request.path_params["item"], request.state.member.name)
    return back_to("/office/news", "retry" if again else "retry_late")
