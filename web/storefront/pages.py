"""The shop's routes. Reading works without JavaScript; buying happens in the chat.

They take from `app.state`: `shop` (its `catalogue`), `storefront` (the Frame), `pictures` (`svg` and `png`,
LookupError for what is not drawn) and `payments_return` (session id → {state, amount}, None for a stranger's).
"""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from floorwalker.domain.money import Money
from floorwalker.errors import Unavailable
from web.storefront.frame import HERE, page
from web.storefront.narrow import SORTS, UNDER, Narrowing, values
from web.storefront.shelf import Article, Tile, article, picture, promise, tiles

LONG = "public, max-age=31536000, immutable"


def home(request: Request) -> Response:
    """Every department with its first articles, or with `?q=` what was looked for."""
    catalogue = _shop(request).catalogue
    asked = request.query_params.get("q", "").strip()[:200]
    if asked:
        found = [catalogue.product(id_) for id_ in catalogue.look(asked, limit=12).ids]
        facts: dict[str, Any] = {"asked": asked, "tiles": tiles(catalogue, [product for product in found if product])}
        return page(request, "search.html", **facts, **_directory(request))
    floors = [(category, tiles(catalogue, catalogue.products(category.id)[:4])) for category in catalogue.categories()]
    return page(request, "home.html", floors=floors, window=_window(request), **_directory(request))


def category(request: Request) -> Response:
    """One department; the address may narrow it by stock, price, colour and size, and sort it."""
    catalogue = _shop(request).catalogue
    id_ = request.path_params["category"]
    shown = next((one for one in catalogue.categories() if one.id == id_), None)
    if shown is None:
        raise HTTPException(404)
    every = catalogue.products(id_)
    narrowed = Narrowing.of(request.query_params, every)
    levels = catalogue.stock([variant.sku for product in every for variant in product.variants])
    found = tiles(catalogue, narrowed.fitting(every, levels), narrowed.wanted)
    under = Money(UNDER, request.app.state.storefront.store.currency)
    choices = {
        "colours": [catalogue.colour(name) for name in values(every, "colour")],
        "sizes": values(every, "size"),
        "sorts": tuple(SORTS),
    }
    facts: dict[str, Any] = {"narrowed": narrowed, "under": under, **choices}
    return page(request, "category.html", category=shown, tiles=found, **facts, **_directory(request))


def product(request: Request) -> Response:
    """One product in the variant that the address names, else in the first that is there."""
    shop = _shop(request)
    found = shop.catalogue.product(request.path_params["product"])
    if found is None:
        raise HTTPException(404)
    shown: Article = article(shop.catalogue, found, dict(request.query_params))
    store = request.app.state.storefront.store
    ways = shop.checkout.promises(found.weight_grams, shown.variant.price)
    facts: dict[str, Any] = {"promises": [promise(way) for way in ways], "taxed": store.tax.rate(store.country)}
    beside = [product for id_ in found.goes_with if (product := shop.catalogue.product(id_))]
    return page(request, "product.html", it=shown, beside=tiles(shop.catalogue, beside[:4]), **facts)


def theme(request: Request) -> Response:
    css: str = request.app.state.storefront.theme_css
    return Response(css, media_type="text/css", headers={"cache-control": "public, max-age=300"})


def drawn(request: Request) -> Response:
    """A sample picture, as SVG for pages, as PNG for channels that know no SVG."""
    stem, kind = request.path_params["stem"], request.path_params["kind"]
    silhouette, _, colour = stem.replace("/", "-").rpartition("-")
    pictures: Any = getattr(request.app.state, "pictures", None)
    if kind not in ("svg", "png") or pictures is None:
        raise HTTPException(404)
    try:
        body = pictures.svg(silhouette, colour) if kind == "svg" else pictures.png(silhouette, colour)
    except LookupError:
        raise HTTPException(404) from None
    except Unavailable:
        raise HTTPException(503) from None
    media = "image/svg+xml" if kind == "svg" else "image/png"
    return Response(body, media_type=media, headers={"cache-control": LONG})


def pay_return(request: Request) -> Response:
    """Back from the pay page: state and amount only, since whoever has the address can open it."""
    session = request.query_params.get("sid", "")[:200]
    found = request.app.state.payments_return(session) if session else None
    if not found:
        raise HTTPException(404)
    return _returned(request, found["state"], amount=found["amount"])


def pay_cancel(request: Request) -> Response:
    return _returned(request, "cancelled", amount=None)


def _returned(request: Request, state: str, **facts: Any) -> Response:
    answer = page(request, "pay_return.html", state=state, **facts)
    answer.headers["cache-control"] = "no-store"
    return answer


def trouble(request: Request, error: Exception) -> Response:
    """The page for a refusal or for what broke on our side; other statuses stay bare."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status not in (404, 429, 500):
        return PlainTextResponse(str(getattr(error, "detail", "")), status)
    return page(request, "trouble.html", status, kind=str(status))


def _shop(request: Request) -> Any:
    """The shop in the language of the page."""
    return request.app.state.shop.spoken_in(request.app.state.storefront.locale(request))


def _directory(request: Request) -> dict[str, Any]:
    """The departments from the top floor down, each with how many articles it has."""
    catalogue = _shop(request).catalogue
    counted = [(one, len(catalogue.products(one.id))) for one in catalogue.categories()]
    return {"directory": counted[::-1]}


def _window(request: Request) -> list[tuple[Tile, str]]:
    """Three articles from three floors, each in another of its colours."""
    catalogue = _shop(request).catalogue
    filled = [goods for one in catalogue.categories() if (goods := catalogue.products(one.id))]
    spread = sorted({0, (len(filled) - 1) // 2, (len(filled) + 1) // 2} & set(range(len(filled))))
    shown = tiles(catalogue, [filled[n][0] for n in spread])
    return [(tile, _in_colour(tile, n)) for tile, n in zip(shown, (2, 0, 1), strict=False)]


def _in_colour(tile: Tile, n: int) -> str:
    colours = tile.product.values("colour")
    return picture(tile.product, colours[n % len(colours)] if colours else None)


routes: list[BaseRoute] = [
    Route("/", home),
    Route("/c/{category}", category),
    Route("/p/{product}", product),
    Route("/theme.css", theme),
    Route("/pictures/{stem:path}.{kind}", drawn),
    Route("/pay/return", pay_return),
    Route("/pay/cancel", pay_cancel),
    Mount("/static", StaticFiles(directory=HERE / "static")),
]
error_handlers = {404: trouble, 429: trouble, 500: trouble}
