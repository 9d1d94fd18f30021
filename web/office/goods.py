"""Stock, products and promotions."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from floorwalker.domain.office import Shelved
from floorwalker.errors import ShopError
from web.office.csv_file import csv_file
from web.office.forms import fresh, reason, whole
from web.office.frame import LEADS, PAGE, back_to, done, facts_of, missing, page, paging, rooms, skipped
from web.staff.guard import staff
from web.storefront.shelf import picture

COUNTS = ("counted", "received", "damaged", "lost")
LOW = 3


@staff(*LEADS)
def stock(request: Request) -> Response:
    """Every article; `?q=` part of its name or SKU, `?kind=` low or out."""
    facts = facts_of(request)
    every = rooms(request).lists.stock()
    fitting = [one for one in every if _fits(one, facts["q"].lower(), facts["kind"])]
    shown = fitting[skipped(request) : skipped(request) + PAGE]
    kinds = {kind: sum(_fits(one, "", kind) for one in every) for kind in ("low", "out")}
    more = {"articles": [(one, picture(one.product, one.colour), _level(one)) for one in shown], "kinds": kinds}
    more |= {"done": done(request, "count"), "sku": request.query_params.get("sku", "")[:64]}
    return page(request, "office/stock.html", paging=paging(request, len(shown), len(fitting)), **facts, **more)


@staff(*LEADS)
def stock_csv(request: Request) -> Response:
    rows = [
        [one.sku, one.product.title, one.detail, one.level.on_hand, one.level.reserved, one.level.free, _level(one)]
        for one in rooms(request).lists.stock()
    ]
    return csv_file("stock", ["sku", "title", "detail", "on_hand", "held", "free", "level"], rows)


@staff("merchant")
def count(request: Request) -> Response:
    """The form for one article, and what it sends."""
    sku, form = request.path_params["sku"], request.state.form
    if request.method == "GET":
        return _count(request, sku)
    try:
        pieces, seen = whole(form.get("pieces", ""), "pieces"), whole(form.get("seen", ""), "pieces")
        by = request.state.member.name
        rooms(request).work.count(sku, seen, pieces, form.get("why", ""), form.get("form", ""), by)
    except ShopError as no:
        return _count(request, sku, 422, error=reason(no), pieces=form.get("pieces", "")[:20])
    return back_to("/office/stock", "count", sku=sku)


def _count(request: Request, sku: str, status: int = 200, **more: Any) -> Response:
    found = next((one for one in rooms(request).lists.stock() if one.sku == sku), None)
    if found is None:
        return missing(request)
    facts = {"one": found, "picture": picture(found.product, found.colour), "form": fresh(), "counts": COUNTS}
    return page(request, "office/count.html", status, **{**facts, "error": "", "pieces": found.level.on_hand, **more})


@staff(*LEADS)
def products(request: Request) -> Response:
    """What the catalogue offers, shown or hidden."""
    colours = [(one, picture(one.product, _colour(one.product))) for one in rooms(request).lists.products()]
    return page(request, "office/products.html", products=colours, done=done(request, "hide", "show"), error="")


@staff("merchant")
def hide(request: Request) -> Response:
    hidden = request.state.form.get("hidden") == "1"
    try:
        rooms(request).work.hide(request.path_params["product"], hidden, request.state.member.name)
    except ShopError as no:
        colours = [(one, picture(one.product, _colour(one.product))) for one in rooms(request).lists.products()]
        return page(request, "office/products.html", 422, products=colours, done="", error=reason(no))
    return back_to("/office/products", "hide" if hidden else "show")


@staff(*LEADS)
def promotions(request: Request) -> Response:
    uses = rooms(request).lists.promotions()
    return page(request, "office/promotions.html", uses=uses, done=done(request, "on", "off"))


@staff("merchant")
def switch(request: Request) -> Response:
    on = request.state.form.get("on") == "1"
    try:
        rooms(request).work.switch(request.state.form.get("code", ""), on, request.state.member.name)
    except ShopError:
        return missing(request)
    return back_to("/office/promotions", "on" if on else "off")


def _fits(one: Shelved, text: str, kind: str) -> bool:
    words = f"{one.sku} {one.product.title} {one.detail}".lower()
    return text in words and (kind not in ("low", "out") or _level(one) == kind)


def _level(one: Shelved) -> str:
    return "out" if one.level.free <= 0 else "low" if one.level.free <= LOW else "fine"


def _colour(product: Any) -> str | None:
    colours = product.values("colour")
    return colours[0] if colours else None
