"""Pages and acts of the console. Forms work without JavaScript; what a colleague did meanwhile is said, and shown."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from floorwalker.domain.handoff import FORMS, Agent, Handoff, Hint
from floorwalker.domain.money import Money
from floorwalker.domain.staff import Role
from floorwalker.errors import (
    BadCode,
    BadValue,
    HandoffMoved,
    NoOrder,
    NotAllowed,
    NothingInCart,
    ShopError,
    TakenByOther,
    UnknownVariant,
)
from web.console.board import VIEWS, Board, look
from web.console.customer import customer
from web.console.replies import ready, spoken_replies
from web.console.showing import pickable, shown
from web.console.talk import Place, Talk
from web.office.forms import amount, fresh, reason
from web.office.orders import REASONS
from web.staff import cookies
from web.staff.guard import staff

AT_THE_DESK: tuple[Role, ...] = ("agent", "supervisor", "merchant")
SNOOZE_SECONDS = 1800


def made(request: Request, template: str, status: int = 200, **facts: Any) -> Response:
    answer: Response = request.app.state.console_page(request, template, status, **facts)
    return answer


@staff(*AT_THE_DESK)
def desk(request: Request) -> Response:
    """The queue alone."""
    return _page(request, "")


@staff(*AT_THE_DESK)
def conversation(request: Request) -> Response:
    """One conversation beside the queue."""
    id_ = request.path_params["conversation"]
    if not request.app.state.log.rows.exists(id_):
        return RedirectResponse("/desk", 303)
    return _page(request, id_)


@staff(*AT_THE_DESK)
def act(request: Request) -> Response:
    """Everything an agent does to a conversation: say, note, take, transfer, give_back, resolve …"""
    id_, name = request.path_params["conversation"], request.path_params["act"]
    if name not in ACTS or not request.app.state.log.rows.exists(id_):
        return RedirectResponse("/desk", 303)
    t = request.app.state.console_words(request)
    try:
        ACTS[name](request, id_)
    except TakenByOther as no:
        return _page(request, id_, 409, t("desk_theirs", name=no.by))
    except HandoffMoved:
        return _page(request, id_, 409, t("desk_moved"))
    except (BadValue, NotAllowed, NoOrder) as no:
        return _page(request, id_, 422, t(_why_not(name, no)))
    except (BadCode, NothingInCart):
        return _page(request, id_, 422, t("desk_no_coupon"))
    except UnknownVariant as no:
        return _page(request, id_, 422, t("desk_no_product", sku=no.sku))
    return _done(request, id_)


def _done(request: Request, id_: str) -> Response:
    """The page anew; a page that keeps itself new needs none."""
    if "hx-request" in request.headers:
        return Response(status_code=204)
    return RedirectResponse(f"/desk/{id_}?view={_which(request)}", 303)


def _why_not(act: str, no: ShopError) -> str:
    """The label that says why an act was refused."""
    if act == "refund" or (act == "decide" and no.facts.get("why") != "role"):
        return reason(no)
    return "desk_unread" if isinstance(no, BadValue) else "desk_no_coupon"


def _page(request: Request, id_: str, status: int = 200, error: str = "") -> Response:
    """The whole page, or the part of it that has changed. That a conversation was read is noted."""
    state, member = request.app.state, request.state.member
    which, part = _which(request), request.query_params.get("part") == "queue"
    seen = part and state.desk_watch.seen  # which is as new as what the console was told
    board = Board(state, member, seen or look(state), state.shop.clock.now())
    facts: dict[str, Any] = {"which": which, "queue": board.lines(which), "counts": board.counts(), "views": VIEWS,
                             "id": id_, "error": error, "words": _unsent(request)}  # fmt: skip
    if part:
        return made(request, "console/_queue.html", status, **facts)
    state.shop.desk.arrive(_agent(request))
    if id_:
        state.staff.looked(member.name, "talk.read", id_)
        handoff, place = state.shop.handoffs.current(id_), Place()
        about = customer(state, id_, handoff, state.storefront.locale(request))
        facts |= {
            "handoff": handoff, "open": bool(handoff and handoff.ended_at is None), "place": place,
            "read": cookies.proof(request, id_), "said": [*Talk(state, member, id_).after(place)], "customer": about,
            "teams": state.shop.store.support.teams, "forms": FORMS,
            "mine": bool(handoff and handoff.state == "human" and handoff.assignee == member.id),
            "replies": ready(request, id_), "pickable": pickable(request), "boss": member.role != "agent",
            "reasons": REASONS, "form": fresh(),
            "asks": state.shop.favours.asks(id_), "short": id_[:4].upper(),
            "cash": lambda ask: Money(ask.amount, ask.currency),
            "team_title": lambda team, locale: state.shop.store.words(team.title, locale),
        }  # fmt: skip
    return made(request, "console/page.html", status, **facts)


def _unsent(request: Request) -> str:
    """What was written and could not be sent stays in its field."""
    form: dict[str, str] = getattr(request.state, "form", {})
    return form.get("words", "")


def _which(request: Request) -> str:
    wanted = request.query_params.get("view") or request.state.form.get("view", "")
    return wanted if wanted in VIEWS else "all"


def _agent(request: Request) -> Agent:
    member = request.state.member
    return Agent(member.id, member.name, member.role)


def _open(request: Request, id_: str) -> Handoff:
    handoff: Handoff | None = request.app.state.shop.handoffs.current(id_)
    if handoff is None or handoff.ended_at is not None:
        raise HandoffMoved("")
    return handoff


def _take(request: Request, id_: str) -> None:
    request.app.state.desk.take(_open(request, id_).id, _agent(request))


def _say(request: Request, id_: str) -> None:
    form = request.state.form
    words, reply = form.get("words", ""), form.get("reply", "")
    if reply and not words:
        words = spoken_replies(request, id_).get(reply, "")
    if "note" in form:
        request.app.state.shop.desk.note(id_, _agent(request), words, _key(request, id_, words) or "")
        return request.app.state.log.wake(id_)  # type: ignore[no-any-return]
    request.app.state.desk.say(id_, _agent(request), words, _key(request, id_, words))
    return None


def _product(request: Request, id_: str) -> None:
    state, sku = request.app.state, request.state.form.get("sku", "").split(" ")[0]
    card = shown(state, sku, state.log.rows.locale(id_))
    state.desk.show(id_, _agent(request), card, provider_id=_key(request, id_, sku))


def _key(request: Request, id_: str, what: str) -> str | None:
    """What is sent is known by this: the same out of the same form is one thing, however often the browser sends it."""
    once = request.state.form.get("once", "")
    return f"desk:{sha256(repr((once, id_, what)).encode()).hexdigest()[:32]}" if once else None


def _coupon(request: Request, id_: str) -> None:
    request.app.state.shop.favours.coupon(id_, request.state.form.get("code", ""), _agent(request))


def _decide(request: Request, id_: str) -> None:
    state, form = request.app.state, request.state.form
    for ask in state.shop.favours.asks(id_):
        if ask.id == form.get("ask"):
            decides = state.office.refunds if ask.kind == "refund" else state.shop.favours
            decides.decide(ask, form.get("yes") == "yes", _agent(request))


def _refund(request: Request, id_: str) -> None:
    state, form = request.app.state, request.state.form
    money = amount(form.get("amount", ""), state.shop.store.currency)
    order, why, once = (form.get(name, "") for name in ("order", "why", "form"))
    state.office.refunds.refund(id_, order, money, why, once, _agent(request))


def _give_back(request: Request, id_: str) -> None:
    form = request.state.form
    hint = Hint(form.get("form", ""), resume=form.get("resume", "") == "yes")
    request.app.state.desk.give_back(_open(request, id_).id, _agent(request), hint)


def _resolve(request: Request, id_: str) -> None:
    request.app.state.desk.resolve(_open(request, id_).id, _agent(request))


def _transfer(request: Request, id_: str) -> None:
    team = request.state.form.get("team", "")
    request.app.state.desk.transfer(_open(request, id_).id, _agent(request), team)


def _priority(request: Request, id_: str) -> None:
    told = request.state.form.get("priority", "")
    request.app.state.shop.desk.prioritize(_open(request, id_).id, int(told) if told.isdecimal() else -1)


def _snooze(request: Request, id_: str) -> None:
    shop = request.app.state.shop
    shop.desk.snooze(_open(request, id_).id, shop.clock.now() + SNOOZE_SECONDS)


def _right(request: Request, id_: str) -> None:
    request.app.state.shop.desk.judge(_open(request, id_).id, request.state.form.get("right") == "yes")


def _typing(request: Request, id_: str) -> None:
    handoff = request.app.state.shop.handoffs.current(id_)
    if handoff and handoff.state == "human" and handoff.assignee == request.state.member.id:
        request.app.state.desk.typing(id_, _agent(request))


ACTS = {
    "take": _take, "say": _say, "product": _product, "coupon": _coupon, "refund": _refund, "decide": _decide,
    "give_back": _give_back, "resolve": _resolve,
    "transfer": _transfer, "priority": _priority, "snooze": _snooze, "right": _right, "typing": _typing,
}  # fmt: skip
