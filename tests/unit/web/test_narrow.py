"""Which articles of a department pass, and in which order."""

from __future__ import annotations

from floorwalker.domain.catalogue import StockLevel
from tests.unit.web.fakes import FREE, GORSE, KELDER, ROOK
from web.storefront.narrow import Narrowing

EVERY = (KELDER, ROOK, GORSE)
LEVELS = {v.sku: StockLevel(v.sku, FREE.get(v.sku, 0), 0) for product in EVERY for v in product.variants}


def fitting(**query: str) -> list[str]:
    return [product.id for product in Narrowing.of(query, EVERY).fitting(EVERY, LEVELS)]


def test_one_article_must_pass_everything_at_once() -> None:
    assert fitting() == ["kelder", "rook", "gorse"]
    assert fitting(stock="1") == ["kelder", "rook"]
    assert fitting(under="1") == ["rook"]
    assert fitting(colour="slate", size="XL") == ["kelder"]
    assert fitting(colour="slate", size="XL", stock="1") == []
    assert fitting(colour="pine", stock="1") == ["kelder", "rook"]


def test_orders() -> None:
    assert fitting(sort="price") == ["rook", "gorse", "kelder"]
    assert fitting(sort="-price") == ["kelder", "gorse", "rook"]
    assert fitting(sort="name") == ["gorse", "kelder", "rook"]
    assert fitting(sort="secret") == ["kelder", "rook", "gorse"]


def test_what_is_not_there_is_let_go_and_the_query_says_only_what_holds() -> None:
    narrowed = Narrowing.of({"stock": "1", "colour": "neon", "size": "M", "sort": "x"}, EVERY)
    assert narrowed.query == {"stock": "1", "size": "M"}
    assert (narrowed.switched("stock"), narrowed.switched("under")) == ("?size=M", "?stock=1&size=M&under=1")
