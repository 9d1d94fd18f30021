"""A neutral message as lines of text: for terminals, mail, and channels that show nothing richer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from floorwalker.domain.message import Card
from floorwalker.domain.money import Money

Lines = Iterator[str]


def plain(body: Card) -> str:
    """Everything the message says; buttons in brackets at the end."""
    lines = [str(body["text"])] if body.get("text") else []
    lines += [f"  {line}" for line in details(body)]
    chips = [f"[{b['title']}]" for b in [*body.get("actions", []), *body.get("quick_replies", [])]]
    links = [f"{b['title']}: {b['url']}" for b in body.get("actions", []) if b.get("url")]
    return "\n".join([*lines, *links, *([" ".join(chips)] if chips else [])])


def details(body: Card) -> list[str]:
    """What a card says beside its text."""
    return [line.strip() for line in _BY_TYPE.get(str(body.get("type")), _nothing)(body)]


def money(value: Card) -> str:
    """12900 EUR as `129.00 EUR`: the same in every language."""
    digits = Money(value["amount"], value["currency"]).digits
    whole = f"{abs(value['amount']):0{digits + 1}d}"
    point = f"{whole[:-digits]}.{whole[-digits:]}" if digits else whole
    return f"{'−' if value['amount'] < 0 else ''}{point} {value['currency']}"


def _carousel(body: Card) -> Lines:
    for number, item in enumerate(body.get("items", []), 1):
        yield f"  {number}. {_item(item)}"


def _product(body: Card) -> Lines:
    yield f"  {_item(body)}"
    for option in body.get("options", []):
        values = [f"{v.get('title') or v['value']}{'' if v.get('available', True) else ' (sold out)'}"
                  for v in option.get("values", [])]  # fmt: skip
        yield f"  {option.get('title') or option['name']}: {', '.join(values)}"


def _item(item: Card) -> str:
    stock = item.get("stock") or {}
    left = f"{stock['left']} left" if stock.get("left") else str(stock.get("state", "")).replace("_", " ")
    price = money(item["price"]) if item.get("price") else ""
    return " · ".join(filter(None, (item.get("title"), item.get("subtitle"), price, item.get("badge"), left)))


def _cart(body: Card) -> Lines:
    for line in body.get("lines", []):
        detail = f", {line['detail']}" if line.get("detail") else ""
        yield f"  {line['quantity']} × {line['title']}{detail}  {money(line['total'])}"
    for fact in body.get("facts", []):
        yield f"  {fact['label']}: {fact['value']}"
    yield from _sums(body)


def _sums(body: Card) -> Lines:
    for row in body.get("sums", []):
        yield f"  {row['label']}: {money(row)}"


def _payment(body: Card) -> Lines:
    yield f"  {body.get('order', '')} {money(body['amount'])} ({body.get('state')})"
    if body.get("url"):
        yield f"  {body['url']}"


def _receipt(body: Card) -> Lines:
    yield f"  {body.get('order', '')}"
    yield from _cart(body)


def _status(body: Card) -> Lines:
    marks = {"done": "x", "now": ">", "todo": " ", "stopped": "!"}
    for step in body.get("steps", []):
        detail = f" ({step['detail']})" if step.get("detail") else ""
        yield f"  [{marks.get(step.get('state'), ' ')}] {step['title']}{detail}"


def _choices(body: Card) -> Lines:
    if body.get("title"):
        yield f"  {body['title']}"
    for number, action in enumerate(body.get("actions", []), 1):
        price = money(action["price"]) if action.get("price") else ""
        yield "  " + " · ".join(filter(None, (f"{number}. {action['title']}", action.get("detail"), price)))


def _media(body: Card) -> Lines:
    yield f"  {body.get('alt', '')} {body.get('url', '')}".rstrip()


def _nothing(_: Card) -> Lines:
    yield from ()


_BY_TYPE: dict[str, Callable[[Card], Lines]] = {
    "carousel": _carousel, "product": _product, "cart": _cart, "payment": _payment, "receipt": _receipt,
    "status": _status, "choices": _choices, "media": _media,
}  # fmt: skip
