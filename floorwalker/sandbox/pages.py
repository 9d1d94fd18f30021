"""The hosted pages: a choice of outcomes and the bank's question. There is no card field, ever."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from floorwalker.sandbox import buyer, sessions
from floorwalker.sandbox.context import Context
from floorwalker.sandbox.forms import Form
from floorwalker.sandbox.outcomes import CHOICES
from floorwalker.sandbox.speech import Speech, clock, file, speech
from floorwalker.sandbox.store import Object

Page = tuple[int, dict[str, str], bytes]


def handle(ctx: Context, method: str, path: str, form: Form) -> Page:
    """Answers a browser: /c/pay.css, /c/pay/{session}, /c/pay/3ds/{intent}."""
    *_, place, id = path.split("/")
    if path == "/c/pay.css":
        return 200, {"Content-Type": "text/css; charset=utf-8", "Cache-Control": "no-store"}, file("pay.css").encode()
    if place == "3ds":
        return _bank(ctx, method, ctx.store.get("payment_intent", id), form)
    session = ctx.store.get("checkout.session", id) if place == "pay" else None
    if session is None:
        return _unknown()
    if session["status"] != "open":
        return _over(session)
    return _chosen(ctx, session, form) if method == "POST" else _pay(ctx, session)


def _chosen(ctx: Context, session: Object, form: Form) -> Page:
    """The buyer pressed the button."""
    choice = str(form.get("outcome", ""))
    if choice == "leave":
        return _to(session["cancel_url"] or _address(session))
    if choice not in CHOICES and choice != "expire":
        return _pay(ctx, session, 422, _speech(session).render("unread.html"))
    ctx.store.hide(session["id"], email=str(form.get("email", "")) or None)
    return _to(_next(ctx, buyer.choose(ctx, session, choice)))


def _next(ctx: Context, session: Object) -> str:
    """Where the buyer goes from here: to the shop, to the bank, or back to the page."""
    if session["status"] == "complete":
        return _success(session)
    intent = ctx.store.get("payment_intent", session["payment_intent"] or "") or {}
    if session["status"] == "open" and intent.get("status") == "requires_action":
        return f"/c/pay/3ds/{intent['id']}"
    return _address(session)


def _bank(ctx: Context, method: str, intent: Object | None, form: Form) -> Page:
    """The bank's question; an answer that comes too late leads back to the page."""
    id = ctx.store.hidden(intent["id"]).get("session") if intent else None
    session = ctx.store.get("checkout.session", id or "")
    if intent is None or session is None:
        return _unknown()
    if intent["status"] != "requires_action":
        return _to(_next(ctx, session))
    if method == "POST" and form.get("answer") in ("approve", "refuse"):
        return _to(_next(ctx, buyer.answer_bank(ctx, intent, form["answer"] == "approve")))
    method_of = ctx.need("payment_method", intent["payment_method"])
    say = _speech(session)
    facts = {"intent": intent["id"], "shop": ctx.shop, "amount": say.money(intent["amount"], intent["currency"])}
    body = say.render("bank.html", **facts, last4=method_of["card"]["last4"], until=clock(session["expires_at"]))
    return _page(200, body, say, forms=_shop(session))


def _pay(ctx: Context, session: Object, status: int = 200, said: str = "") -> Page:
    say = _speech(session)
    items = sessions.items_of(ctx, session["id"])
    pictures = _pictures(ctx, items)
    drawn = "".join(say.render("picture.html", url=url) for url in pictures)
    raw = {
        "lines": "".join(_line(say, item) for item in items),
        "pictures": say.render("pictures.html", {"pictures": drawn}) if drawn else "",
        "said": said or _said(ctx, session),
    }
    return _page(status, say.render("pay.html", raw, **_facts(ctx, session)), say, _shop(session), pictures)


def _facts(ctx: Context, session: Object) -> dict[str, str]:
    return {
        "shop": ctx.shop,
        "order": session["client_reference_id"] or "",
        "amount": _speech(session).money(session["amount_total"], session["currency"]),
        "until": clock(session["expires_at"]),
        "session": session["id"],
        "short": f"{session['id'][:12]}…{session['id'][-3:]}",
        "email": session["customer_email"] or "",
    }


def _line(say: Speech, item: Object) -> str:
    return say.render("line.html", title=item["description"], amount=say.money(item["amount_total"], item["currency"]))


def _said(ctx: Context, session: Object) -> str:
    """What the bank said to the last try."""
    intent = ctx.store.get("payment_intent", session["payment_intent"] or "") or {}
    error = intent.get("last_payment_error")
    say = _speech(session)
    return say.render("said.html", message=say.refusal(error)) if error else ""


def _pictures(ctx: Context, items: Iterable[Object]) -> list[str]:
    """The first picture of each product, four at most."""
    products = (ctx.need("product", item["price"]["product"]) for item in items)
    return [product["images"][0] for product in products if product["images"]][:4]


def _over(session: Object) -> Page:
    say = _speech(session)
    if session["status"] == "complete":
        return _page(200, say.render("over_complete.html", success=_success(session)), say)
    back = say.render("back.html", cancel=session["cancel_url"]) if session["cancel_url"] else ""
    return _page(200, say.render("over_expired.html", {"back": back}), say)


def _unknown() -> Page:
    return _page(404, Speech().render("over_unknown.html"), Speech())


def _speech(session: Object) -> Speech:
    return speech(session["locale"])


def _success(session: Object) -> str:
    return str(session["success_url"]).replace("{CHECKOUT_SESSION_ID}", session["id"])


def _address(session: Object) -> str:
    return f"/c/pay/{session['id']}"


def _shop(session: Object) -> list[str]:
    """Where a form's answer may lead: browsers hold form-action against redirects too."""
    return [url for url in (session["success_url"], session["cancel_url"]) if url]


def _to(url: str) -> Page:
    return 303, {"Location": url, "Cache-Control": "no-store"}, b""


def _page(status: int, body: str, say: Speech, forms: Iterable[str] = (), images: Iterable[str] = ()) -> Page:
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", body)
    title = heading[1] if heading else ""
    html = say.render("layout.html", {"title": title, "body": body})
    return status, {"Content-Type": "text/html; charset=utf-8", **_safety(forms, images)}, html.encode()


def _safety(forms: Iterable[str], images: Iterable[str]) -> dict[str, str]:
    policy = (
        "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
        f"form-action 'self'{_origins(forms)}; img-src 'self'{_origins(images)}"
    )
    return {
        "Content-Security-Policy": policy,
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
    }


def _origins(urls: Iterable[str]) -> str:
    parts = {urlsplit(url) for url in urls}
    hosts = {f" {part.scheme}://{part.netloc}" for part in parts if re.fullmatch(r"[\w.:\[\]-]+", part.netloc)}
    return "".join(sorted(hosts))
