"""Orders: the list, one order with its timeline and ledger, and money back."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from floorwalker.domain.money import Money
from floorwalker.domain.office import ORDER_KINDS, OrderFile
from floorwalker.errors import NoOrder, ShopError
from web.office.csv_file import csv_file
from web.office.forms import amount, fresh, reason, typed
from web.office.frame import LEADS, PAGE, back_to, done, facts_of, missing, page, paging, rooms, skipped
from web.office.masks import first_name, masked_email
from web.office.timeline import timeline
from web.staff.guard import staff

REASONS = ("customer", "damaged", "late", "goodwill")


@staff(*LEADS)
def orders(request: Request) -> Response:
    """Newest first; `?q=` part of number, e-mail or article, `?kind=` one of ORDER_KINDS."""
    facts, lists = facts_of(request), rooms(request).lists
    kind = next((one for one in ORDER_KINDS if one == facts["kind"]), None)
    found, total = lists.orders(facts["q"], kind, PAGE, skipped(request))
    shown = {"orders": found, "kinds": lists.kinds(), "first_name": first_name}
    return page(request, "office/orders.html", paging=paging(request, len(found), total), **facts, **shown)


@staff(*LEADS)
def orders_csv(request: Request) -> Response:
    """All that the filters let through; amounts in minor units, e-mail masked."""
    facts = facts_of(request)
    kind = next((one for one in ORDER_KINDS if one == facts["kind"]), None)
    found, _ = rooms(request).lists.orders(facts["q"], kind, 100_000)
    head = ["number", "created", "state", "fulfilment", "payment", "items", "total_minor", "currency", "code", "email"]
    rows = [_row(one) for one in found]
    return csv_file("orders", head, rows)


@staff(*LEADS)
def order(request: Request) -> Response:
    try:
        return _order(request, rooms(request).work.order(request.path_params["number"]))
    except NoOrder:
        return missing(request)


@staff(*LEADS)
def contact(request: Request) -> Response:
    """The contact details, and an entry that they were looked at."""
    number = request.path_params["number"]
    try:
        rooms(request).work.reveal(number, request.state.member.name)
        return _order(request, rooms(request).work.order(number), revealed=True)
    except NoOrder:
        return missing(request)


@staff("merchant")
def refund(request: Request) -> Response:
    """First lists what would happen; what was listed is done on the second, confirmed sending."""
    number, form = request.path_params["number"], request.state.form
    try:
        file = rooms(request).work.order(number)
    except NoOrder:
        return missing(request)
    try:
        money, why = amount(form.get("amount", ""), file.order.total.currency), form.get("why", "")
        if form.get("confirmed") != typed(money):
            return _confirm(request, file, money, why)
        rooms(request).work.refund(number, money, why, form.get("form", ""), request.state.member.name)
    except ShopError as no:
        return _order(request, file, 422, error=reason(no), typed_amount=form.get("amount", ""))
    return back_to(f"/office/orders/{number}", "refund")


def _confirm(request: Request, file: OrderFile, money: Money, why: str) -> Response:
    if why not in REASONS:
        return _order(request, file, 422, error="office_no_why", typed_amount=typed(money))
    if not 0 < money.minor <= file.left.minor:
        return _order(request, file, 422, error="office_no_more_than_paid", typed_amount=typed(money))
    facts = {"file": file, "amount": money, "typed_amount": typed(money), "why": why, "form": fresh()}
    return page(request, "office/refund.html", **facts)


def _order(request: Request, file: OrderFile, status: int = 200, **more: Any) -> Response:
    facts: dict[str, Any] = {
        "file": file,
        "steps": timeline(file),
        "revealed": False,
        "error": "",
        "typed_amount": typed(file.left),
        "reasons": REASONS,
        "masked": masked_email(file.order.email),
        "done": done(request, "refund"),
        "may_refund": request.state.member.role == "merchant" and file.left.minor > 0,
    }
    return page(request, "office/order.html", status, **{**facts, **more})


def _row(one: Any) -> list[object]:
    it = one.order
    items = " ".join(f"{line.quantity}x{line.sku}" for line in it.lines)
    state = [it.number, it.created, it.state, it.fulfilment or "", one.payment]
    return [*state, items, it.total.minor, it.total.currency, it.code or "", masked_email(it.email)]
